//! Words for acts about supervision.
//!
//! In scope: the name of the kind, the fields, the codes. Out of scope: the acts (`register`).

use super::Fields;
use crate::words::Words;
use register::{
    DrawKind, Finding, Inspection, OpenCase, Population, Related, Relation, Sanction,
    SupervisionAct,
};

/// Returns the name of a kind of act.
pub(super) fn kind(words: &Words, act: &SupervisionAct) -> String {
    match act {
        SupervisionAct::Hold(_) => words.say("act-kind-hold", &[]),
        SupervisionAct::Release(_) => words.say("act-kind-release", &[]),
        SupervisionAct::CommitPopulation(_) => words.say("act-kind-draw-population", &[]),
        SupervisionAct::CommitNonce { .. } => words.say("act-kind-draw-witness", &[]),
        SupervisionAct::RevealNonce { .. } => words.say("act-kind-draw-nonce", &[]),
        SupervisionAct::Draw { .. } => words.say("act-kind-draw", &[]),
        SupervisionAct::Inspection(_) => words.say("act-kind-inspected", &[]),
        SupervisionAct::OpenCase(_) => words.say("act-kind-case", &[]),
        SupervisionAct::Finding(_) => words.say("act-kind-finding", &[]),
        SupervisionAct::Rectify { .. } => words.say("act-kind-rectify", &[]),
        SupervisionAct::Rectified { .. } => words.say("act-kind-rectified", &[]),
        SupervisionAct::Sanction(_) => words.say("act-kind-sanction", &[]),
        SupervisionAct::Appeal { .. } => words.say("act-kind-appeal", &[]),
        SupervisionAct::DecideAppeal { .. } => words.say("act-kind-appeal-decided", &[]),
        SupervisionAct::CloseCase { .. } => words.say("act-kind-case-closed", &[]),
        SupervisionAct::DeclareRelation(_) => words.say("act-kind-relation", &[]),
    }
}

/// Adds what the act says.
pub(super) fn fields(f: &mut Fields<'_>, act: &SupervisionAct) {
    let words = f.words;
    match act {
        SupervisionAct::Hold(hold) => {
            f.number("hold", words.say("supervise-field-hold", &[]), hold.hold.0);
            f.number("body", words.say("supervise-field-body", &[]), hold.body.0);
            f.of_occupation(hold.occupation);
            hold.session.into_iter().for_each(|session| f.session(session));
            f.reason(code(words, "hold", hold.reason.name()));
        }
        SupervisionAct::Release(release) => {
            f.number("hold", words.say("supervise-field-hold", &[]), release.hold.0);
            f.number("body", words.say("supervise-field-body", &[]), release.body.0);
            release.session.into_iter().for_each(|session| f.session(session));
            if let Some(until) = release.until {
                f.put("until", words.say("supervise-field-until", &[]), until.to_string());
            }
            f.reason(code(words, "release", release.reason.name()));
        }
        SupervisionAct::CommitPopulation(population) => f.population(population),
        SupervisionAct::CommitNonce { draw, commitment } => {
            f.number("draw", words.say("supervise-field-draw", &[]), draw.0);
            f.commitment(commitment);
        }
        SupervisionAct::RevealNonce { draw, nonce } => {
            f.number("draw", words.say("supervise-field-draw", &[]), draw.0);
            f.hash("nonce", words.say("supervise-field-nonce", &[]), nonce);
        }
        SupervisionAct::Draw { draw, picks } => {
            f.number("draw", words.say("supervise-field-draw", &[]), draw.0);
            let picks: Vec<String> = picks.iter().map(u32::to_string).collect();
            f.put("picks", words.say("supervise-field-picks", &[]), picks.join(" "));
        }
        SupervisionAct::Inspection(inspection) => f.inspection(inspection),
        SupervisionAct::DeclareRelation(relation) => f.relation(relation),
        _ => of_case(f, act),
    }
}

fn of_case(f: &mut Fields<'_>, act: &SupervisionAct) {
    let words = f.words;
    match act {
        SupervisionAct::OpenCase(open) => f.open_case(open),
        SupervisionAct::Finding(finding) => f.finding(finding),
        SupervisionAct::Rectify { case, due } => {
            f.number("case", words.say("supervise-field-case", &[]), case.0);
            f.put("due", words.say("supervise-field-due", &[]), due.to_string());
        }
        SupervisionAct::Rectified { case, commitment }
        | SupervisionAct::Appeal { case, commitment } => {
            f.number("case", words.say("supervise-field-case", &[]), case.0);
            f.commitment(commitment);
        }
        SupervisionAct::Sanction(sanction) => f.sanction(sanction),
        SupervisionAct::DecideAppeal { case, upheld } => {
            f.number("case", words.say("supervise-field-case", &[]), case.0);
            let upheld = f.yes(*upheld);
            f.put("upheld", words.say("supervise-field-upheld", &[]), upheld);
        }
        SupervisionAct::CloseCase { case } => {
            f.number("case", words.say("supervise-field-case", &[]), case.0);
        }
        SupervisionAct::Hold(_)
        | SupervisionAct::Release(_)
        | SupervisionAct::CommitPopulation(_)
        | SupervisionAct::CommitNonce { .. }
        | SupervisionAct::RevealNonce { .. }
        | SupervisionAct::Draw { .. }
        | SupervisionAct::Inspection(_)
        | SupervisionAct::DeclareRelation(_) => {}
    }
}

