#!/usr/bin/env python3
"""Holds the vectors against docs/formats/entry.cddl with the PyPI package `cddl-verifier`.

    schema.py

Every entry of the logs of the vectors has to fit the schema. Of the refused ones the schema lets
some through: what CDDL cannot say, or what another comment of the page says. These are listed here,
so that a page which says less than it did is noticed.
"""

import json
import sys
from pathlib import Path

from cddl_verifier import CBORDecodeError, Validator

# Ranges below zero, lists that rise, and the form of two texts stand in comments of the page.
SCHEMA_CANNOT_SAY = {
    "the day before 0001-01-01",
    "the day after 9999-12-31",
    "signatures by falling place",
    "one place twice",
    "an institution of 7 digits",
    "a prefix of 12 characters",
}


def main():
    root = Path(__file__).resolve().parents[2]
    schema = Validator((root / "docs/formats/entry.cddl").read_text(encoding="utf-8"))

    def fits(row):
        try:
            data = bytes.fromhex(row["bytes"])
            return schema.validate(data, "entry", require_deterministic=True).valid
        except (CBORDecodeError, ValueError):
            return False

    good = [
        row
        for path in ("entries/log.json", "areas/entries.json")
        for row in json.loads((root / "vectors" / path).read_text(encoding="utf-8"))
    ]
    bad = json.loads((root / "vectors/entries/refused.json").read_text(encoding="utf-8"))
    for row in good:
        if not fits(row):
            sys.exit(f"schema: {row['says']} does not fit docs/formats/entry.cddl")
    taken = {row["why"] for row in bad if fits(row)}
    if taken != SCHEMA_CANNOT_SAY:
        sys.exit(f"schema: another set of refused entries fits: {sorted(taken ^ SCHEMA_CANNOT_SAY)}")
    print(f"cddl-verifier: {len(good)} entries fit, {len(bad) - len(taken)} of {len(bad)} do not")


if __name__ == "__main__":
    main()
