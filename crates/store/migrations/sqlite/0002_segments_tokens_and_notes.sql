-- Entries lie in segments: `count` entries from `place` on in one row, so that a batch of
-- certificates is a few rows. A row of one entry is the entry itself, as before; several are
-- preceded by their lengths (see segment.rs).
ALTER TABLE entries ADD COLUMN count INTEGER NOT NULL DEFAULT 1 CHECK (0 < count);

-- A batch names places, which are no longer rows.
CREATE TABLE batches_by_last (
    site TEXT NOT NULL,
    year INTEGER NOT NULL,
    level TEXT NOT NULL,
    last INTEGER NOT NULL,
    first INTEGER NOT NULL CHECK (first <= last),
    entry INTEGER NOT NULL,
    header INTEGER NOT NULL CHECK (header < entry),
    PRIMARY KEY (site, year, level, last)
) STRICT, WITHOUT ROWID;
INSERT INTO batches_by_last SELECT site, year, level, last, first, entry, header FROM batches;
DROP TABLE batches;
ALTER TABLE batches_by_last RENAME TO batches;

-- The groups of private rows. Names are found here once, so that rows are found by a number and lie
-- together.
CREATE TABLE private_groups (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    owner TEXT NOT NULL,
    UNIQUE (kind, owner)
) STRICT;
INSERT INTO private_groups (kind, owner)
    SELECT DISTINCT kind, owner FROM private_rows ORDER BY kind, owner;

-- Private rows: the upper half of the id is the group, the lower the place in it.
CREATE TABLE private_bodies (
    id INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;
INSERT INTO private_bodies
    SELECT (g.id << 32) | r.place, r.body
    FROM private_rows r JOIN private_groups g ON g.kind = r.kind AND g.owner = r.owner
    ORDER BY 1;
DROP TABLE private_rows;

-- Keyed hashes by which something of a person is found.
CREATE TABLE tokens (
    space INTEGER NOT NULL,
    token BLOB NOT NULL CHECK (length(token) = 12),
    place INTEGER NOT NULL,
    PRIMARY KEY (space, token, place)
) STRICT, WITHOUT ROWID;

-- Small things by name: wrapped keys, settings of this register.
CREATE TABLE notes (
    name TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The state of the register after `size` entries, in pieces. Derived; there is at most one.
CREATE TABLE kept_state (
    piece INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
