#!/usr/bin/env bash
# Has checkers that share no code with us accept our log, and refuse changes of it: Go's
# golang.org/x/mod/sumdb, the PyPI package aics-tlog, and a monitor in Python that was written from
# docs/formats/ alone. They check the log of `dengji demo`, cosigned by a test witness, and the
# two frozen logs in vectors/.
#
#   scripts/interop-log.sh [DENGJI [FOLDER]]     FOLDER: an empty one for the demonstration
#   ENTRIES=20000 PROOFS=2000 scripts/interop-log.sh
#
# The schema of entries is held against the vectors by the PyPI package cddl-verifier.
#
# Go comes from Debian (golang-go, golang-golang-x-mod-dev), the packages from PyPI into a virtual
# environment in target/. What cannot be had is skipped aloud. Each checker prints its counts; the
# last line is `interop-log: N passed, M skipped`, and the exit is not 0 on any refusal.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

entries=${ENTRIES:-20000}
proofs=${PROOFS:-2000}
kept=$(realpath -m "${CARGO_TARGET_DIR:-target}")/interop
passed=0
skipped=0
scratch=""

main() {
    local dengji=${1:-} folder=${2:-}
    mkdir -p "$kept"
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/dengji-interop.XXXXXX")
    if [ -z "$dengji" ]; then
        cargo build --quiet --locked --bin dengji
        dengji=$(realpath "${CARGO_TARGET_DIR:-target}")/debug/dengji
    fi
    folder=${folder:-$scratch}/demo
    "$dengji" demo --no-serve --data "$folder" --entries "$entries" >"$scratch/demo.log"
    cosign "$folder/log"
    check_with_go "$folder/log"
    check_with_python "$folder"
    echo "interop-log: $passed passed, $skipped skipped"
}

# Puts the cosignature of a test witness under every checkpoint of the log.
cosign() {
    cargo build --quiet --locked -p desk --example cosign
    local tool note
    tool=$(realpath "${CARGO_TARGET_DIR:-target}")/debug/examples/cosign
    witness=$("$tool" --key)
    for note in "$1"/checkpoint "$1"/landmark/*; do
        "$tool" "$note" 1700000000 >"$scratch/note"
        cp "$scratch/note" "$note"
    done
}

check_with_go() {
    if ! has_go; then
        install golang-go golang-golang-x-mod-dev
    fi
    if ! has_go; then
        skip "Go's golang.org/x/mod/sumdb (packages golang-go, golang-golang-x-mod-dev)"
        return
    fi
    (
        cd tests/interop/go
        GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$kept/gocache \
            go build -o "$kept/golog" main.go
    )
    pass "$kept/golog" "$1" "$proofs"
    pass "$kept/golog" vectors/log 264
    pass "$kept/golog" vectors/areas/log 146
}

has_go() {
    command -v go >/dev/null && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ]
}

install() {
    local as_root=()
    if ! command -v apt-get >/dev/null; then
        return
    elif [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo -n)
    fi
    echo "installing $*"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -y install --no-install-recommends "$@" >"$scratch/apt.log" 2>&1 ||
        tail -n 3 "$scratch/apt.log"
}

check_with_python() {
    local python=$kept/venv/bin/python file certificates=()
    if ! "$python" -c 'import aics_tlog' 2>/dev/null; then
        # The package names a later Python than it needs.
        { python3 -m venv "$kept/venv" &&
            "$kept/venv/bin/pip" install --quiet --ignore-requires-python 'aics-tlog==0.2.1'; } \
            >"$scratch/pip.log" 2>&1 || tail -n 3 "$scratch/pip.log"
    fi
    if ! "$python" -c 'import aics_tlog' 2>/dev/null; then
        skip "the PyPI package aics-tlog, and with it the monitor in Python"
        return
    fi
    pass "$python" tests/interop/outside.py "$1/log" "$proofs" "$witness"
    pass "$python" tests/interop/outside.py vectors/log 264 "$witness"
    pass "$python" tests/interop/outside.py vectors/areas/log 146 "$witness"
    for file in "$1"/certificates/*.dengji; do
        certificates+=(--certificate "$file")
    done
    pass "$python" tests/interop/monitor.py "$1/log" "${certificates[@]}"
    pass "$python" tests/interop/monitor.py vectors/log \
        --witness "$witness" --certificate vectors/certificate.dengji
    pass "$python" tests/interop/monitor.py vectors/areas/log --witness "$witness"
    altered_state "$python"
    altered_log "$python"
    if ! "$python" -c 'import cddl_verifier' 2>/dev/null; then
        "$kept/venv/bin/pip" install --quiet 'cddl-verifier==1.5.3' >"$scratch/pip.log" 2>&1 ||
            tail -n 3 "$scratch/pip.log"
    fi
    if "$python" -c 'import cddl_verifier' 2>/dev/null; then
        pass "$python" tests/interop/schema.py
    else
        skip "the PyPI package cddl-verifier"
    fi
}

# The monitor has to refuse a log in which one byte differs, wherever it is.
altered_log() {
    local python=$1 path law
    law=law/$(ls vectors/log/law)
    for path in checkpoint landmarks landmark/257 vkey tile/0/000 tile/1/000.p/1 \
        tile/entries/000 tile/entries/001.p/8 "$law"; do
        rm -rf "$scratch/altered"
        cp -r vectors/log "$scratch/altered"
        "$python" - "$scratch/altered/$path" <<'PYTHON'
import sys
path = sys.argv[1]
data = bytearray(open(path, "rb").read())
# The cases in the archive of the law are not covered by its digest, the annex is.
annex = data.find(b"/annex.tsv\n")
data[annex + 100 if annex != -1 else len(data) // 2] ^= 1
open(path, "wb").write(data)
PYTHON
        if "$python" tests/interop/monitor.py "$scratch/altered" >/dev/null 2>&1; then
            echo "interop-log: the monitor took an altered $path for good"
            exit 1
        fi
    done
    passed=$((passed + 1))
    echo "monitor: one altered byte in each kind of file is refused"
}

# The monitor has to refuse the digest of a state when it forgets one cell of it.
altered_state() {
    local python=$1 said
    said=$(
        PYTHONPATH=tests/interop "$python" - 2>&1 <<'PYTHON' || true
import runpy
import sys
import areas
areas.Areas.kind_52 = lambda *act: None
sys.argv = ["monitor.py", "vectors/areas/log"]
runpy.run_path("tests/interop/monitor.py", run_name="__main__")
PYTHON
    )
    if [[ $said != *"has the digest it states"* ]]; then
        echo "interop-log: the monitor forgot a cell and took the digest for good"
        exit 1
    fi
    passed=$((passed + 1))
    echo "monitor: a state with one cell left out is refused"
}

pass() {
    "$@"
    passed=$((passed + 1))
}

skip() {
    skipped=$((skipped + 1))
    echo "SKIPPED: $1 cannot be had here"
}

trap 'rm -rf "$scratch"' EXIT
main "$@"
