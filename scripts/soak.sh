#!/usr/bin/env bash
# Kills and cuts the power as often as there is time for: every moment of each recording, hundreds
# of kills, one seed after the other. The suites of every day play a seeded choice of the same.
#
#   scripts/soak.sh                        3 seeds, 200 kills each, every moment
#   SEEDS=20 FIRST_SEED=100 scripts/soak.sh
#   KILLS=1000 STOPS=40 CUTS=500 scripts/soak.sh
#   FRONT_KILLS=100 scripts/soak.sh
#   WORLDS=20000 LONG_WORLDS=500 scripts/soak.sh
#
# SEEDS and FIRST_SEED: which seeds. KILLS: of a house at work, one after the other in one folder.
# FRONT_KILLS: in all, of a house that many ask at once, half of them in a folder and half in a
# database of a throw-away PostgreSQL; besides, that server is killed once for forty of the latter.
# STOPS: recordings that begin with a killed process, or in which flushes fail. CUTS: moments of
# each recording at which the power fails, of both crates; a number beyond its changes stands for
# all of them. STOPPED_CUTS: the same in recordings that begin with a kill. WORLDS: seeds of the
# simulated world, each over 240 days; the suites of every day run a hundred. LONG_WORLDS: seeds of
# it over the years 2019 to 2026.
# Ends with what it did, or at the first fault with its seed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seeds=${SEEDS:-3}
first_seed=${FIRST_SEED:-1}
kills=${KILLS:-200}
front_kills=${FRONT_KILLS:-10000}
stops=${STOPS:-20}
cuts=${CUTS:-1000000}
stopped_cuts=${STOPPED_CUTS:-40}
worlds=${WORLDS:-20000}
long_worlds=${LONG_WORLDS:-500}
log=$(mktemp "${TMPDIR:-/tmp}/dengji-soak.XXXXXX")
trap 'rm -f "$log"' EXIT

main() {
    local started=$SECONDS seed
    cargo test --locked -p store -p desk --no-run
    for ((seed = first_seed; seed < first_seed + seeds; seed++)); do
        export POWERCUT_SEED=$seed
        POWERCUT_CUTS=$cuts play store --lib power_loss::i_log_3_what
        POWERCUT_CUTS=$cuts play desk --test it power_loss::i_log_3_what
        POWERCUT_CUTS=$cuts play store --lib tokens::power_loss::i_log_3_tokens
        POWERCUT_CUTS=$cuts play store --lib power_loss::groups::i_log_3_groups
        for suite in private_rows::i_log_3_rows restoring::under rewrapping::a_key; do
            POWERCUT_CUTS=$cuts play desk --test it "power_loss::$suite"
        done
        POWERCUT_CUTS=$stopped_cuts POWERCUT_STOPS=2 play desk --test it power_loss::importing
        # Killed, or with flushes that fail.
        POWERCUT_CUTS=$stopped_cuts POWERCUT_STOPS=$stops play store --lib power_loss::i_log_3_a
        POWERCUT_STOPS=$stops play store --lib power_loss::groups::i_log_3_of
        for suite in i_log_1 private_rows::i_log_3_they restoring::a rewrapping::wrapping; do
            POWERCUT_STOPS=$stops play desk --test it "power_loss::$suite"
        done
        POWERCUT_CUTS=$stopped_cuts POWERCUT_STOPS=$stops play desk --test it power_loss::i_log_3_a
        POWERCUT_STOPS=$kills play store --test it killed::
        POWERCUT_STOPS=$kills play desk --test it killed::i_log_3_what_was_answered
    done
    export POWERCUT_SEED=$first_seed
    local half=$(((front_kills + 1) / 2)) front=front_killed::i_log_3_what_many_heard_survives_kills
    POWERCUT_STOPS=$half play desk --test it "${front}_in_a_folder"
    POWERCUT_STOPS=$half play desk --test it "${front}_in_a_database"
    POWERCUT_STOPS=$((half / 10)) play desk --test it "${front}_of_the_server"
    local began=$SECONDS
    cargo run --locked --release --quiet -p sim -- --seed "$first_seed" --seeds "$worlds"
    echo "$worlds worlds in $((SECONDS - began)) s"
    cargo run --locked --release --quiet -p sim -- --seed "$first_seed" --seeds "$long_worlds" \
        --days 2922
    echo "$long_worlds worlds of eight years"
    echo "$seeds seeds from $first_seed in $((SECONDS - started)) s:"
    awk '/ losses of power of / { losses += $1; recordings++ } / kills, / { kills += $1 }
        END { print losses + 0, "losses of power in", recordings + 0, "recordings,", kills + 0,
            "kills, no fault" }' "$log"
}

# Runs the tests of a crate that match a name, and keeps what they count.
play() {
    local crate=$1 out
    shift
    if ! out=$(cargo test --locked --quiet -p "$crate" "$@" -- --nocapture 2>&1); then
        echo "$out"
        echo "a fault with seed $POWERCUT_SEED: $crate $*"
        return 1
    fi
    # The runner may have begun the line.
    grep -oE '[0-9]+ (losses of power of|kills, ).*' <<<"$out" | tee -a "$log" |
        awk -v name="$POWERCUT_SEED, $crate" '
            { n += $1; what = /kills/ ? "kills" : "losses of power" }
            END { print "seed", name ":", n + 0, what }'
}

main
