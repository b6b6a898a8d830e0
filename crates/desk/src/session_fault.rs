//! What keeps a step of a session from being put to the register: its own data are wrong.
//!
//! In scope: faults of scores, seats and backgrounds, as values. Out of scope: refusals of the law
//! or of the register's order (`refused`), words (`house_fault_words`).

use law::MarksFault;

/// Why a step could not be taken. Nothing of it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionFault {
    /// The law has no standard for the occupation on the day.
    #[error("the law has no standard for the occupation on the day of announcement")]
    NoStandard,
    /// The session is not arranged.
    #[error("session {0} is not arranged; arrange it first")]
    NotArranged(u32),
    /// A score cannot be judged.
    #[error("the scores of candidate {place} cannot be judged: {}", marks(.why))]
    Score {
        /// The candidate's place.
        place: u32,
        /// Why.
        why: MarksFault,
    },
    /// Two scores of one candidate, or a score of one who is none.
    #[error("candidate {0} is scored twice, or is none of the session's who signed in")]
    Scored(u32),
    /// A person is not eligible; how many alternatives there are, each lacking something.
    #[error("row {row} is not eligible: none of {} alternatives holds", .lacking.len())]
    NotEligible {
        /// The row among those who registered, counted from 1.
        row: u32,
        /// What each alternative lacks, in Chinese and in English.
        lacking: Vec<(String, String)>,
    },
    /// Somebody signed in who is no candidate, or twice.
    #[error("candidate {0} is none of the session, or signed in twice")]
    NoSuchCandidate(u32),
}

/// Says in English why marks cannot be judged.
pub fn marks(why: &MarksFault) -> String {
    match why {
        MarksFault::Missing(part) => format!("there is no score of {}", part.name()),
        MarksFault::NotAPart(part) => format!("the level has no {}", part.name()),
        MarksFault::OutOfRange { part, tenths, max } => {
            let points = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
            let (is, most) = (points(u32::from(*tenths)), points(*max));
            format!("{} is `{is}` of at most {most} points", part.name())
        }
    }
}
