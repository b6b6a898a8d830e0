//! Cutting the members of a cohort to the point to which a log was restored.
//!
//! In scope: who was in a cohort then, who came in later, and where those who are gone were. The
//! lists under the roots that the log binds say it; a list is named by where the log stood.
//! Out of scope: lists and cohorts that go as a whole (`rows_at_point`).
//! Where somebody in a list was erased since, nobody can say any more at which place: the members
//! of that cohort stay as they are.

use crate::cut_to_point::{Bound, Cut};
use crate::follow_cohort::{Gone, MEMBERS, MemberRow, said};
use crate::house::House;
use crate::house_error::HouseError;
use crate::rows_at_point::numbered;
use crate::salted_rows::{RowOf, SaltedRow, root_of};
use register::CohortId;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use store::PrivateKind;

/// The lists of a cohort that the log binds, by where the log stood.
type Lists = BTreeMap<u64, Vec<SaltedRow>>;

/// Looks at the group of a cohort's members.
pub(crate) fn members(
    house: &House,
    bound: &Bound,
    group: &str,
    cut: &mut Cut,
) -> Result<(), HouseError> {
    let Some((id, "")) = numbered(group, "cohort-") else { return Ok(()) };
    let lists = lists(house, bound, CohortId(id))?;
    let Some(last) = lists.values().next_back() else { return Ok(()) };
    let placed = |list: &Vec<SaltedRow>| list.iter().map(place).collect::<Option<BTreeSet<u32>>>();
    let (Some(there), Some(ever)) = (placed(last), lists.values().map(placed).collect()) else {
        return Ok(());
    };
    let ever: Vec<BTreeSet<u32>> = ever;
    let end = ever.iter().flatten().max().map_or(0, |last| last + 1);
    let mut elsewhere: BTreeMap<u32, Lists> = BTreeMap::new();
    let rows: Vec<(u32, MemberRow)> = house.placed_rows(PrivateKind::Registration, group)?;
    for (place, mut row) in rows {
        if end <= place {
            cut.erase(PrivateKind::Registration, group, place);
            continue;
        }
        let gone = match row.gone {
            Some(Gone::In(other)) => {
                if let Entry::Vacant(free) = elsewhere.entry(other) {
                    free.insert(self::lists(house, bound, CohortId(other))?);
                }
                let said = said((row.document_kind, &row.document));
                let arrived = elsewhere[&other]
                    .values()
                    .flatten()
                    .any(|line| line.text.ends_with(&said) || self::place(line).is_none());
                match (arrived, there.contains(&place)) {
                    (true, _) => row.gone,
                    (false, true) => None,
                    (false, false) => Some(Gone::To(other)),
                }
            }
            Some(Gone::Left | Gone::To(_)) if there.contains(&place) => None,
            gone => gone,
        };
        if gone != row.gone {
            row.gone = gone;
            cut.put((PrivateKind::Registration, group), place, &row);
        }
    }
    Ok(())
}

fn lists(house: &House, bound: &Bound, cohort: CohortId) -> Result<Lists, HouseError> {
    let (begins, mut lists) = (format!("{MEMBERS}{}-", cohort.0), Lists::new());
    let kind = PrivateKind::Registration;
    house.each_group(kind, &begins, &mut |name| {
        let rows: Vec<SaltedRow> = house.rows(kind, name)?;
        let size = name.strip_prefix(&begins).and_then(|size| size.parse().ok());
        if let Some(size) = size.filter(|_| bound.members.contains(&(cohort, root(&rows)))) {
            lists.insert(size, rows);
        }
        Ok(())
    })?;
    Ok(lists)
}

fn root(rows: &[SaltedRow]) -> [u8; 32] {
    root_of(RowOf::Member, rows)
}

/// Returns the place that a line of a list names; nothing where the member was erased.
fn place(line: &SaltedRow) -> Option<u32> {
    line.text.split('\n').next()?.parse().ok()
}
