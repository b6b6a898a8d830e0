"""What acts of kinds from 15 on do to the state, written from docs/formats/ alone.

In scope: the cells of state-digest.md, and what keys, rows and serials need. Out of scope: whether
an act is lawful. The monitor's state holds the cells; each method here is one kind.
"""

import hashlib

from cells import day, i64, level, listed, maybe, pair, scope, text, u8, u16, u32, u64

DAY, U8, U16, U32, RAW = day, u8, u16, u32, bytes


def population(kind):
    return u8(kind[0]) + {
        1: lambda: b"",
        2: lambda: day(kind[1]) + day(kind[2]),
        3: lambda: u32(kind[1]),
    }[kind[0]]()


def related(a):
    return u32(a[0]) + (u8(0) if len(a) == 1 else u8(1) + u32(a[1]))


def null(form):
    return lambda value: maybe(value, form)


def many(form):
    return lambda values: listed(values, form)


# Kinds of supervision: the map, and the form of each field after who acted and the day.
SUPERVISION = {
    70: ("hold", U32, U32, null(U16), null(U32), U8),
    71: ("release", U32, U32, null(U32), null(DAY), U8),
    72: ("draw-population", U32, population, RAW, U32, U16, U8, RAW),
    73: ("draw-witness", U32, RAW),
    74: ("draw-nonce", U32, RAW),
    75: ("draw", U32, many(U32)),
    76: ("inspected", U32, null(pair), U32, null(U32), many(pair), RAW, U8),
    77: ("case", U32, U32, U8, null(U32), null(U32), RAW),
    78: ("finding", U32, U8, null(U32), many(pair), RAW),
    79: ("rectify", U32, DAY),
    80: ("rectified", U32, RAW),
    81: ("sanction", U32, U8, null(DAY), null(U16)),
    82: ("appeal", U32, RAW),
    83: ("appeal-decided", U32, U8),
    84: ("case-closed", U32),
    85: ("relation", related, U32, U8, DAY, null(DAY)),
}


