//! Errors of usage in the words of a language: what is wrong, where, and the remedy.
//!
//! In scope: one message for each kind that the commands can cause. Out of scope: help (`help`),
//! questions that the law cannot be asked (`desk::law_words`).
//! Invariant: the exit code of wrong usage is 2 in every language.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use desk::words::{Lang, Value, Words};
use std::ffi::OsString;

/// Returns the language that the arguments ask for, before they are parsed: the words of a wrong
/// usage are in it too. A value that is no language asks for none.
pub(crate) fn asked_lang(args: &[OsString]) -> Option<Lang> {
    let texts: Vec<&str> = args.iter().skip(1).map(|arg| arg.to_str().unwrap_or("")).collect();
    let texts = texts.split(|arg| *arg == "--").next().unwrap_or_default();
    let mut asked = None;
    for (i, text) in texts.iter().enumerate() {
        let value = match *text {
            "--lang" => texts.get(i + 1).copied(),
            other => other.strip_prefix("--lang="),
        };
        asked = match value {
            Some("zh") => Some(Lang::Zh),
            Some("en") => Some(Lang::En),
            _ => asked,
        };
    }
    asked
}

/// Returns what is wrong with the arguments, the usage of the command, and where to read more.
pub(crate) fn error(
    words: &Words,
    error: &clap::Error,
    commands: &Command,
    args: &[OsString],
) -> String {
    let (name, command) = meant(commands, args);
    let mut said = words.say("usage-error", &[("why", why(words, error, command).into())]);
    if let Some(near) = near(words, error) {
        let near = words.say("usage-did-you-mean", &[("near", near.into())]);
        said = format!("{said}\n{near}");
    }
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    said = format!("{said}\n\n{}{usage}", words.say("help-usage", &[]));
    let more = words.say("usage-more", &[("command", format!("{name} --help").into())]);
    format!("{said}\n{more}")
}

fn why(words: &Words, error: &clap::Error, command: &Command) -> String {
    let arg = || ("arg", Value::from(got(error, ContextKind::InvalidArg)));
    let value = || ("value", Value::from(got(error, ContextKind::InvalidValue)));
    match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            let args = got(error, ContextKind::InvalidArg).into();
            words.say("usage-required", &[("args", args)])
        }
        ErrorKind::UnknownArgument => words.say("usage-unknown-argument", &[arg()]),
        ErrorKind::InvalidSubcommand => {
            let unknown = got(error, ContextKind::InvalidSubcommand).into();
            let all: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            let all = all.join(", ").into();
            words.say("usage-unknown-command", &[("command", unknown), ("all", all)])
        }
        ErrorKind::MissingSubcommand => {
            let command = got(error, ContextKind::InvalidSubcommand).into();
            let all = got(error, ContextKind::ValidSubcommand).into();
            words.say("usage-no-command", &[("command", command), ("all", all)])
        }
        ErrorKind::InvalidValue => {
            let all = got(error, ContextKind::ValidValue);
            match (got(error, ContextKind::InvalidValue).is_empty(), all.is_empty()) {
                (true, true) => words.say("usage-no-value", &[arg()]),
                (true, false) => words.say("usage-no-value-of", &[arg(), ("all", all.into())]),
                (false, _) => words.say("usage-value", &[arg(), value(), ("all", all.into())]),
            }
        }
        ErrorKind::ValueValidation => {
            let address = std::error::Error::source(error)
                .is_some_and(|source| source.is::<std::net::AddrParseError>());
            if address {
                words.say("usage-address", &[arg(), value()])
            } else {
                words.say("usage-value-form", &[arg(), value()])
            }
        }
        ErrorKind::ArgumentConflict => {
            let (one, other) =
                (got(error, ContextKind::InvalidArg), got(error, ContextKind::PriorArg));
            if one == other || other.is_empty() {
                words.say("usage-twice", &[arg()])
            } else {
                words.say("usage-conflict", &[arg(), ("other", other.into())])
            }
        }
        ErrorKind::TooManyValues => words.say("usage-superfluous", &[arg(), value()]),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            words.say("usage-count", &[arg()])
        }
        ErrorKind::NoEquals => words.say("usage-equals", &[arg()]),
        ErrorKind::InvalidUtf8 => words.say("usage-not-utf8", &[]),
        // The kinds may grow (`non_exhaustive`); then the reader's own words follow.
        _ => {
            let why = error.to_string();
            words.say("usage-unforeseen", &[("why", why.trim_end().to_string().into())])
        }
    }
}

