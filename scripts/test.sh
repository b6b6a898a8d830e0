#!/usr/bin/env bash
# Runs everything that shows the house to be in order: formatting, lints, each crate's tests, and
# the end-to-end scripts in tests/e2e. Installs with apt the tools the tests need where they are
# missing. Ends with a table of the suites, what they skipped and why, and the line
# `N passed, M failed`.
#
#   scripts/test.sh              honours CARGO_TARGET_DIR
#   SUITE_SECONDS=600 scripts/test.sh
#
# An end-to-end script gets the path of the program and an empty folder of its own, as arguments
# and as DENGJI_BIN and DENGJI_TMP. Formatting, lints and each such script count as one check.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Long enough to build a crate with everything below it on a slow machine.
suite_seconds=${SUITE_SECONDS:-1800}
passed=0
failed=0
running=""
table=()
skipped=()
missing=()
as_root=()
scratch=$(mktemp -d "${TMPDIR:-/tmp}/dengji-test.XXXXXX")

main() {
    install_tools
    run_check fmt cargo fmt --all --check
    run_check clippy cargo clippy --workspace --all-targets --locked -- -D warnings
    local crate
    for crate in $(workspace_crates); do
        run_crate "$crate"
    done
    run_end_to_end
    print_summary
    [ "$failed" -eq 0 ]
}

# ---- tools -----------------------------------------------------------------------------------

