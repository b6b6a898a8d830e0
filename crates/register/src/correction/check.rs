//! Checking acts about certificates: the register's order, then the law.
//!
//! In scope: that what is named exists, who acts for whom, what was done before, what a case found.
//! Out of scope: commitments, which nobody here can open.

use super::StockMove;
use super::act::{
    CertificateAct, CertificateId, LegacyForm, LegacyList, RevocationReason, Serials,
};
use super::state::{BatchPlace, Status};
use super::stock::Stock;
use crate::act::Scheme;
use crate::check::{Desk, breach, require};
use crate::facts;
use crate::refusal::{Breach, Refusal};
use crate::session::Session;
use crate::state::{CounterKey, State};
use crate::{CaseId, OrganisationId, RowId};
use alloc::string::ToString;
use law::{Act, Facts, Key};
use vocab::{Day, Level, limits};

/// Checks an act against the register's order and the law.
pub(crate) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    act: &CertificateAct,
) -> Result<(), Refusal> {
    match act {
        CertificateAct::Correct { certificate, .. } => {
            let (session, facts) = certificate_facts(desk, actor, *certificate)?;
            desk.ask(Act::CorrectCertificate, session.plan.occupation, desk.event.on, &facts, None)
        }
        CertificateAct::Reissue { certificate, print, .. } => {
            let (session, facts) = certificate_facts(desk, actor, *certificate)?;
            let before = desk.state.corrections.print(*certificate).map(|p| p.print);
            require(before != Some(*print), Breach::PrintUsed)?;
            printable(desk.state, session.by, *print)?;
            desk.ask(Act::ReissueCertificate, session.plan.occupation, desk.event.on, &facts, None)
        }
        CertificateAct::Revoke { header, serials, reason, case, told_on, heard_until } => {
            revoke(desk, actor, (*header, serials), (*reason, *case), (*told_on, *heard_until))
        }
        CertificateAct::RegisterLegacy(list) => legacy(desk, actor, list),
        CertificateAct::OpenCounter { of, scheme, year, level, last, .. } => {
            open(desk, actor, *of, (*scheme, *year, *level), *last)
        }
        CertificateAct::Stock { blank, from, to, step } => {
            require(from <= to, Breach::RangeBroken)?;
            let kept = desk.state.corrections.stock.get(&(actor, *blank));
            let can = kept.unwrap_or(&Stock::default()).can(*from, *to, *step);
            require(can, Breach::NotInStock)?;
            let facts = acting(desk, Facts::new(), actor, actor)?;
            desk.ask(Act::RecordStock, any_row(desk.state, actor), desk.event.on, &facts, None)
        }
    }
}

/// Adds who acts and whether that is the one concerned.
fn acting(
    desk: &Desk<'_>,
    facts: Facts,
    actor: OrganisationId,
    of: OrganisationId,
) -> Result<Facts, Refusal> {
    let kind = desk.kind(actor)?.actor_kind();
    Ok(facts.choice(Key::ActorKind, kind).flag(Key::SameParty, actor == of))
}

/// Returns the session of a certificate and what is known of the certificate.
fn certificate_facts<'a>(
    desk: &Desk<'a>,
    actor: OrganisationId,
    id: CertificateId,
) -> Result<(&'a Session, Facts), Refusal> {
    let (batch, session) = batch(desk, id.header)?;
    let serials = batch.first..=batch.last();
    // An excerpt holds one certificate of the batch and does not know how many came before it.
    require(desk.state.partial || serials.contains(&id.serial), Breach::NoSuchCertificate)?;
    let status = desk.state.corrections.status_of(id.header, id.serial);
    Ok((session, standing(desk, actor, batch, session, status.name())?))
}

fn batch<'a>(desk: &Desk<'a>, header: u64) -> Result<(&'a BatchPlace, &'a Session), Refusal> {
    let state: &'a State = desk.state;
    let found = state.corrections.batch(header);
    let found = found.and_then(|batch| Some((batch, state.session(batch.session)?)));
    found.map_or_else(|| breach(Breach::NoSuchCertificate), Ok)
}

fn standing(
    desk: &Desk<'_>,
    actor: OrganisationId,
    batch: &BatchPlace,
    session: &Session,
    status: &str,
) -> Result<Facts, Refusal> {
    let facts = facts::exit(desk.state, session.plan.occupation)
        .choice(Key::CertificateKind, kind(session.plan.scheme))
        .choice(Key::CertificateStatus, status)
        .day(Key::CertificateIssuedOn, batch.on);
    acting(desk, facts, actor, session.by)
}

const fn kind(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Qualification => "qualification",
        Scheme::Level => "level",
    }
}

/// Where an organisation keeps blanks, what it prints comes from them.
fn printable(state: &State, of: OrganisationId, print: u64) -> Result<(), Refusal> {
    let mut kept = state.corrections.stock(of).peekable();
    if kept.peek().is_none() {
        return Ok(());
    }
    let on_hand = kept.any(|(_, stock)| stock.of(print) == Some(StockMove::Received));
    require(on_hand, Breach::NotInStock)
}

