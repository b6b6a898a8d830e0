#!/usr/bin/env python3
"""Checks a published dengji log with the PyPI package `aics-tlog`, which shares no code with us.

    outside.py LOG PROOFS WITNESS_KEY

Checkpoint and cosignature of a witness, every tile and bundle, inclusion and consistency proofs out
of our tiles, and the C2SP tlog-proof file of vectors/. Ends with a line of counts; fails at the
first thing that the package refuses, or at a change that it does not refuse.
"""

import base64
import random
import sys
from pathlib import Path

import aics_tlog as outside


def need(holds, what):
    if not holds:
        sys.exit(f"aics-tlog: refused: {what}")


def opened(path, key, witness):
    policy = outside.WitnessPolicy(quorum=1, witnesses=(witness,))
    note = outside.parse_note(path.read_bytes())
    result = outside.verify_checkpoint(note, key, policy=policy, expected_origin=key.name)
    need(result.ok and result.cosignature_count == 1, f"{path.name}: {result.error}")
    return result


def changed_checkpoints(path, key):
    text, refused = path.read_bytes(), 0
    for at in range(text.index(b"\n\n")):
        changed = text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :]
        try:
            result = outside.verify_checkpoint(outside.parse_note(changed), key)
            need(not result.ok, f"a checkpoint with byte {at} changed was accepted")
        except ValueError:
            pass
        refused += 1
    return refused


def tlog_proof(path, entry, key, witness):
    """A C2SP tlog-proof file: its parts are the package's, the file is read here."""
    head, note = path.read_text(encoding="utf-8").split("\n\n", 1)
    kind, index, *hashes = head.split("\n")
    need(kind == "c2sp.org/tlog-proof@v1", "the head of a tlog-proof")
    policy = outside.WitnessPolicy(quorum=1, witnesses=(witness,))
    result = outside.verify_checkpoint(outside.parse_note(note), key, policy=policy)
    need(result.ok, f"the checkpoint of a tlog-proof: {result.error}")
    proof = [base64.b64decode(line, validate=True) for line in hashes]
    at = int(index.removeprefix("index "))
    holds = outside.verify_leaf_inclusion(entry, at, result.size, proof, result.root)
    need(holds, "the inclusion proof of a tlog-proof")


def main():
    log, proofs = Path(sys.argv[1]), int(sys.argv[2])
    witness = outside.parse_vkey(sys.argv[3])
    key = outside.read_vkey_file((log / "vkey").read_text(encoding="utf-8"))
    head = opened(log / "checkpoint", key, witness)
    reader = outside.FileSystemTileReader(log)
    report = outside.audit_tiles(reader, head.size, head.root)
    dice, altered = random.Random(80), 0
    for n in range(proofs):
        index = head.size - 1 if n == 0 else dice.randrange(head.size)
        entry = outside.read_entry(reader, index, head.size)
        proof = outside.inclusion_proof_from_tiles(reader, index, head.size)
        arguments = (index, head.size, proof, head.root)
        need(outside.verify_leaf_inclusion(entry, *arguments), f"the proof of entry {index}")
        at = dice.randrange(len(entry))
        other = entry[:at] + bytes([entry[at] ^ 1]) + entry[at + 1 :]
        need(not outside.verify_leaf_inclusion(other, *arguments), f"altered entry {index}")
        altered += 1
    landmarks = [opened(path, key, witness) for path in sorted((log / "landmark").iterdir())]
    for old in landmarks:
        proof = outside.consistency_proof_from_tiles(reader, old.size, head.size)
        holds = outside.verify_consistency(old.size, head.size, old.root, head.root, proof)
        need(holds, f"consistency from {old.size}")
    altered += changed_checkpoints(log / "checkpoint", key)
    vectors = Path(__file__).resolve().parents[2] / "vectors"
    if (log / "vkey").read_bytes() == (vectors / "log/vkey").read_bytes():
        import json

        about = json.loads((vectors / "certificate.json").read_text(encoding="utf-8"))
        entry = bytes.fromhex(about["entry"])
        tlog_proof(vectors / "certificate.tlog-proof", entry, key, witness)
        proofs += 1
    print(
        f"aics-tlog: {1 + len(landmarks)} checkpoints and cosignatures, {report.tiles} tiles, "
        f"{report.bundles} bundles, {proofs} inclusion proofs, {len(landmarks)} consistency "
        f"proofs, {altered} changes refused"
    )


if __name__ == "__main__":
    main()
