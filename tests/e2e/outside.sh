#!/usr/bin/env bash
# Checkers that share no code with us accept a log of the demonstration and the frozen one, and
# refuse changes of them: scripts/interop-log.sh, on a shorter log.
#
#   outside.sh DENGJI EMPTY_FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
ENTRIES=2000 PROOFS=200 scripts/interop-log.sh "$1" "$2"
