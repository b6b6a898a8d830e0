//! Faults of the operating system in the words of a language.
//!
//! In scope: the kinds a person can do something about. Out of scope: every other kind; the
//! system's own words follow then, introduced as such.

use crate::words::Words;
use std::io::ErrorKind;

/// EIO, which the standard library has no kind for. Where the number means something else, that has
/// one.
const IO_ERROR: i32 = 5;

/// Returns what the system reported, with the remedy where there is one.
pub fn system(words: &Words, error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => words.say("system-not-found", &[]),
        ErrorKind::PermissionDenied => words.say("system-permission", &[]),
        ErrorKind::AlreadyExists => words.say("system-exists", &[]),
        ErrorKind::IsADirectory => words.say("system-folder", &[]),
        ErrorKind::NotADirectory => words.say("system-no-folder", &[]),
        ErrorKind::StorageFull => words.say("system-full", &[]),
        ErrorKind::ReadOnlyFilesystem => words.say("system-read-only", &[]),
        ErrorKind::AddrInUse => words.say("system-in-use", &[]),
        ErrorKind::AddrNotAvailable => words.say("system-no-address", &[]),
        ErrorKind::ConnectionRefused => words.say("system-refused", &[]),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            words.say("system-cut", &[])
        }
        ErrorKind::TimedOut => words.say("system-timed-out", &[]),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            words.say("system-no-way", &[])
        }
        ErrorKind::InvalidData => words.say("system-not-utf8", &[]),
        ErrorKind::UnexpectedEof => words.say("system-cut-short", &[]),
        _ if error.raw_os_error() == Some(IO_ERROR) => words.say("hindrance-failing", &[]),
        _ => words.say("system-other", &[("why", error.to_string().into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use std::io::Error;

    fn check(error: Error, zh: &str, en: &str) {
        assert_eq!(system(&Words::of(Lang::Zh), &error), zh);
        assert_eq!(system(&Words::of(Lang::En), &error), en);
    }

    #[test]
    fn what_the_system_reports_is_said_in_the_language_and_the_unforeseen_is_passed_through() {
        check(
            ErrorKind::NotFound.into(),
            "不存在；请核对路径",
            "it does not exist; check the path",
        );
        check(
            ErrorKind::StorageFull.into(),
            "磁盘已满；请腾出空间后重试",
            "the disk is full; make room and try again",
        );
        check(
            ErrorKind::NotADirectory.into(),
            "不是文件夹；请改用文件夹的路径",
            "it is no folder; name a folder",
        );
        check(
            Error::from_raw_os_error(IO_ERROR),
            "磁盘读写出错，可能已变为只读、脱离或损坏；请查看系统日志并检查磁盘",
            "the disk reads or writes with errors: it may be read-only, gone or failing; look at \
             the log of the system and check the disk",
        );
        check(Error::other("odd"), "系统的原话：odd", "the system says: odd");
    }
}
