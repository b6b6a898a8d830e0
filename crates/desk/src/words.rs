//! Words for people, in Chinese and English, from the files under `locales/`.
//!
//! Source: Project Fluent. The files are compiled in; a translator edits them and nothing else.
//! In scope: choosing a language, saying a message. Out of scope: legal text; it is quoted in the
//! original in every language.
//! Invariant: both languages have the same messages with the same variables, and every message that
//! code says is there (tests below). So a missing message is a bug and stops the program.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use include_dir::{Dir, include_dir};

pub use fluent_bundle::FluentValue as Value;

static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../locales");

/// A language of the house.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese, the language of the law.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Returns the language asked for, else that of the environment (`LC_ALL` before `LANG`), else
    /// Chinese. An empty variable counts as not set.
    pub fn choose(asked: Option<Lang>, lc_all: Option<&str>, lang: Option<&str>) -> Lang {
        let set = [lc_all, lang].into_iter().flatten().find(|value| !value.is_empty());
        let from_environment = match set {
            Some(value) if value.starts_with("en") => Lang::En,
            _ => Lang::Zh,
        };
        asked.unwrap_or(from_environment)
    }

    /// Returns the tag of the language, which is also the name of its folder.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }
}

/// The messages of one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Returns the messages of a language.
    pub fn of(lang: Lang) -> Words {
        let tag = lang.tag().parse().expect("our tags are language tags");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks around variables are for mixed directions of writing, which we do not have.
        bundle.set_use_isolating(false);
        let folder = LOCALES.get_dir(lang.tag()).expect("each language has a folder");
        for file in folder.files() {
            let text = file.contents_utf8().expect("our words are UTF-8");
            let resource = FluentResource::try_new(text.to_string());
            let resource = resource.expect("the files of words are Fluent (tests parse them)");
            bundle.add_resource(resource).expect("no message stands in two files (tests)");
        }
        Words { lang, bundle }
    }

    /// Returns the language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Returns a message without variables by a key that is put together, or nothing when there is
    /// none. Who calls this has a test that every key it can put together is there.
    ///
    /// # Panics
    /// When the message has variables.
    pub fn find(&self, key: &str) -> Option<String> {
        self.bundle.get_message(key)?.value()?;
        Some(self.message(key, &[]))
    }

    /// Returns every key, in no order that means anything.
    pub fn keys(&self) -> Vec<String> {
        let folder = LOCALES.get_dir(self.lang.tag()).expect("each language has a folder");
        let texts = folder.files().filter_map(|file| file.contents_utf8());
        let key = |line: &str| {
            let (key, _) = line.split_once(" =")?;
            (!key.starts_with([' ', '#'])).then(|| key.to_string())
        };
        texts.flat_map(|text| text.lines().filter_map(key).collect::<Vec<String>>()).collect()
    }

    /// Returns the message with its variables filled in.
    ///
    /// # Panics
    /// When the message is missing or lacks a variable: a bug that the tests of this file catch.
    pub fn say(&self, key: &str, variables: &[(&str, Value<'_>)]) -> String {
        self.message(key, variables)
    }

    fn message(&self, key: &str, variables: &[(&str, Value<'_>)]) -> String {
        let message = self.bundle.get_message(key).and_then(|message| message.value());
        let Some(pattern) = message else {
            panic!("the message `{key}` is missing in `{}`", self.lang.tag());
        };
        let mut args = FluentArgs::new();
        for (name, value) in variables {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        assert!(errors.is_empty(), "the message `{key}` cannot be said: {errors:?}");
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::{Path, PathBuf};

    /// The messages of a language with the variables of each.
    fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
        let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for file in LOCALES.get_dir(lang.tag()).unwrap().files() {
            let mut key = String::new();
            for line in file.contents_utf8().unwrap().lines().filter(|l| !l.starts_with('#')) {
                if let Some((name, _)) = line.split_once(" =")
                    && !name.starts_with(' ')
                {
                    key = name.to_string();
                    assert!(!messages.contains_key(&key), "`{key}` stands twice");
                    messages.entry(key.clone()).or_default();
                }
                for part in line.split('$').skip(1) {
                    let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
                    let name = &part[..end.unwrap_or(part.len())];
                    messages.get_mut(&key).unwrap().insert(name.to_string());
                }
            }
        }
        messages
    }

    /// The Rust files of every crate.
    fn sources() -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
                    found.push(path);
                }
            }
        }
        found
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_variables() {
        assert_eq!(messages(Lang::Zh), messages(Lang::En));
        for lang in [Lang::Zh, Lang::En] {
            let words = Words::of(lang);
            for (key, variables) in messages(lang) {
                let variables: Vec<(&str, Value<'_>)> =
                    variables.iter().map(|name| (name.as_str(), Value::from(2))).collect();
                assert!(!words.say(&key, &variables).is_empty(), "{key}");
            }
        }
    }

    #[test]
    fn every_message_that_code_says_is_there() {
        let known = messages(Lang::Zh);
        let mut said = 0;
        for path in sources().iter().filter(|path| !path.ends_with("desk/src/words.rs")) {
            let text = std::fs::read_to_string(path).unwrap();
            for call in text.split(".say(").skip(1) {
                let literal = call.trim_start().strip_prefix('"').and_then(|c| c.split_once('"'));
                let (key, _) = literal.unwrap_or_else(|| {
                    panic!("{}: a message has to be named on the spot", path.display())
                });
                assert!(known.contains_key(key), "{}: `{key}` is missing", path.display());
                said += 1;
            }
        }
        assert!(0 < said, "no source says anything: the search is broken");
    }

    #[test]
    fn the_language_is_the_one_asked_for_or_that_of_the_environment() {
        assert_eq!(Lang::choose(None, None, None), Lang::Zh);
        assert_eq!(Lang::choose(None, None, Some("en_GB.UTF-8")), Lang::En);
        assert_eq!(Lang::choose(None, Some("zh_CN.UTF-8"), Some("en_GB")), Lang::Zh);
        assert_eq!(Lang::choose(None, Some(""), Some("en")), Lang::En);
        assert_eq!(Lang::choose(None, Some("C"), None), Lang::Zh);
        assert_eq!(Lang::choose(Some(Lang::Zh), Some("en"), Some("en")), Lang::Zh);
    }
}
