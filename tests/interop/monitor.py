#!/usr/bin/env python3
"""A monitor of a dengji log, written from docs/formats/ alone, in another language.

In scope: everything that the files of a log show without the law: signatures, tree, tiles, form and
order of entries, who signed what with which key, batches, serials, the digest of the state at every
landmark, the list of landmarks, cosignatures, the archive of the law, certificate files. What acts
of kinds from 15 on do to the state is in areas.py.
Out of scope: whether an act is lawful; that takes the law (`dengji recheck`).

    monitor.py LOG [--witness VERIFIER_KEY] [--certificate FILE] [--cells INDEX,INDEX...]

Needs the Python package `cryptography` for Ed25519. Ends with a line of counts, or fails at the
first thing that is not as documented. `--cells` prints the cells of the state after these entries.
"""

import argparse
import base64
import hashlib
import json
import struct
import sys
from pathlib import Path

from areas import Areas
from cells import day, level, maybe, text, u
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

counts = {}


class Refused(Exception):
    pass


def need(holds, what):
    if not holds:
        raise Refused(what)


def count(what, n=1):
    counts[what] = counts.get(what, 0) + n


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def unbase64(text, length=None):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "base 64 in its one form")
    need(length in (None, len(data)), f"{length} bytes of base 64")
    return data


def decimal(text):
    need(text.isascii() and text.isdigit() and str(int(text)) == text, f"a number, not {text!r}")
    return int(text)


# ---- signatures (commitments.md, dengji-file.md) --------------------------------------------


def signed_by(key, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verifier_key(line):
    name, key_id, rest = line.split("+", 2)
    data = unbase64(rest, 33)
    need(sha256(name.encode(), b"\n", data)[:4].hex() == key_id, "the key id is of name and key")
    return name, bytes.fromhex(key_id), data[0], data[1:]


def open_note(text, key):
    """Returns the text of a signed note, verified by a key of kind 1 or 4."""
    name, key_id, kind, public = key
    body, lines = text.rsplit("\n\n", 1)
    body += "\n"
    need(lines.endswith("\n"), "the last line ends in a newline")
    for line in lines[:-1].split("\n"):
        dash, who, rest = line.split(" ")
        need(dash == "—", "a signature line begins with a dash")
        data = unbase64(rest)
        if who != name or data[:4] != key_id:
            continue
        message, signature = body.encode(), data[4:]
        if kind == 4:
            time, signature = struct.unpack(">Q", data[4:12])[0], data[12:]
            message = f"cosignature/v1\ntime {time}\n{body}".encode()
        need(signed_by(public, message, signature), f"the signature of {name}")
        return body
    return None


def checkpoint(text, keys):
    for key in keys:
        body = open_note(text, key)
        need(body is not None, f"a signature of {key[0]}")
        count("checkpoint signatures" if key[2] == 1 else "cosignatures")
    origin, size, root = body[:-1].split("\n")
    need(origin == keys[0][0], "the origin is the name of the log's key")
    return decimal(size), unbase64(root, 32)


# ---- the tree (RFC 6962, C2SP tlog-tiles) ---------------------------------------------------


def leaf_hash(entry):
    return sha256(b"\0", entry)


def node_hash(left, right):
    return sha256(b"\1", left, right)


class Tree:
    """Levels of complete subtrees; enough for roots of any size and of any subtree."""

    def __init__(self):
        self.levels = [[]]

    def append(self, leaf):
        self.levels[0].append(leaf)
        level = 0
        while len(self.levels[level]) % 2 == 0:
            if len(self.levels) == level + 1:
                self.levels.append([])
            self.levels[level + 1].append(node_hash(*self.levels[level][-2:]))
            level += 1

    def run(self, start, end):
        if start == end:
            return hashlib.sha256().digest()
        peaks = []
        while start < end:
            level = (end - start).bit_length() - 1
            peaks.append(self.levels[level][start >> level])
            start += 1 << level
        hash_ = peaks.pop()
        while peaks:
            hash_ = node_hash(peaks.pop(), hash_)
        return hash_


def walk(leaf, index, size, proof):
    """RFC 9162 section 2.1.3.2."""
    need(index < size, "the index lies in the tree")
    node, last, hash_ = index, size - 1, leaf
    for other in proof:
        need(last != 0, "the proof is not too long")
        if node & 1 or node == last:
            hash_ = node_hash(other, hash_)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, other)
        node, last = node >> 1, last >> 1
    need(last == 0, "the proof is not too short")
    return hash_


