//! A migration as text, cut into statements. Shared by the backends.
//!
//! In scope: one statement a call, as Citus needs it. Out of scope: versions, transactions.

/// Cuts a migration into its statements, which end with `;` at the end of a line. Whole-line
/// comments are left out.
pub(crate) fn statements(migration: &str) -> Vec<String> {
    let lines = migration.lines().filter(|line| !line.trim_start().starts_with("--"));
    let text = lines.collect::<Vec<_>>().join("\n");
    let pieces = text.split(";\n").map(|piece| piece.trim().trim_end_matches(';'));
    pieces.filter(|piece| !piece.is_empty()).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(migration: &str, expect: &[&str]) {
        assert_eq!(statements(migration), expect);
    }

    #[test]
    fn a_migration_is_cut_into_statements_without_comments() {
        check(
            "-- a; b\nCREATE x (\n  y\n);\n\n-- c\nCREATE z;\n",
            &["CREATE x (\n  y\n)", "CREATE z"],
        );
        check("CREATE x", &["CREATE x"]);
        check("-- nothing\n", &[]);
        check(";\n;\n", &[]);
    }
}
