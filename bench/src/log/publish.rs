//! Integrating and publishing batches of a thousand certificates, each flushed to the disk.
//!
//! In scope: `House::publish` after each batch, against appending the same bytes to one file with
//! one flush for each batch.
//! Out of scope: issuing itself.

use super::spread;
use anyhow::{Result, anyhow};
use desk::backend::Backend;
use desk::house::{House, Request};
use desk::law_folder::LawFolder;
use desk::law_room::LawRoom;
use desk::ports::Clock;
use desk::{
    Named, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet,
    RowId, house_folder,
};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant as Stopwatch;
use vocab::{Day, Instant, Level};

const BATCHES: usize = 30;
const WANTED_PER_SECOND: u64 = 50_000;
const EMPLOYER: OrganisationId = OrganisationId(1);

struct Standing(AtomicI64);

impl Clock for Standing {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Relaxed))
    }
}

/// Publishes batches and prints how many entries a second.
pub fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let clock = Arc::new(Standing(AtomicI64::new(0)));
    let (mut house, occupation) = founded(folder.path(), &Backend::Folder, &clock)?;
    let employer =
        sim::bulk::Employer { id: EMPLOYER, occupation, levels: [Level::Four, Level::Three] };
    let mut on = |day: Day| set(&clock, day);
    let (mut rates, mut bare_rates) = (Vec::new(), Vec::new());
    let mut file = File::create(folder.path().join("bare"))?;
    let mut day: Day = "2020-12-20".parse()?;
    for _ in 0..BATCHES {
        let before = house.published_size();
        sim::bulk::thousand(&mut house, employer, day, &mut on)?;
        day = day.plus_days(14);
        let start = Stopwatch::now();
        house.publish()?;
        let ns = start.elapsed().as_nanos() as u64;
        let entries = house.published_size() - before;
        rates.push(entries * 1_000_000_000 / ns.max(1));
        // An entry of some hundred bytes, its hash in a tile.
        let bytes = vec![7; entries as usize * 132];
        let start = Stopwatch::now();
        file.write_all(&bytes)?;
        file.sync_all()?;
        bare_rates.push(entries * 1_000_000_000 / (start.elapsed().as_nanos() as u64).max(1));
    }
    let ([least, median, greatest], [_, bare, _]) = (spread(rates), spread(bare_rates));
    println!(
        "publish: {median} entries a second in batches of a thousand ({least} to {greatest}), {} % \
         of one flushed append of the same bytes, wanted {WANTED_PER_SECOND}: {}",
        median * 100 / bare.max(1),
        if WANTED_PER_SECOND <= median { "ok" } else { "below" }
    );
    Ok(())
}

fn set(clock: &Standing, day: Day) {
    clock.0.store(Instant::start_of(day).0 + 9 * 3600, Ordering::Relaxed);
}

/// Founds a register in a folder, its rows on a backend, and returns it with an occupation and a
/// clock to set.
pub fn founded_with_clock(
    folder: &Path,
    backend: &Backend,
) -> Result<(House, RowId, impl Fn(Day))> {
    let clock = Arc::new(Standing(AtomicI64::new(0)));
    let (house, row) = founded(folder, backend, &clock)?;
    Ok((house, row, move |day| set(&clock, day)))
}

fn founded(folder: &Path, backend: &Backend, clock: &Arc<Standing>) -> Result<(House, RowId)> {
    let room = Arc::new(LawRoom::load(LawFolder::compiled())?);
    let Named::One(row) = room.law().rows.find("车工") else { return Err(anyhow!("no 车工")) };
    let mut house = house_folder::open_in(folder, backend, room, clock.clone(), None, None)?;
    let organisation = |house: &mut House, kind| -> Result<Organisation> {
        let (name, key) = ("示例（虚构）".to_string(), house.new_key()?);
        Ok(Organisation { kind, name, key, operator_custody: true, institution: None })
    };
    let on: Day = "2020-08-03".parse()?;
    set(clock, on);
    let authority = organisation(&mut house, OrganisationKind::Authority)?;
    let recovery = RecoverySet { threshold: 1, keys: vec![house.new_key()?] };
    let act = house.founding("demo.dengji.invalid/bench", vec![authority], recovery)?;
    house.record(&Request { actor: None, on, name: "genesis".into(), act }, &[])?;
    let recognition = Recognition {
        id: EMPLOYER,
        body: organisation(&mut house, OrganisationKind::Employer)?,
        prefix: "Y000099000001".parse()?,
        scope: vec![(row, Level::Four), (row, Level::Three)],
        published_on: Some(on),
        until: None,
        covers_outsiders: false,
        standard_exists: true,
    };
    let act = PublicAct::RecogniseBody(recognition);
    let actor = Some(OrganisationId(0));
    house.record(&Request { actor, on, name: "recognise".into(), act }, &[])?;
    Ok((house, row))
}