impl Fields<'_> {
    fn number(&mut self, key: &'static str, label: String, number: u32) {
        self.put(key, label, number.to_string());
    }

    fn reason(&mut self, reason: String) {
        self.put("reason", self.words.say("supervise-field-reason", &[]), reason);
    }

    fn commitment(&mut self, commitment: &[u8; 32]) {
        self.hash("commitment", self.words.say("supervise-field-commitment", &[]), commitment);
    }

    fn of_occupation(&mut self, row: Option<law::RowId>) {
        if let Some(row) = row {
            let occupation = self.occupation(row);
            self.put("occupation", self.words.say("act-field-occupation", &[]), occupation);
        }
    }

    fn population(&mut self, p: &Population) {
        let words = self.words;
        self.number("draw", words.say("supervise-field-draw", &[]), p.draw.0);
        self.put("of", words.say("supervise-field-of", &[]), draw_kind(words, p.kind));
        self.hash("root", words.say("act-field-root", &[]), &p.root);
        self.number("size", words.say("supervise-field-size", &[]), p.size);
        self.number("pick", words.say("supervise-field-pick", &[]), u32::from(p.pick));
        self.number("method", words.say("supervise-field-method", &[]), u32::from(p.method));
        self.commitment(&p.nonce);
    }

    fn inspection(&mut self, i: &Inspection) {
        let words = self.words;
        self.number("inspection", words.say("supervise-field-inspection", &[]), i.inspection.0);
        if let Some((draw, place)) = i.draw {
            self.number("draw", words.say("supervise-field-draw", &[]), draw.0);
            self.number("place", words.say("supervise-field-place", &[]), place);
        }
        self.number("body", words.say("supervise-field-body", &[]), i.body.0);
        i.session.into_iter().for_each(|session| self.session(session));
        for staff in &i.inspectors {
            let staff = format!("{}/{}", staff.of.0, staff.number);
            self.put("inspector", words.say("supervise-field-inspector", &[]), staff);
        }
        self.commitment(&i.findings);
        let outcome = code(words, "outcome", i.outcome.name());
        self.put("outcome", words.say("supervise-field-outcome", &[]), outcome);
    }

    fn open_case(&mut self, open: &OpenCase) {
        let words = self.words;
        self.number("case", words.say("supervise-field-case", &[]), open.case.0);
        self.number("subject", words.say("supervise-field-subject", &[]), open.subject.0);
        let grounds = code(words, "grounds", open.grounds.name());
        self.put("grounds", words.say("supervise-field-grounds", &[]), grounds);
        if let Some(id) = open.inspection {
            self.number("inspection", words.say("supervise-field-inspection", &[]), id.0);
        }
        if let Some(id) = open.draw {
            self.number("draw", words.say("supervise-field-draw", &[]), id.0);
        }
        self.commitment(&open.commitment);
    }

    fn finding(&mut self, finding: &Finding) {
        let words = self.words;
        self.number("case", words.say("supervise-field-case", &[]), finding.case.0);
        let found = code(words, "finding", finding.code.name());
        self.put("finding", words.say("supervise-field-finding", &[]), found);
        finding.session.into_iter().for_each(|session| self.session(session));
        for (first, last) in &finding.rows {
            let rows = format!("{first}–{last}");
            self.put("rows", words.say("supervise-field-rows", &[]), rows);
        }
        self.commitment(&finding.commitment);
    }

    fn sanction(&mut self, sanction: &Sanction) {
        let words = self.words;
        self.number("case", words.say("supervise-field-case", &[]), sanction.case.0);
        let step = code(words, "step", sanction.step.name());
        self.put("step", words.say("supervise-field-step", &[]), step);
        if let Some(until) = sanction.until {
            self.put("until", words.say("supervise-field-until", &[]), until.to_string());
        }
        self.of_occupation(sanction.occupation);
    }

    fn relation(&mut self, r: &Relation) {
        let words = self.words;
        let a = related(r.a);
        self.put("a", words.say("supervise-field-related", &[]), a);
        self.number("b", words.say("supervise-field-related", &[]), r.b.0);
        let kind = code(words, "relation", r.kind.name());
        self.put("kind", words.say("supervise-field-relation", &[]), kind);
        self.put("from", words.say("supervise-field-from", &[]), r.from.to_string());
        if let Some(until) = r.until {
            self.put("until", words.say("supervise-field-until", &[]), until.to_string());
        }
    }
}

/// Returns a party to a relation: an organisation's number, or its number and that of its staff.
pub fn related(party: Related) -> String {
    match party {
        Related::Organisation(id) => id.0.to_string(),
        Related::Staff(staff) => format!("{}/{}", staff.of.0, staff.number),
    }
}

/// Returns what a draw is from, in words.
pub fn draw_kind(words: &Words, kind: DrawKind) -> String {
    match kind {
        DrawKind::Bodies => words.say("supervise-draw-bodies", &[]),
        DrawKind::Sessions { from, until } => {
            let span = [("from", from.to_string().into()), ("until", until.to_string().into())];
            words.say("supervise-draw-sessions", &span)
        }
        DrawKind::Certificates(session) => {
            let session = [("session", session.0.to_string().into())];
            words.say("supervise-draw-certificates", &session)
        }
    }
}

/// Returns the words of a code, by the list it is of and its name.
///
/// # Panics
/// When the code has no words: a test asks for those of every code.
pub fn code(words: &Words, list: &str, name: &str) -> String {
    words.find(&format!("supervise-{list}-{name}")).expect("every code has words")
}
