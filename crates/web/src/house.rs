//! `House`, what every handler may look at: the portal and what was made ready when it opened.
//!
//! In scope: words of both languages, assets. Out of scope: anything that changes.

use crate::Portal;
use crate::assets::Asset;
use crate::readiness::Readiness;
use desk::words::{Lang, Words};
use std::sync::Arc;

/// The portal made ready; nothing in it changes while it is open.
pub(crate) struct House {
    pub(crate) portal: Arc<Portal>,
    pub(crate) style: Asset,
    pub(crate) icon: Asset,
    pub(crate) readiness: Readiness,
    zh: Words,
    en: Words,
}

impl House {
    pub(crate) fn new(portal: Arc<Portal>) -> House {
        House {
            portal,
            style: Asset::style(),
            icon: Asset::icon(),
            readiness: Readiness::default(),
            zh: Words::of(Lang::Zh),
            en: Words::of(Lang::En),
        }
    }

    /// Returns the words of a language.
    pub(crate) fn words(&self, lang: Lang) -> &Words {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
