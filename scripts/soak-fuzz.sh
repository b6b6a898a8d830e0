#!/usr/bin/env bash
# A longer run of the fuzz targets than the normal suite takes. Where cargo-fuzz and a nightly
# compiler are there, each target runs under libFuzzer for a while, over a copy of the corpus; and
# in any case the seeded changes of crates/desk/tests/it/fuzz.rs run with many more rounds.
#
#   scripts/soak-fuzz.sh                      60 seconds for each target, 100,000 rounds
#   SECONDS_EACH=600 ROUNDS=1000000 scripts/soak-fuzz.sh
#
# Ends with `soak-fuzz: N targets, M failed`; a failure leaves its input in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds_each=${SECONDS_EACH:-60}
rounds=${ROUNDS:-100000}
ran=0
failed=0

main() {
    echo "== seeded changes, $rounds rounds"
    one env DENGJI_FUZZ_ROUNDS="$rounds" cargo test --locked -p desk --test it fuzz
    if cargo +nightly fuzz --version >/dev/null 2>&1; then
        local target
        for target in $(cargo +nightly fuzz list); do
            echo "== $target, $seconds_each s"
            coverage_guided "$target"
        done
    else
        echo "SKIPPED: libFuzzer. It takes a nightly compiler and cargo-fuzz (cargo install cargo-fuzz)."
    fi
    echo "soak-fuzz: $ran targets, $failed failed"
    [ "$failed" -eq 0 ]
}

# The corpus in git stays as small as it is: what is found goes into a copy.
coverage_guided() {
    local found=fuzz/target/corpus/$1
    mkdir -p "$found"
    one cargo +nightly fuzz run "$1" "$found" "fuzz/corpus/$1" -- \
        -max_total_time="$seconds_each" -timeout=20 -rss_limit_mb=2048
}

one() {
    ran=$((ran + 1))
    if ! "$@"; then
        failed=$((failed + 1))
    fi
}

main "$@"