fn revoke(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    (header, serials): (u64, &Serials),
    (reason, case): (RevocationReason, Option<u32>),
    (told_on, heard_until): (Day, Day),
) -> Result<(), Refusal> {
    let (batch, session) = batch(desk, header)?;
    let runs = serials.runs(Some(batch));
    let apart = runs.windows(2).all(|pair| pair[0].1 < pair[1].0);
    let formed = runs.iter().all(|(first, last)| first <= last);
    require(!runs.is_empty() && apart && formed, Breach::RangeBroken)?;
    let inside = runs.iter().all(|(first, last)| batch.first <= *first && *last <= batch.last());
    require(desk.state.partial || inside, Breach::NoSuchCertificate)?;
    // R-4-5: who holds it is told and can be heard before; how long, telling them fixes.
    let heard = told_on < heard_until && heard_until < desk.event.on;
    require(heard, Breach::NotHeard)?;
    let found = reason != RevocationReason::NotPassed;
    require(!found || case.is_some(), Breach::NoFinding)?;
    if let Some(case) = case.filter(|_| !desk.state.partial) {
        found_in(desk, CaseId(case), session.by)?;
    }
    let again = runs.iter().any(|run| desk.state.corrections.any_revoked(header, *run));
    let status = if again { "revoked" } else { Status::Valid.name() };
    let facts = standing(desk, actor, batch, session, status)?
        .flag(Key::Passed, found)
        .flag(Key::IrregularityFound, found);
    desk.ask(Act::RevokeCertificate, session.plan.occupation, desk.event.on, &facts, None)
}

/// The case is one of supervision, about whoever issued, and something irregular was found in it.
fn found_in(desk: &Desk<'_>, case: CaseId, issuer: OrganisationId) -> Result<(), Refusal> {
    let Some(case) = desk.state.supervision.case(case) else { return breach(Breach::UnknownCase) };
    require(case.open.subject == issuer, Breach::CaseOfAnother)?;
    require(case.irregular(), Breach::NoFinding)
}

fn legacy(desk: &mut Desk<'_>, actor: OrganisationId, list: &LegacyList) -> Result<(), Refusal> {
    let next = desk.state.partial || list.list == desk.state.corrections.next_list();
    require(next && desk.state.corrections.list(list.list).is_none(), Breach::NotTheNext)?;
    require(0 < list.count, Breach::EmptyBatch)?;
    let ordered = list.issued_from <= list.issued_until && list.issued_until <= desk.event.on;
    require(ordered, Breach::DatesOutOfOrder)?;
    let coded = list.institution.is_some() == (list.form == LegacyForm::Qualification);
    require(coded, Breach::NoInstitution)?;
    let kind = match list.form {
        LegacyForm::Qualification | LegacyForm::Shanghai => Scheme::Qualification,
        LegacyForm::Pilot => Scheme::Level,
    };
    let facts = facts::exit(desk.state, list.occupation)
        .choice(Key::CertificateKind, self::kind(kind))
        .day(Key::CertificateIssuedOn, list.issued_until);
    let facts = acting(desk, facts, actor, actor)?;
    desk.ask(Act::RegisterLegacy, list.occupation, desk.event.on, &facts, None)
}

fn open(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    of: OrganisationId,
    (scheme, year, level): (Scheme, i32, Level),
    last: u32,
) -> Result<(), Refusal> {
    desk.organisation(of)?;
    let Some(key) = counter_key(desk.state, of, scheme, year, level) else {
        return breach(Breach::NoInstitution);
    };
    let full = match scheme {
        Scheme::Level => limits::SKILL_LEVEL_SERIAL_MAX,
        Scheme::Qualification => limits::QUALIFICATION_SERIAL_MAX,
    };
    require((1..=full).contains(&last), Breach::CounterFull)?;
    let years = limits::NUMBER_YEAR_FIRST..=desk.event.on.year();
    require(years.contains(&year), Breach::DatesOutOfOrder)?;
    require(desk.state.counter(&key) == 0, Breach::CounterRuns)?;
    let facts = Facts::new().choice(Key::CertificateKind, kind(scheme));
    let facts = acting(desk, facts, actor, of)?;
    desk.ask(Act::OpenCounter, any_row(desk.state, of), desk.event.on, &facts, None)
}

/// Returns what numbers of an organisation are counted under.
pub(super) fn counter_key(
    state: &State,
    of: OrganisationId,
    scheme: Scheme,
    year: i32,
    level: Level,
) -> Option<CounterKey> {
    let prefix = match scheme {
        Scheme::Qualification => state.organisation(of)?.institution.as_ref()?.to_string(),
        Scheme::Level => state.numbering_of(of)?.to_string(),
    };
    Some((prefix, year, level.code()))
}

/// Returns a row to ask about what is of no one occupation: any asks the same question.
fn any_row(state: &State, of: OrganisationId) -> RowId {
    let scope = state.recognised(of).map(|r| &r.recognition.scope);
    scope.and_then(|scope| scope.first()).map_or(RowId(0), |(row, _)| *row)
}
