//! Kinds 55 to 60: certificates corrected, printed again and revoked, older lists, blanks. Opening
//! balances stand where their numbers begin (`exams`, `sessions`).

use super::sessions::Arranged;
use super::{AUTHORITY, BODY, CENTRE, Who};
use crate::stage::day;
use crate::vectors::making::{Making, row};
use desk::{
    CertificateAct, CertificateId, CorrectionReason, LegacyForm, PublicAct, ReissueReason,
    RevocationReason, Serials, StockMove,
};
use register::LegacyList;
use seal::Field;

impl Making {
    fn certificate(&mut self, who: Who, on: &str, act: CertificateAct) {
        self.by(who, on, PublicAct::Certificate(act));
    }

    pub fn after_issue(&mut self, session: &Arranged) {
        let stock = |from, to, step| CertificateAct::Stock { blank: 1, from, to, step };
        self.certificate(BODY, "2020-12-16", stock(100, 199, StockMove::Received));
        self.certificate(BODY, "2020-12-16", stock(100, 107, StockMove::Printed));
        self.certificate(BODY, "2020-12-16", stock(108, 109, StockMove::Spoiled));
        self.certificate(BODY, "2020-12-16", stock(108, 108, StockMove::Destroyed));
        let of = |serial| CertificateId { header: session.header, serial };
        let reissue = |serial, print, reason| CertificateAct::Reissue {
            certificate: of(serial),
            print,
            reason,
        };
        self.certificate(BODY, "2020-12-17", reissue(72, 110, ReissueReason::Lost));
        self.certificate(BODY, "2020-12-17", reissue(72, 111, ReissueReason::Damaged));
        for (n, reason) in [(0, CorrectionReason::Name), (1, CorrectionReason::Both)] {
            let holder = &session.holders[1 + n];
            let document = Field::Document(holder.document.0, &holder.document.1);
            let (name, document) =
                (self.salt().commit(Field::Name(&holder.name)), self.salt().commit(document));
            let (name, document) = (name.0, document.0);
            let certificate = of(72);
            let act = CertificateAct::Correct { certificate, name, document, reason };
            self.certificate(BODY, "2020-12-18", act);
        }
        self.lists();
    }

    fn lists(&mut self) {
        let institution = "99991001".parse().ok();
        let lists = [
            (CENTRE, "中式烹调师", LegacyForm::Qualification, institution),
            (AUTHORITY, "车工", LegacyForm::Pilot, None),
        ];
        for (list, (who, name, form, institution)) in (0..).zip(lists) {
            let list = LegacyList {
                list,
                form,
                occupation: row(name),
                institution,
                count: 300,
                root: [50; 32],
                source: [51; 32],
                issued_from: day("2015-03-02"),
                issued_until: day("2020-09-29"),
            };
            self.certificate(who, "2020-12-21", CertificateAct::RegisterLegacy(list));
        }
    }

    /// Runs that a case found, then, in another batch, all of it, issued without a pass.
    pub fn revocations(&mut self, session: &Arranged, examined: u64) {
        let (told_on, heard_until) = (day("2021-02-01"), day("2021-02-10"));
        let act = CertificateAct::Revoke {
            header: session.header,
            serials: Serials::Runs(vec![(71, 71), (73, 74)]),
            reason: RevocationReason::Irregular,
            case: Some(0),
            told_on,
            heard_until,
        };
        self.certificate(AUTHORITY, "2021-02-15", act);
        let act = CertificateAct::Revoke {
            header: examined,
            serials: Serials::All,
            reason: RevocationReason::NotPassed,
            case: None,
            told_on,
            heard_until,
        };
        self.certificate(AUTHORITY, "2021-02-15", act);
    }
}