install_tools() {
    command -v chromium >/dev/null || need chromium
    command -v chromedriver >/dev/null || need chromium-driver
    has_package fonts-noto-cjk || need fonts-noto-cjk
    command -v go >/dev/null || need golang-go
    has_package golang-golang-x-mod-dev || need golang-golang-x-mod-dev
    if postgres_suite_exists && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
        need postgresql
    fi
    # A token in software, for the master key of personal data.
    command -v softhsm2-util >/dev/null || need softhsm2
    if [ ${#missing[@]} -eq 0 ]; then
        return
    fi
    if ! command -v apt-get >/dev/null; then
        echo "missing: ${missing[*]} (no apt-get here; install them by hand)"
        return
    elif [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "missing: ${missing[*]} (neither root nor sudo; install them by hand)"
            return
        fi
        as_root=(sudo -n)
    fi
    echo "installing ${missing[*]}"
    if apt_get update && apt_get install --no-install-recommends "${missing[@]}"; then
        missing=()
    else
        echo "missing: ${missing[*]} (apt-get failed):"
        tail -n 5 "$scratch/apt.log"
    fi
}

need() {
    missing+=("$1")
}

has_package() {
    dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

# PostgreSQL is large; it is needed only once the store has that backend.
postgres_suite_exists() {
    [ -d crates/store/src/postgres ]
}

apt_get() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -y "$@" >>"$scratch/apt.log" 2>&1 </dev/null
}

# ---- suites ----------------------------------------------------------------------------------

workspace_crates() {
    cargo tree --workspace --depth 0 --prefix none --locked | awk 'NF { print $1 }' | sort -u
}

# Runs a command as one check.
run_check() {
    local name=$1 started=$SECONDS
    shift
    if guarded "$scratch/$name.log" "$@"; then
        record "$name" "-" $((SECONDS - started)) 1 0
        while IFS= read -r line; do
            skipped+=("$name: ${line#SKIPPED: }")
        done < <(grep '^SKIPPED' "$scratch/$name.log")
    else
        show_failure "$name" "$scratch/$name.log"
        record "$name" "-" $((SECONDS - started)) 0 1
    fi
}

# Builds and runs the tests of one crate; the two are timed apart.
run_crate() {
    local crate=$1 started=$SECONDS log=$scratch/$1.log
    if ! guarded "$log" cargo test --locked -p "$crate" --no-run; then
        show_failure "$crate" "$log"
        record "$crate" $((SECONDS - started)) "-" 0 1
        return
    fi
    local build=$((SECONDS - started)) status=0 ok bad
    started=$SECONDS
    # Tests that pass without what they need add their names and the reason to this file.
    export DENGJI_SKIPPED=$scratch/$crate.skipped
    guarded "$log" cargo test --locked --no-fail-fast -p "$crate" || status=$?
    note_skipped "$crate" "$DENGJI_SKIPPED"
    unset DENGJI_SKIPPED
    read -r ok bad < <(
        awk '/^test result:/ { ok += $4; bad += $6 } END { print ok + 0, bad + 0 }' "$log"
    )
    if [ "$status" -ne 0 ]; then
        # A crash or a timeout fails without a failed test to count.
        [ "$bad" -gt 0 ] || bad=1
        show_failure "$crate" "$log"
    fi
    record "$crate" "$build" $((SECONDS - started)) "$ok" "$bad"
}

# Keeps for the summary what the tests of a crate skipped: each reason with the number of tests, and
# their names where they are few.
note_skipped() {
    local crate=$1 file=$2 why names
    [ -f "$file" ] || return 0
    while IFS= read -r why; do
        names=$(awk -F '\t' -v why="$why" '$2 == why { print $1 }' "$file" | sort -u)
        if [ "$(wc -l <<<"$names")" -le 3 ]; then
            skipped+=("$crate: $why (${names//$'\n'/, })")
        else
            skipped+=("$crate: $why ($(wc -l <<<"$names") tests, in whole or in part)")
        fi
    done < <(cut -f 2 "$file" | sort -u)
}

run_end_to_end() {
    compgen -G 'tests/e2e/*.sh' >/dev/null || return 0
    if ! guarded "$scratch/build.log" cargo build --locked --bin dengji; then
        show_failure "build of dengji" "$scratch/build.log"
        record "build of dengji" "-" "-" 0 1
        return
    fi
    local bin script name
    bin=$(realpath "${CARGO_TARGET_DIR:-target}")/debug/dengji
    for script in tests/e2e/*.sh; do
        name=e2e-$(basename "$script" .sh)
        mkdir "$scratch/$name"
        DENGJI_BIN=$bin DENGJI_TMP=$scratch/$name \
            run_check "$name" bash "$script" "$bin" "$scratch/$name"
    done
}

# Runs a command in a process group of its own, under a time limit, with its output in a log; then
# stops whatever it left running.
guarded() {
    local log=$1 status=0
    shift
    timeout --kill-after=10 "$suite_seconds" "$@" >"$log" 2>&1 </dev/null &
    running=$!
    wait "$running" || status=$?
    stop_running
    if [ "$status" -eq 124 ]; then
        echo "stopped after $suite_seconds seconds" >>"$log"
    fi
    return "$status"
}

# timeout(1) leads the group of what it runs, so the group outlives it while children do.
stop_running() {
    [ -n "$running" ] || return 0
    local group=$running patience=20
    running=""
    kill -TERM -- "-$group" 2>/dev/null || return 0
    while [ "$patience" -gt 0 ] && kill -0 -- "-$group" 2>/dev/null; do
        patience=$((patience - 1))
        sleep 0.1
    done
    kill -KILL -- "-$group" 2>/dev/null || true
}

# ---- report ----------------------------------------------------------------------------------

record() {
    local row
    printf -v row '%-24s %8s %8s %8s %8s' "$@"
    table+=("$row")
    passed=$((passed + $4))
    failed=$((failed + $5))
    echo "$1: $4 passed, $5 failed"
}

show_failure() {
    echo "---- $1 failed; the end of its output:"
    tail -n 200 "$2"
    echo "----"
}

print_summary() {
    echo
    printf '%-24s %8s %8s %8s %8s\n' suite 'build s' 'run s' passed failed
    printf '%s\n' "${table[@]}"
    if [ ${#skipped[@]} -gt 0 ]; then
        printf 'SKIPPED  %s\n' "${skipped[@]}"
    fi
    if [ ${#missing[@]} -gt 0 ]; then
        echo "missing tools: ${missing[*]}"
    fi
    echo "$passed passed, $failed failed"
}

finish() {
    stop_running
    rm -rf "$scratch"
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
main "$@"