def covering(start, end):
    """landmarks.md, "Covering subtrees"."""
    last = end - 1
    if start == last:
        return [(start, end)]
    bit = (start ^ last).bit_length() - 1
    mask = (1 << bit) - 1
    middle = last & ~mask
    width = (~start & mask).bit_length()
    left = start >> width << width
    whole = 1 << (end - left - 1).bit_length()
    return [(left, end)] if left % whole == 0 else [(left, middle), (middle, end)]


def tile_path(kind, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{kind}/{'/'.join(groups)}" + ("" if width == 256 else f".p/{width}")


# ---- entries (entry.cddl) -------------------------------------------------------------------


def decode(data, at=0):
    """Reads one CBOR item of those that entries are made of. Returns it and the place after it."""
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        need(info in (20, 21, 22), "only false, true and null")
        return {20: False, 21: True, 22: None}[info], at
    if info < 24:
        n = info
    else:
        need(info < 28, "definite lengths")
        size = 1 << (info - 24)
        n, at = int.from_bytes(data[at : at + size], "big"), at + size
        need(n >= (24, 256, 65536, 1 << 32)[info - 24], "shortest integers")
    if major == 0:
        return n, at
    if major == 1:
        return -1 - n, at
    if major in (2, 3):
        need(at + n <= len(data), "no item ends after the entry")
        piece = data[at : at + n]
        return (bytes(piece) if major == 2 else piece.decode("utf-8")), at + n
    need(major == 4, "no maps, tags, floating point")
    items = []
    for _ in range(n):
        item, at = decode(data, at)
        items.append(item)
    return items, at


def signed_part(entry):
    at = 1
    for _ in range(7):
        _, at = decode(entry, at)
    return entry[:at]


# ---- the state (state-digest.md) ------------------------------------------------------------


class State(Areas):
    def __init__(self):
        super().__init__()
        self.cells = {}
        self.sum = 0
        self.keys = {}  # number of an organisation: (key, custody) in force, or None
        self.owner = {}  # every key that ever acted: number of its organisation
        self.institution = {}
        self.sessions = {}
        self.acts = 0

    def cell(self, name, key, value):
        """Puts a cell in the place of what was there; a value of None takes it away."""
        framed = lambda v: b"".join(u(8, len(p)) + p for p in (name.encode(), key, v))
        before = self.cells.get((name, key))
        if before is not None:
            self.sum -= int.from_bytes(sha256(framed(before)), "big")
        if value is None:
            self.cells.pop((name, key), None)
            return
        self.sum += int.from_bytes(sha256(framed(value)), "big")
        self.cells[name, key] = value

    def digest(self):
        return (self.sum % (1 << 256)).to_bytes(32, "big")

    def set_key(self, number, key):
        self.keys[number] = key
        if key is not None:
            need(key[0] not in self.owner, "a key of an organisation is new")
            self.owner[key[0]] = number
        self.cell("key", u(4, number), maybe(key, lambda k: k[0] + u(1, k[1])))

    def register(self, number, organisation):
        kind, name, key, custody, institution = organisation
        need(number == len(self.keys), "numbers of organisations are given in order")
        value = u(1, kind) + text(name) + key + u(1, custody) + maybe(institution, text)
        self.cell("organisation", u(4, number), value)
        self.institution[number] = institution
        self.set_key(number, (key, custody))

    def apply(self, index, act, rows, tree):
        _, kind, actor, sequence, on, _, body = act[:7]
        if kind < len(KINDS):
            getattr(self, KINDS[kind])(index, act, body, rows, tree)
        else:
            self.area(act, body)
        if actor is not None:
            self.cell("acts", u(4, actor), u(8, sequence + 1))
        self.acts += 1

    def genesis(self, index, act, body, rows, tree):
        origin, law, organisations, log_key, threshold, recovery = body
        self.origin, self.law, self.log_key = origin, law, log_key
        self.threshold, self.recovery = threshold, recovery
        need(index == 0 and 1 <= threshold <= len(recovery), "the founding is entry 0")
        self.cell("log", b"", text(origin) + law + log_key)
        keys = u(1, threshold) + u(4, len(recovery)) + b"".join(recovery)
        self.cell("recovery", b"", keys)
        for number, organisation in enumerate(organisations):
            self.register(number, organisation)

    def recognition(self, index, act, body, rows, tree):
        number, organisation, prefix, scope, published, until, outsiders, standard = body
        self.register(number, organisation)
        self.short[number] = prefix
        self.changes[number] = 1  # it stands first in the body's history, without a cell there
        value = day(act[4]) + text(prefix) + u(4, len(scope))
        value += b"".join(u(2, row) + level(n) for row, n in scope)
        value += maybe(published, day) + maybe(until, day) + u(1, outsiders) + u(1, standard)
        self.cell("recognised", u(4, number), value)

    def announcement(self, index, act, body, rows, tree):
        session, scheme, occupation, grade, until, planned = body
        need(session == len(self.sessions), "numbers of sessions are given in order")
        of = {"by": act[2], "level": grade, "scheme": scheme, "used": set()}
        self.sessions[session] = of
        value = u(4, act[2]) + day(act[4]) + u(1, scheme) + u(2, occupation) + level(grade)
        self.cell("session", u(4, session), value + day(until) + day(planned))

    def closing(self, index, act, body, rows, tree):
        session, registered, root, last = body
        self.cell("closing", u(4, session), u(4, registered) + root + day(last))

    def results(self, index, act, body, rows, tree):
        session, held, sat, passed, root = body
        self.sessions[session]["passed"] = passed
        value = day(held) + day(act[4]) + u(4, sat) + u(4, passed) + root
        self.cell("results", u(4, session), value)

    def confirmation(self, index, act, body, rows, tree):
        self.cell("confirmed", u(4, body[0]), day(act[4]))

    def header(self, index, act, body, rows, tree):
        session, dated, _, number, _ = body
        of = self.sessions[session]
        need(of["used"].isdisjoint(rows) and len(set(rows)) == number, "a row is used once")
        need(all(row < of["passed"] for row in rows), "only rows that passed")
        of["used"].update(rows)
        year = days_to_year(dated)
        if of["scheme"] == 1:
            code = self.institution[of["by"]]
        else:
            code = of.get("site") or self.numbering(of["by"])
        key = text(code) + day(year) + level(of["level"])
        last = self.cells.get(("counter", key), u(4, 0))
        need(act[10] == int.from_bytes(last, "big") + 1, "serials have no gap")
        self.cell("counter", key, u(4, act[10] + number - 1))
        used = of["used"]
        self.cell("used", u(4, session), u(4, len(used)) + u(8, sum(used)))
        self.batches[index] = (act[10], act[10] + number - 1)
        count("certificates", number)

    def settlement(self, index, act, body, rows, tree):
        self.cell("settlement", u(4, body[0]), b"".join(u(4, n) for n in body[1:]))

    def inspection(self, index, act, body, rows, tree):
        self.cell("inspection", u(8, self.acts), u(4, body[0]) + body[1])

    def landmark(self, index, act, body, rows, tree):
        size, root, state = body
        need(size == index, "a landmark states the size before it")
        need(root == tree.run(0, size), "a landmark states the root of that size")
        need(state == self.digest(), f"the state before entry {index} has the digest it states")
        self.cell("landmark", u(8, size), root + state)
        self.fix_draws(root)
        count("state digests")

    def rotation(self, index, act, body, rows, tree):
        self.set_key(act[2], tuple(body))

    def retirement(self, index, act, body, rows, tree):
        self.set_key(act[2], None)

    def compromise(self, index, act, body, rows, tree):
        number, key, since = body
        need(self.owner.get(key) == number, "the key was this organisation's")
        self.cell("compromised", key, since.to_bytes(8, "big", signed=True))
        if self.keys[number] and self.keys[number][0] == key:
            self.set_key(number, None)

    def key_given(self, index, act, body, rows, tree):
        number, key, custody = body
        need(self.keys[number] is None, "only who has no key is given one")
        self.set_key(number, (key, custody))


KINDS = [None, "genesis", "recognition", "announcement", "closing", "results", "confirmation"]
KINDS += ["header", "settlement", "inspection", "landmark", "rotation", "retirement"]
KINDS += ["compromise", "key_given"]


def days_to_year(days):
    import datetime

    return (datetime.date(1970, 1, 1) + datetime.timedelta(days)).year


def check_signature(state, act, entry):
    kind, actor, signature = act[1], act[2], act[11]
    origin = act[6][0] if kind == 1 else state.origin
    message = b"dengji act v1\n" + origin.encode() + b"\n" + signed_part(entry)
    if kind in (13, 14):
        places = [place for place, _ in signature]
        need(places == sorted(set(places)), "signatures by rising place")
        need(state.threshold <= len(places), "as many signatures as the threshold")
        pairs = [(state.recovery[place], one) for place, one in signature]
    elif kind == 1:
        pairs = [(act[6][2][0][2], signature)]
    elif kind == 10:
        pairs = [(state.log_key, signature)]
    else:
        need(state.keys[actor] is not None, "the actor has a key in force")
        pairs = [(state.keys[actor][0], signature)]
        before = state.cells.get(("acts", u(4, actor)), u(8, 0))
        need(act[3] == int.from_bytes(before, "big"), "the actor's sequence")
    for key, one in pairs:
        need(signed_by(key, message, one), "the signature of an act")
        count("act signatures")


# ---- the whole log --------------------------------------------------------------------------


def read_entries(folder, size):
    for index in range((size + 255) // 256):
        width = min(256, size - 256 * index)
        data = (folder / tile_path("entries", index, width)).read_bytes()
        for _ in range(width):
            (length,) = struct.unpack(">H", data[:2])
            yield data[2 : 2 + length]
            data = data[2 + length :]
        need(not data, "a bundle ends with its last entry")


def check_tiles(folder, tree, size):
    for tile_level in range(8):
        hashes = size >> (8 * tile_level)
        for index in range((hashes + 255) // 256):
            row = tree.levels[8 * tile_level][256 * index : min(256 * index + 256, hashes)]
            data = (folder / tile_path(tile_level, index, len(row))).read_bytes()
            need(data == b"".join(row), f"tile {tile_level} {index}")
            count("tiles")


def replay(entries, tree, cells_after):
    state, index, recorded, shown = State(), 0, 0, []
    while index < len(entries):
        act, end = decode(entries[index])
        need(end == len(entries[index]), "nothing after an entry")
        need(len(act) == 12 and act[0] == 1, "an act of version 1")
        check_signature(state, act, entries[index])
        need(recorded <= act[7], "recorded forward")
        recorded = act[7]
        rows, number = [], act[6][3] if act[1] == 7 else 0
        promised = hashlib.sha256()
        for n, entry in enumerate(entries[index + 1 : index + 1 + number]):
            certificate, end = decode(entry)
            need(end == len(entry) and len(certificate) == 7, "a certificate has seven items")
            version, kind, header, serial, row, name, document = certificate
            need((version, kind, header) == (1, 64, index), "a certificate under its header")
            need(serial == act[10] + n, "serials rise by one")
            promised.update(u(4, row) + name + document)
            rows.append(row)
        if number:
            need(promised.digest() == act[6][4], "the certificates that the header promises")
        state.apply(index, act, rows, tree)
        count("acts")
        if index in cells_after:
            cells = [
                {"map": name, "key": key.hex(), "value": value.hex()}
                for (name, key), value in sorted(state.cells.items())
            ]
            shown.append({"after": index, "digest": state.digest().hex(), "cells": cells})
        index += 1 + number
    return state, shown


def check_landmarks(folder, tree, log_key, witnesses):
    whole = (folder / "landmarks").read_text(encoding="utf-8")
    note, _, lines = whole.rpartition("\n\n")
    body = open_note(note + "\n", log_key)
    need(body is not None, "the list is signed by the log")
    head, origin, number, digest = body[:-1].split("\n")
    need(head == "dengji landmarks v1" and origin == log_key[0], "a list of this log")
    need(unbase64(digest, 32) == sha256(lines.encode()), "the digest of the list")
    rows = lines.splitlines()
    need(len(rows) == decimal(number), "the number of landmarks")
    start, all_ = 0, []
    for row in rows:
        size, time, root, *covers = row.split(" ")
        size = decimal(size)
        need(unbase64(root, 32) == tree.run(0, size), "the root of a landmark")
        subtrees = covering(start, size)
        need([unbase64(c, 32) for c in covers] == [tree.run(*s) for s in subtrees], "its subtrees")
        text_ = (folder / "landmark" / str(size)).read_text(encoding="utf-8")
        need(checkpoint(text_, [log_key, *witnesses]) == (size, unbase64(root)), "its checkpoint")
        all_.append((start, size, subtrees))
        start = size
        count("landmarks")
    return all_


def check_law(folder, digest):
    data = (folder / "law" / digest.hex()).read_bytes()
    need(data.startswith(b"dengji law v1\n"), "an archive of a law")
    rest, files = data[14:], []
    while rest:
        line, rest = rest.split(b"\n", 1)
        length, path = line.decode().split(" ", 1)
        length = decimal(length)
        need(not files or files[-1][0] < path, "paths rise")
        need(rest[length : length + 1] == b"\n", "a newline after a file")
        files.append((path, rest[:length]))
        rest = rest[length + 1 :]
    hash_ = hashlib.sha256(b"dengji law 1\n" + u(4, 1))
    for path, content in files:
        aside = "/cases/" in path or path.endswith("/translations.toml")
        aside = aside or path.endswith(".md") and not path.endswith("/text.zh.md")
        if not aside:
            name = path.encode()
            hash_.update(u(8, len(name)) + u(8, len(content)) + name + content)
    need(hash_.digest() == digest, "the law is the one that the founding names")
    count("law files", len(files))


def check_certificate(path, log_key, landmarks, tree, witnesses):
    head, note = path.read_text(encoding="utf-8").split("\n\n", 1)
    size, root = checkpoint(note, [log_key, *witnesses])
    need(root == tree.run(0, size), "the checkpoint of the file is one of this log")
    lines = head.split("\n")
    need(lines[0] == "dengji.certificate/v1", "a certificate file")
    names = [line.split(" ")[0] for line in lines[1:4]]
    need(names == ["number", "name-salt", "document-salt"], "number and salts")
    entries = []
    for line in lines[4:]:
        if line.startswith("entry "):
            _, index, data = line.split(" ")
            entries.append([decimal(index), unbase64(data), [], None, []])
        elif line.startswith("landmark "):
            entries[-1][3] = decimal(line.split(" ")[1])
        else:
            proof = entries[-1][2] if entries[-1][3] is None else entries[-1][4]
            proof.append(unbase64(line, 32))
    for index, data, proof, landmark, short in entries:
        need(walk(leaf_hash(data), index, size, proof) == root, "an inclusion proof")
        count("inclusion proofs")
        if landmark is not None:
            covers = next(s for start, end, s in landmarks if start <= index < end)
            start, end = next(s for s in covers if s[0] <= index < s[1])
            hash_ = walk(leaf_hash(data), index - start, end - start, short)
            need(hash_ == tree.run(start, end), "a short proof")
            count("short proofs")


def main():
    arguments = argparse.ArgumentParser(description="checks a dengji log from its files")
    arguments.add_argument("log", type=Path)
    arguments.add_argument("--witness", action="append", default=[])
    arguments.add_argument("--certificate", action="append", default=[], type=Path)
    arguments.add_argument("--cells", default="")
    given = arguments.parse_args()
    log_key = verifier_key((given.log / "vkey").read_text(encoding="utf-8").rstrip("\n"))
    witnesses = [verifier_key(line) for line in given.witness]
    text_ = (given.log / "checkpoint").read_text(encoding="utf-8")
    size, root = checkpoint(text_, [log_key, *witnesses])
    tree, entries = Tree(), []
    for entry in read_entries(given.log, size):
        tree.append(leaf_hash(entry))
        entries.append(entry)
    need(tree.run(0, size) == root, "the root of the checkpoint")
    count("entries", size)
    check_tiles(given.log, tree, size)
    wanted = {int(n) for n in given.cells.split(",") if n}
    state, shown = replay(entries, tree, wanted)
    need((state.origin, state.log_key) == (log_key[0], log_key[3]), "the founding names the key")
    landmarks = check_landmarks(given.log, tree, log_key, witnesses)
    check_law(given.log, state.law)
    for path in given.certificate:
        check_certificate(path, log_key, landmarks, tree, witnesses)
    if shown:
        rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in shown)
        print(f"[\n{rows}\n]")
    else:
        print("monitor: " + ", ".join(f"{n} {what}" for what, n in counts.items()))


if __name__ == "__main__":
    try:
        main()
    except Refused as why:
        sys.exit(f"monitor: refused: {why}")