class Areas:
    """Beside the cells: applications, sites in their order, cohorts, draws, batches."""

    def __init__(self):
        self.applications = []
        self.changes = {}  # body: number of changes of its recognition
        self.sites = {}  # body: prefixes in the order in which they came
        self.open = {}  # prefix: open or not
        self.short = {}  # body: the prefix of its recognition by kind 2, while that is the last
        self.cohorts = {}
        self.heads = {}
        self.way = {}
        self.reported = {}
        self.draws_waiting, self.draws_fixed = set(), {}
        self.batches = {}  # header: first and last serial

    def numbering(self, body):
        """The prefix that a body counts under where no arrangement names a site."""
        if body in self.short:
            return self.short[body]
        sites = self.sites[body]
        return next((prefix for prefix in sites if self.open[prefix]), sites[0])

    def area(self, act, body):
        kind = act[1]
        if kind in SUPERVISION:
            self.supervision(act, body)
        else:
            getattr(self, f"kind_{kind}")(act, *body)

    # ---- occupations ----

    def kind_15(self, act, occupation, effective):
        self.cell("exit", u16(occupation), day(act[4]) + maybe(effective, day))

    def kind_16(self, act, occupation, step, named, basis):
        if step in (5, 6):
            value = u8(step == 5) + day(act[4]) + basis
            self.cell("examinations-of", u16(occupation), value)
        else:
            value = day(act[4]) + maybe(named, day) + basis
            self.cell("reclassification", u16(occupation) + u8(step), value)

    # ---- the old scheme ----

    def kind_20(self, act, session, admitted, root):
        self.cell("batch_complete", u32(session), day(act[4]) + u32(admitted) + root)

    def kind_21(self, act, counts, root):
        self.cell("settlement", u32(counts[0]), b"".join(u32(n) for n in counts[1:]))
        self.cell("choices", u32(counts[0]), root)

    def kind_22(self, act, session, *rest):
        counts, (received, refunded, root) = rest[:4], rest[4:]
        value = day(act[4]) + b"".join(u32(n) for n in counts)
        self.cell("exam_ended", u32(session), value + u64(received) + u64(refunded) + root)

    # ---- cohorts ----

    def admit(self, number, fields):
        by, members, occupation, grade, plan, admitted, expected, heads, root, region = fields
        value = u32(by) + u8(members) + u16(occupation) + level(grade) + u8(plan)
        value += day(admitted) + day(expected) + u32(heads) + root + u8(region)
        self.cell("cohort", u32(number), value)
        self.cohorts[number], self.heads[number] = fields, heads

    def kind_25(self, act, cohort, *fields):
        self.admit(cohort, (act[2], *fields))

    def kind_26(self, act, cohort, change, count, heads, root, reason):
        self.heads[cohort] = heads
        self.cell("cohort_heads", u32(cohort), u32(heads))
        if change[0] in (2, 3):
            way, more = (
                ((cohort, change[1]), count) if change[0] == 2 else ((change[1], cohort), -count)
            )
            self.way[way] = self.way.get(way, 0) + more
            self.cell("cohort_way", pair(way), u32(self.way[way]) if self.way[way] else None)
        if change[0] == 4:
            _, into, expected = change
            by, members, occupation, grade, plan, admitted, _, _, _, region = self.cohorts[cohort]
            fields = (by, members, occupation, grade, plan, admitted, expected, count, root, region)
            self.admit(into, fields)

    def kind_27(self, act, cohort, completed, heads):
        self.cell("cohort_completed", u32(cohort), day(completed) + u32(heads))

    def kind_28(self, act, cohort, body):
        self.cell("cohort_body", u32(cohort) + u32(body), day(act[4]))

    def kind_29(self, act, cohort, certified, unmet, root):
        for session, count in certified:
            self.reported[session] = self.reported.get(session, 0) + count
            self.cell("cohort_reported", u32(session), u32(self.reported[session]))
        value = day(act[4]) + listed(certified, pair)
        value += listed(unmet, lambda one: u8(one[0]) + u32(one[1])) + root
        self.cell("cohort_ends", u32(cohort), value)

    # ---- organisations and bodies ----

    def describe(self, number, particulars):
        region, parent, centre = particulars
        value = maybe(region, u8) + maybe(parent, u32) + u8(centre)
        self.cell("particulars", u32(number), value)

    def kind_30(self, act, number, organisation, particulars):
        self.register(number, organisation)
        self.describe(number, particulars)

    def kind_31(self, act, number, particulars):
        self.describe(number, particulars)

    def application(self, number):
        a = self.applications[number]
        value = u32(a["by"]) + day(a["on"]) + u8(a["kind"]) + scope(a["scope"]) + a["documents"]
        value += u32(a["conditions"]) + u8(a["national"]) + u32(a["missing"])
        value += maybe(a["complete"], day) + maybe(a["reviewed"], day) + u8(a["favourable"])
        value += u32(a["reviewers"]) + maybe(a["from"], day) + maybe(a["until"], day)
        value += u32(a["objections"]) + u32(a["decided"]) + u8(a["upheld"])
        value += maybe(a["ended"], day) + u8(a["how"]) + day(a["last"])
        self.cell("application", u32(number), value)

    def kind_32(self, act, number, kind, covered, documents, conditions, national):
        nothing = dict.fromkeys(["complete", "reviewed", "from", "until", "ended"])
        nothing |= dict.fromkeys(["missing", "reviewers", "objections", "decided", "how"], 0)
        self.applications.append(
            {
                "by": act[2],
                "on": act[4],
                "kind": kind,
                "scope": covered,
                "documents": documents,
                "conditions": conditions,
                "national": national,
                "favourable": False,
                "upheld": False,
                "last": act[4],
                **nothing,
            }
        )
        self.application(number)

    def kind_33(self, act, number, step):
        a, on = self.applications[number], act[4]
        a["last"] = on
        match step:
            case [1, missing]:
                a |= {"missing": missing, "ended": on, "how": 1}
            case [2]:
                a["complete"] = on
            case [3, reviewers, favourable]:
                a |= {"reviewed": on, "reviewers": len(reviewers), "favourable": favourable}
            case [4, first, last]:
                a |= {"from": first, "until": last}
            case [5, _]:
                a["objections"] += 1
            case [6, upheld]:
                a["decided"] += 1
                a["upheld"] |= upheld
            case [7, _]:
                a |= {"ended": on, "how": 3}
            case [8]:
                a |= {"ended": on, "how": 4}
        self.application(number)

    def changed(self, act, body, value):
        place = self.changes.get(body, 0)
        self.changes[body] = place + 1
        key = u32(body) + u32(place)
        self.cell("recognition-change", key, day(act[4]) + i64(act[7]) + value)

    def site(self, body, site, is_open):
        prefix, seats, rooms = site
        if prefix not in self.open:
            self.sites.setdefault(body, []).append(prefix)
        self.open[prefix] = is_open
        value = u32(body) + u32(seats) + listed(rooms, u16) + u8(is_open)
        self.cell("site", prefix.encode(), value)

    def kind_34(self, act, number, body, covered, sites, published, until, outsiders, standard):
        self.applications[number] |= {"last": act[4], "ended": act[4], "how": 2}
        self.application(number)
        for site in sites:
            self.site(body, site, True)
        value = u8(1) + scope(covered) + maybe(published, day) + maybe(until, day)
        self.changed(act, body, value + u8(outsiders) + u8(standard))
        self.short.pop(body, None)

    def kind_35(self, act, body, covered, standard):
        self.changed(act, body, u8(2) + scope(covered) + u8(standard))

    def kind_36(self, act, body, until):
        self.changed(act, body, u8(3) + day(until))

    def kind_37(self, act, body, occupation, until, reason):
        self.changed(act, body, u8(4) + maybe(occupation, u16) + maybe(until, day) + u8(reason))

    def kind_38(self, act, body, occupation):
        self.changed(act, body, u8(5) + maybe(occupation, u16))

    def kind_39(self, act, body, reason):
        self.changed(act, body, u8(6) + u8(reason))

    def kind_40(self, act, body, site, is_open):
        self.site(body, site, is_open)

    def kind_41(self, act, centre):
        self.cell("converted", u32(centre), day(act[4]))

    # ---- how a session is arranged ----

    def kind_45(self, act, session, standard, site, rooms, root):
        value = standard + text(site) + root + u32(len(rooms))
        for room, seats, candidates, part, begins, ends, invigilators, examiners in rooms:
            value += u16(room) + u16(seats) + u16(candidates) + u8(part) + i64(begins) + i64(ends)
            value += listed(invigilators, pair) + listed(examiners, pair)
        self.cell("arranged", u32(session), hashlib.sha256(value).digest())
        self.sessions[session]["site"] = site

    def kind_46(self, act, session, present, root):
        self.cell("signed-in", u32(session), day(act[4]) + u32(present) + root)

    def kind_47(self, act, session, objection, commitment):
        value = u32(act[2]) + day(act[4]) + commitment
        self.cell("objection", u32(session) + u32(objection), value)

    def kind_48(self, act, session, objection, upheld):
        value = u32(act[2]) + day(act[4]) + u8(upheld)
        self.cell("objection-decided", u32(session) + u32(objection), value)

    def kind_49(self, act, session, sat, passed, root, reason):
        of = self.sessions[session]
        of["passed"], revision = passed, of.get("revision", 0) + 1
        of["revision"] = revision
        value = u32(revision) + day(act[4]) + u32(sat) + u32(passed) + root + u8(reason)
        self.cell("revised", u32(session) + u32(revision), value)

    def kind_50(self, act, session, present, root, paper, electronic):
        self.cell("archive", u32(session), u8(present) + root + day(paper) + day(electronic))

    def kind_51(self, act, staff, to, first, last):
        self.cell("lent", pair(staff) + u32(to), day(first) + day(last))

    def kind_52(self, act, session, staff):
        self.cell("relation", u32(session) + pair(staff), b"")

    # ---- after issue ----

    def kind_55(self, act, header, serial, name, document, reason):
        value = day(act[4]) + name + document + u8(reason)
        self.cell("corrected", u64(header) + u32(serial), value)

    def kind_56(self, act, header, serial, number, reason):
        self.cell("reissued", u64(header) + u32(serial), day(act[4]) + u64(number) + u8(reason))

    def kind_57(self, act, header, serials, reason, case, told, heard):
        value = day(act[4]) + u8(reason) + maybe(case, u32) + u8(serials is None)
        for run in [self.batches[header]] if serials is None else serials:
            self.cell("revoked", u64(header) + pair(run), value)

    def kind_58(self, act, number, form, occupation, institution, count, root, source, first, last):
        value = u32(act[2]) + u8(form) + u16(occupation) + maybe(institution, text) + u32(count)
        self.cell("legacy", u32(number), value + root + source + day(first) + day(last))

    def kind_59(self, act, of, scheme, year, grade, last, source):
        code = self.institution[of] if scheme == 1 else self.numbering(of)
        key = text(code) + day(year) + level(grade)
        self.cell("counter", key, u32(last))
        self.cell("opened", key, u32(last) + source)

    def kind_60(self, act, blank, first, last, step):
        key = u32(act[2]) + u16(blank) + u64(first) + u64(last) + u64(self.acts)
        self.cell("stock", key, day(act[4]) + u8(step))

    # ---- supervision ----

    def supervision(self, act, body):
        name, *forms = SUPERVISION[act[1]]
        value = u32(act[2]) + day(act[4])
        value += b"".join(form(field) for form, field in zip(forms, body, strict=True))
        if act[1] == 73:
            self.draws_waiting.add(body[0])
        if act[1] == 74:
            value += maybe(self.draws_fixed.get(body[0]), bytes)
        self.cell(name, u64(self.acts), value)

    def fix_draws(self, root):
        """A landmark fixes the draws whose witness committed before it."""
        self.draws_fixed |= dict.fromkeys(self.draws_waiting, root)
        self.draws_waiting = set()
