//! Help of every command in the words of a language.
//!
//! In scope: one walk over the tree of commands, which looks up the words of each command,
//! argument, placeholder and value by its name; headings. Out of scope: what the commands are
//! (`lib`), errors of usage (`usage`).
//! Invariant: everything in the tree has words in both languages (tests), and no words are left
//! over. So a missing text is a bug and stops the program.

use crate::Arguments;
use clap::{Arg, ArgAction, Command, CommandFactory};
use desk::words::Words;

/// Returns the commands with their help in the language.
pub(crate) fn commands(words: &Words) -> Command {
    let mut command = translated(Arguments::command(), "dengji", words);
    command = command.disable_version_flag(true).arg(
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help(text(words, "help-arg-version")),
    );
    command = command.after_help(words.say("help-exit-codes", &[]));
    let mut built = command.clone();
    built.build();
    with_usage(command, &mut built, words)
}

/// Gives a command, its arguments and all below it their words. The path is the names from the
/// first command down, that of the program left out.
fn translated(command: Command, path: &str, words: &Words) -> Command {
    let below = if path == "dengji" { String::new() } else { format!("{path}-") };
    command
        .about(text(words, &format!("help-command-{path}")))
        .long_about(None)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .mut_args(|arg| argument(arg, path, words))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(text(words, "help-arg-help")),
        )
        .mut_subcommands(|sub| {
            let path = format!("{below}{}", sub.get_name());
            translated(sub, &path, words)
        })
}

/// Gives an argument its words: those for it in its command, else those it has everywhere.
fn argument(arg: Arg, path: &str, words: &Words) -> Arg {
    let id = arg.get_id().as_str().replace('_', "-");
    let own = words.find(&format!("help-arg-{path}-{id}"));
    let mut help = own.unwrap_or_else(|| text(words, &format!("help-arg-{id}")));
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|_| arg.get_action().takes_values())
        .map(|value| {
            let says = text(words, &format!("help-value-{id}-{}", value.get_name()));
            let name = value.get_name().to_string().into();
            words.say("help-value", &[("name", name), ("says", says.into())])
        })
        .collect();
    if !values.is_empty() {
        let values = values.join(&words.say("list-separator", &[])).into();
        help = words.say("help-values", &[("help", help.into()), ("values", values)]);
    }
    if let [default] = arg.get_default_values()
        && arg.get_action().takes_values()
    {
        let value = default.to_string_lossy().into_owned().into();
        help = words.say("help-default", &[("help", help.into()), ("value", value)]);
    }
    let takes = arg.get_action().takes_values().then(|| placeholder(&arg, &id));
    let arg = arg.help(help).long_help(None);
    match takes {
        Some(key) => {
            // The help has said both, in the language.
            let arg = arg.hide_possible_values(true).hide_default_value(true);
            arg.value_name(text(words, &key))
        }
        None => arg,
    }
}

/// Returns the key of what stands for the value in the usage: its name, else that of the argument.
fn placeholder(arg: &Arg, id: &str) -> String {
    let named = arg.get_value_names().and_then(|names| names.first());
    let name = named.map_or(id.to_string(), |name| name.to_lowercase());
    format!("help-takes-{}", name.replace(['=', '_'], "-"))
}

/// Gives a command and all below it their usage, under headings of the language. `built` is the
/// same tree with the names of the commands above in each usage.
fn with_usage(mut command: Command, built: &mut Command, words: &Words) -> Command {
    let usage = built.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let usage = usage.replace("[OPTIONS]", &words.say("help-options-mark", &[]));
    let usage = usage.replace("<COMMAND>", &words.say("help-command-mark", &[]));
    let mut template = format!("{{about}}\n\n{}{{usage}}", words.say("help-usage", &[]));
    let end = words.say("help-heading-end", &[]);
    let mut section = |heading: String, tag: &str| {
        template.push_str(&format!("\n\n{heading}{end}\n{{{tag}}}"));
    };
    if command.has_subcommands() {
        section(words.say("help-commands", &[]), "subcommands");
    }
    if command.get_positionals().next().is_some() {
        section(words.say("help-arguments", &[]), "positionals");
    }
    section(words.say("help-options", &[]), "options");
    if command.get_after_help().is_some() {
        template.push_str("{after-help}");
    }
    command = command.mut_subcommands(|sub| {
        let below = built.find_subcommand_mut(sub.get_name()).expect("the same tree");
        with_usage(sub, below, words)
    });
    command.override_usage(usage).help_template(template)
}

fn text(words: &Words, key: &str) -> String {
    words.find(key).unwrap_or_else(|| panic!("the help lacks `{key}` (tests of this file)"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::words::Lang;
    use std::collections::BTreeSet;

    /// The long help of every command, the whole tree down.
    fn helps(command: &mut Command, all: &mut Vec<String>) {
        all.push(command.render_long_help().to_string());
        for sub in command.get_subcommands_mut() {
            helps(sub, all);
        }
    }

    fn help(lang: Lang) -> Vec<String> {
        let mut all = Vec::new();
        let mut command = commands(&Words::of(lang));
        command.build();
        helps(&mut command, &mut all);
        all
    }

    /// The words of the help in a language, without variables.
    fn keys(words: &Words) -> BTreeSet<String> {
        words.keys().into_iter().filter(|key| key.starts_with("help-")).collect()
    }

    #[test]
    fn every_command_and_argument_has_its_words_in_the_language_and_no_words_are_left_over() {
        // Lines are broken at blanks.
        let packed = |text: &str| text.split_whitespace().collect::<String>();
        let shown = packed(&help(Lang::Zh).concat());
        let words = Words::of(Lang::Zh);
        let texts = ["help-command-", "help-arg-", "help-takes-", "help-value-"];
        for key in keys(&words) {
            if texts.iter().any(|kind| key.starts_with(kind)) {
                let said = words.find(&key).expect("the key was just listed");
                assert!(shown.contains(&packed(&said)), "`{key}` is shown nowhere");
            }
        }
    }

    #[test]
    fn no_help_in_chinese_has_an_english_sentence_and_none_in_english_a_chinese_one() {
        for said in help(Lang::Zh) {
            // Two small English words in a row are a sentence, but for the name of a command.
            let usage =
                |line: &str| line.starts_with("用法：") || line.trim_start().starts_with("dengji ");
            for line in said.lines().filter(|line| !usage(line)) {
                let words: Vec<&str> = line.split(' ').collect();
                let english =
                    |word: &str| word.chars().all(|c| c.is_ascii_lowercase()) && 1 < word.len();
                let two = words.windows(2).any(|pair| english(pair[0]) && english(pair[1]));
                assert!(!two, "{line}");
            }
            for word in ["Usage", "Options", "OPTIONS", "Commands", "COMMAND", "default", "Print"] {
                assert!(!said.contains(word), "{word} in\n{said}");
            }
        }
        for said in help(Lang::En) {
            let said = said.replace("等级·登记", "");
            assert!(!said.chars().any(|c| ('一'..='龥').contains(&c)), "{said}");
        }
    }

    #[test]
    fn the_translated_commands_are_well_formed() {
        for lang in [Lang::Zh, Lang::En] {
            commands(&Words::of(lang)).debug_assert();
        }
    }
}
