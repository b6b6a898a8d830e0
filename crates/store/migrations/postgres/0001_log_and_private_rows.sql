-- The store on PostgreSQL 15 or later. One statement a call: `;` at the end of a line ends one.
--
-- `part` (0 to 63) is computed by the program from the rest of the key and stands in every key, so
-- that Citus can spread the tables by it and every unique index is whole on one node. It comes last:
-- without Citus an index is ordered as if it were not there. Names are bytes, because they are
-- ordered by bytes and may hold every character.
CREATE SCHEMA dengji;

-- Whose database this is: `program` is `dengji`, `schema` the number of the last migration.
CREATE TABLE dengji.meta (
    name text PRIMARY KEY,
    value text NOT NULL
);

-- One row, the truth about who writes and how long the log is. Every transaction that writes begins
-- by updating it where `turn` and `size` are what the writer believes; so it locks out every other
-- writer, and an overtaken one finds no row. `turn` grows by one with each opening for writing.
CREATE TABLE dengji.head (
    one smallint PRIMARY KEY CHECK (one = 1),
    turn bigint NOT NULL,
    size bigint NOT NULL CHECK (0 <= size)
) WITH (fillfactor = 10);

-- Who holds the turn and when it last said so, by the clock of the database. Apart from `head`, so
-- that a sign of life never waits for a writing.
CREATE TABLE dengji.lease (
    one smallint PRIMARY KEY CHECK (one = 1),
    holder text NOT NULL,
    beaten timestamptz NOT NULL
) WITH (fillfactor = 10);

-- The log, in segments: `count` entries from place `first` on. One entry is `body` itself; several
-- begin with their lengths, two bytes each, little end first. A segment stays below half a page
-- where its entries allow it, and never crosses a multiple of 4096 places: the part of a place is
-- (place / 4096) mod 64.
CREATE TABLE dengji.entries (
    first bigint NOT NULL CHECK (0 <= first),
    part smallint NOT NULL,
    count integer NOT NULL CHECK (0 < count),
    body bytea NOT NULL,
    PRIMARY KEY (first, part)
) WITH (toast_tuple_target = 8160);

-- Bodies are not compressed, and below a page they are not moved out of the row.
ALTER TABLE dengji.entries ALTER COLUMN body SET STORAGE EXTERNAL;

-- One row for each request with an idempotency key: what it asked (digest) and where its answer
-- stands. A writing without entries has count 0. Part: first byte of the key, mod 64.
CREATE TABLE dengji.answers (
    key bytea NOT NULL CHECK (length(key) = 16),
    part smallint NOT NULL,
    request bytea NOT NULL CHECK (length(request) = 32),
    first bigint NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (key, part)
);

-- One row for each batch of certificates. The batch of a serial is the first row whose last serial
-- is not below it, one seek. `level` is the code point of the character. Part: hash of the site.
CREATE TABLE dengji.batches (
    site bytea NOT NULL,
    year integer NOT NULL,
    level integer NOT NULL,
    last bigint NOT NULL,
    part smallint NOT NULL,
    first bigint NOT NULL CHECK (first <= last),
    entry bigint NOT NULL,
    header bigint NOT NULL CHECK (header < entry),
    PRIMARY KEY (site, year, level, last, part)
);

-- What is about persons, sealed by the program, erasable without touching the log. Codes of `kind`
-- are those of PrivateKind. Part: hash of the owner, so that a group lies on one node.
CREATE TABLE dengji.private_rows (
    kind smallint NOT NULL,
    owner bytea NOT NULL,
    place bigint NOT NULL,
    part smallint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (kind, owner, place, part)
);

-- Sealed bytes do not become shorter by compression.
ALTER TABLE dengji.private_rows ALTER COLUMN body SET STORAGE EXTERNAL;

-- Keyed hashes under which persons are found, and where. Codes of `space` are those of TokenSpace.
-- Part: first byte of the token, mod 64.
CREATE TABLE dengji.tokens (
    token bytea NOT NULL CHECK (length(token) = 12),
    space smallint NOT NULL,
    place bigint NOT NULL,
    part smallint NOT NULL,
    PRIMARY KEY (token, space, place, part)
);

-- Small things by name: wrapped keys, settings.
CREATE TABLE dengji.notes (
    name bytea PRIMARY KEY,
    body bytea NOT NULL
);

-- The state of the register after `size` entries, cut into pieces numbered from 0.
CREATE TABLE dengji.state (
    piece integer PRIMARY KEY,
    size bigint NOT NULL,
    body bytea NOT NULL
);

ALTER TABLE dengji.state ALTER COLUMN body SET STORAGE EXTERNAL;

INSERT INTO dengji.head (one, turn, size) VALUES (1, 0, 0);

INSERT INTO dengji.lease (one, holder, beaten) VALUES (1, '', '-infinity');

INSERT INTO dengji.meta (name, value) VALUES ('program', 'dengji'), ('schema', '0');
