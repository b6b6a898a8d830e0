//! The form of `supervision.toml`, as TOML has it.
//!
//! In scope: fields and their converting. Out of scope: their ranges (`supervision`).

use crate::supervision::{
    DrawTable, Ladder, LadderStep, PaceTable, RecusalTable, RegionTable, Supervising,
};
use alloc::string::String;
use alloc::vec::Vec;
use serde::Deserialize;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SupervisionToml {
    pace: PaceToml,
    region: Option<RegionToml>,
    draw: DrawToml,
    recusal: RecusalToml,
    ladder: LadderToml,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PaceToml {
    #[serde(default)]
    unverified: bool,
    working_permille: u32,
    use_permille: u32,
    settling_days: u32,
    own_days: u32,
    peers_min: u32,
    peers_permille: u32,
    part_permille: u32,
    slack_permille: u32,
    bound_days: u32,
    bound_sittings: u32,
    #[serde(default)]
    closed_has_none: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionToml {
    #[serde(default)]
    unverified: bool,
    bodies_min: u32,
    share_permille: u32,
    part_permille: u32,
    slack_permille: u32,
    bound_days: u32,
    bound_sittings: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DrawToml {
    reveal_days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecusalToml {
    #[serde(default)]
    unverified: bool,
    days_after: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LadderToml {
    #[serde(default)]
    unverified: bool,
    appeal_days: u32,
    grave: Vec<String>,
    step: Vec<StepToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepToml {
    name: String,
    days_min: Option<u32>,
    days_max: Option<u32>,
}

impl From<SupervisionToml> for Supervising {
    fn from(t: SupervisionToml) -> Supervising {
        let pace = PaceTable::from(t.pace);
        let region = t.region.map(|r| r.with(&pace));
        Supervising {
            pace,
            region,
            draw: t.draw.into(),
            recusal: t.recusal.into(),
            ladder: t.ladder.into(),
        }
    }
}

impl RegionToml {
    /// Returns the table, with what it shares with that of a body.
    fn with(self, body: &PaceTable) -> RegionTable {
        let pace = PaceTable {
            unverified: self.unverified,
            part_permille: self.part_permille,
            slack_permille: self.slack_permille,
            bound_days: self.bound_days,
            bound_sittings: self.bound_sittings,
            ..body.clone()
        };
        RegionTable { pace, bodies_min: self.bodies_min, share_permille: self.share_permille }
    }
}

impl From<PaceToml> for PaceTable {
    fn from(t: PaceToml) -> PaceTable {
        PaceTable {
            unverified: t.unverified,
            working_permille: t.working_permille,
            use_permille: t.use_permille,
            settling_days: t.settling_days,
            own_days: t.own_days,
            peers_min: t.peers_min,
            peers_permille: t.peers_permille,
            part_permille: t.part_permille,
            slack_permille: t.slack_permille,
            bound_days: t.bound_days,
            bound_sittings: t.bound_sittings,
            closed_has_none: t.closed_has_none,
        }
    }
}

impl From<DrawToml> for DrawTable {
    fn from(t: DrawToml) -> DrawTable {
        DrawTable { reveal_days: t.reveal_days }
    }
}

impl From<RecusalToml> for RecusalTable {
    fn from(t: RecusalToml) -> RecusalTable {
        RecusalTable { unverified: t.unverified, days_after: t.days_after }
    }
}

impl From<LadderToml> for Ladder {
    fn from(t: LadderToml) -> Ladder {
        Ladder {
            unverified: t.unverified,
            appeal_days: t.appeal_days,
            grave: t.grave,
            step: t.step.into_iter().map(LadderStep::from).collect(),
        }
    }
}

impl From<StepToml> for LadderStep {
    fn from(t: StepToml) -> LadderStep {
        LadderStep { name: t.name, days_min: t.days_min, days_max: t.days_max }
    }
}
