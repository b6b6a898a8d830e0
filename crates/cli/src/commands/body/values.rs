//! How values of bodies are written on the command line.
//!
//! In scope: reading them. Out of scope: what they lead to. A value that cannot be read is wrong
//! usage, told by `usage` with the argument's name.

use desk::{BodyReason, CentreOf, OrganisationId, OrganisationKind, Site, StaffId};
use vocab::Level;

/// An occupation with levels, written `电工:3,4`.
#[derive(Clone, Debug)]
pub(crate) struct Covered {
    pub(crate) occupation: String,
    pub(crate) levels: Vec<Level>,
}

/// A reviewer with a name that stays private, written `1-7=NAME`: organisation, number, name.
#[derive(Clone, Debug)]
pub(crate) struct Reviewer {
    pub(crate) staff: StaffId,
    pub(crate) name: String,
}

const REASONS: &str = "one of the codes of reasons";

/// Reads an occupation with levels.
pub(crate) fn covered(text: &str) -> Result<Covered, String> {
    let (occupation, levels) = text.split_once([':', '：']).ok_or("an occupation and levels")?;
    let levels = levels.split(',').map(level).collect::<Result<Vec<_>, _>>()?;
    Ok(Covered { occupation: occupation.trim().to_string(), levels })
}

/// Reads a level, written as a digit or as 三级.
pub(crate) fn level(text: &str) -> Result<Level, String> {
    let text = text.trim();
    let mut all = ('1'..='5').filter_map(Level::from_code);
    let means = |level: &Level| {
        let name = level.zh();
        text == level.code().to_string() || text == name || name.split('/').any(|n| n == text)
    };
    all.find(means).ok_or_else(|| "1 to 5, or 一级 to 五级".to_string())
}

/// Reads a kind of organisation.
pub(crate) fn kind(text: &str) -> Result<OrganisationKind, String> {
    Ok(match text {
        "authority" => OrganisationKind::Authority,
        "department" => OrganisationKind::Department,
        "supervisor" => OrganisationKind::Supervisor,
        "employer" => OrganisationKind::Employer,
        "social" => OrganisationKind::Social,
        "school" => OrganisationKind::School,
        _ => {
            return Err("authority, department, supervisor, employer, social or school".to_string());
        }
    })
}

/// Reads whose centre it is.
pub(crate) fn centre_of(text: &str) -> Result<CentreOf, String> {
    match text {
        "none" => Ok(CentreOf::None),
        "hr" => Ok(CentreOf::Hr),
        "other" => Ok(CentreOf::Other),
        _ => Err("none, hr or other".to_string()),
    }
}

/// Reads a reason by its code.
pub(crate) fn reason(text: &str) -> Result<BodyReason, String> {
    BodyReason::ALL.into_iter().find(|r| r.name() == text).ok_or_else(|| REASONS.to_string())
}

/// Reads a site, written `S000099000001:120:30,30`: prefix, people a day, seats of each room.
pub(crate) fn site(text: &str) -> Result<Site, String> {
    let mut parts = text.split(':');
    let mut next = || parts.next().ok_or_else(|| "prefix, people a day, rooms".to_string());
    let prefix = next()?.parse().map_err(|e: vocab::CodeError| e.to_string())?;
    let seats_a_day = next()?.parse().map_err(|_| "a number of people a day".to_string())?;
    let rooms = next()?.split(',').map(str::parse).collect::<Result<Vec<u16>, _>>();
    let rooms = rooms.map_err(|_| "seats of each room".to_string())?;
    Ok(Site { prefix, seats_a_day, rooms })
}

/// Reads a reviewer.
pub(crate) fn reviewer(text: &str) -> Result<Reviewer, String> {
    let form = || "organisation-number=name".to_string();
    let (staff, name) = text.split_once('=').ok_or_else(form)?;
    let (of, number) = staff.split_once('-').ok_or_else(form)?;
    let of = OrganisationId(of.parse().map_err(|_| form())?);
    let number = number.parse().map_err(|_| form())?;
    Ok(Reviewer { staff: StaffId { of, number }, name: name.to_string() })
}
