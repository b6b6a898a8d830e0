//! `Visit`, what a handler knows of a request: the language, the path, the query as pairs.
//!
//! In scope: choosing the language (`?lang=`, else the cookie, else Chinese), reading the query
//! with repeated names kept, asking the register. Out of scope: bodies of requests
//! (`routes/verify.rs`), answers (`page`).

use crate::house::House;
use axum::extract::FromRequestParts;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use desk::see_register::Reading;
use desk::words::{Lang, Words};
use std::convert::Infallible;
use std::sync::Arc;

/// The name of the query field and of the cookie that hold the language.
pub(crate) const LANG: &str = "lang";

/// One request.
pub(crate) struct Visit {
    pub(crate) house: Arc<House>,
    pub(crate) lang: Lang,
    /// True when the address itself names the language, which is then remembered.
    pub(crate) lang_chosen: bool,
    /// The path as it came.
    pub(crate) path: String,
    /// The query without the language, in its order.
    pub(crate) query: Vec<(String, String)>,
}

impl FromRequestParts<Arc<House>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        house: &Arc<House>,
    ) -> Result<Visit, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let (langs, query): (Vec<_>, Vec<_>) = pairs.partition(|(name, _)| name == LANG);
        let chosen = langs.first().and_then(|(_, tag)| named(tag));
        let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs =
            cookies.flat_map(|line| line.split(';')).filter_map(|c| c.trim().split_once('='));
        let remembered = pairs.filter(|(name, _)| *name == LANG).find_map(|(_, tag)| named(tag));
        Ok(Visit {
            house: Arc::clone(house),
            lang: chosen.or(remembered).unwrap_or_default(),
            lang_chosen: chosen.is_some(),
            path: parts.uri.path().to_string(),
            query,
        })
    }
}

impl Visit {
    /// Returns the words of the visitor's language.
    pub(crate) fn words(&self) -> &Words {
        self.house.words(self.lang)
    }

    /// Reads the register beside the threads that answer; nothing where this server holds none.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        see: impl FnOnce(&Reading, &Words) -> T + Send + 'static,
    ) -> Option<T> {
        let reading = self.house.portal.register.clone()?;
        let (house, lang) = (Arc::clone(&self.house), self.lang);
        match tokio::task::spawn_blocking(move || see(&reading, house.words(lang))).await {
            Ok(seen) => Some(seen),
            // The same bug goes on here, to be caught and numbered for this request (`headers`).
            Err(bug) => std::panic::resume_unwind(bug.into_panic()),
        }
    }

    /// Returns what a field of the query holds, or nothing when it is missing or blank.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let mut values =
            self.query.iter().filter(|(n, _)| n == name).map(|(_, value)| value.trim());
        values.find(|value| !value.is_empty())
    }
}

fn named(tag: &str) -> Option<Lang> {
    match tag {
        "zh" | "zh-CN" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}