/// Returns what was probably meant, where there is something like it.
fn near(words: &Words, error: &clap::Error) -> Option<String> {
    let kinds =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(one) => Some(one.clone()),
        ContextValue::Strings(all) => Some(all.join(&words.say("list-separator", &[]))),
        _ => None,
    });
    near.filter(|near| !near.is_empty())
}

/// Returns the command that the arguments name as far as they name one, with its full name.
fn meant<'c>(commands: &'c Command, args: &[OsString]) -> (String, &'c Command) {
    let (mut name, mut at) = ("dengji".to_string(), commands);
    for arg in args.iter().skip(1) {
        if let Some(sub) = at.find_subcommand(arg) {
            name = format!("{name} {}", sub.get_name());
            at = sub;
        }
    }
    (name, at)
}

fn got(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(all)) => all.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::help;

    fn check(line: &str, zh: &str, en: &str) {
        for (lang, expect) in [(Lang::Zh, zh), (Lang::En, en)] {
            let words = Words::of(lang);
            let commands = help::commands(&words);
            let args: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
            let wrong = commands.clone().try_get_matches_from(&args).expect_err(line);
            let said = error(&words, &wrong, &commands, &args);
            assert_eq!(said.lines().next(), Some(expect), "{said}");
            assert!(said.ends_with(" --help"), "{said}");
        }
    }

    #[test]
    fn a_wrong_usage_is_told_in_the_language_with_the_remedy() {
        check(
            "dengji decide announce-exam --on 2020-10-01",
            "用法有误：缺少 --occupation <名称>；请补上",
            "wrong usage: --occupation <NAME> is missing; add it",
        );
        check(
            "dengji law check --jsom",
            "用法有误：没有参数“--jsom”；请删去或改正",
            "wrong usage: there is no argument `--jsom`; drop or mend it",
        );
        check(
            "dengji law prove",
            "用法有误：没有命令“prove”；可用：map, check",
            "wrong usage: there is no command `prove`; there are map, check",
        );
        check(
            "dengji notice read x --format xml",
            "用法有误：“xml”不是 --format <形式> 的值；可取：table, tsv, json",
            "wrong usage: `xml` is no value of --format <FORMAT>; it takes table, tsv, json",
        );
        check(
            "dengji notice read x --format",
            "用法有误：--format <形式> 缺少值；可取：table, tsv, json",
            "wrong usage: --format <FORMAT> lacks its value; it takes table, tsv, json",
        );
        check(
            "dengji decide --on",
            "用法有误：--on <日期> 缺少值；请补上",
            "wrong usage: --on <DAY> lacks its value; add it",
        );
        check(
            "dengji serve --listen here",
            "用法有误：“here”不是 --listen <地址> 的值；请写 IP 地址与端口，如 127.0.0.1:8420",
            "wrong usage: `here` is no value of --listen <ADDR>; write an IP address and a port, \
             such as 127.0.0.1:8420",
        );
        check(
            "dengji catalogue show 车工 --on 2020-10-01 --on 2020-10-02",
            "用法有误：--on <日期> 只能写一次；请删去多余的",
            "wrong usage: --on <DAY> may stand once; drop the others",
        );
        check(
            "dengji law check --json=yes",
            "用法有误：--json 不取更多的值，“yes”多余；请删去",
            "wrong usage: --json takes no further value; drop `yes`",
        );
    }

    #[test]
    fn what_is_nearly_right_is_named() {
        let words = Words::of(Lang::Zh);
        let commands = help::commands(&words);
        let args = ["dengji", "law", "chek"].map(OsString::from);
        let wrong = commands.clone().try_get_matches_from(&args).expect_err("misspelt");
        let said = error(&words, &wrong, &commands, &args);
        assert!(said.contains("是否要写：check"), "{said}");
        assert!(said.contains("用法：dengji law [选项] <命令>"), "{said}");
        assert!(said.ends_with("详见：dengji law --help"), "{said}");
    }

    #[test]
    fn the_language_asked_for_is_known_before_the_arguments_are_parsed() {
        let lang = |line: &str| {
            asked_lang(&line.split_whitespace().map(OsString::from).collect::<Vec<_>>())
        };
        assert_eq!(lang("dengji --lang en nonsense"), Some(Lang::En));
        assert_eq!(lang("dengji nonsense --lang=zh"), Some(Lang::Zh));
        assert_eq!(lang("dengji --lang fr"), None);
        assert_eq!(lang("dengji decide -- --lang en"), None);
        assert_eq!(lang("dengji --lang"), None);
    }
}
