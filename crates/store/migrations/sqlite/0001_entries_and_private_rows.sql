-- The log: entry n of the Merkle tree. Ground truth; everything that can be derived from it is not
-- stored here. The rowid is the place, so that reading a run of entries is one walk.
CREATE TABLE entries (
    place INTEGER PRIMARY KEY CHECK (0 <= place),
    body BLOB NOT NULL CHECK (length(body) BETWEEN 1 AND 65535)
) STRICT;

-- One row for each request with an idempotency key: what it asked (digest) and where the answer
-- stands. A writing without entries has count 0.
CREATE TABLE answers (
    key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 16),
    request BLOB NOT NULL CHECK (length(request) = 32),
    first INTEGER NOT NULL,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each batch of certificates, so that a look-up by number needs no row of its own for
-- each certificate. The key ends in the last serial: the batch of a serial is the first row whose
-- last serial is not below it, one seek.
CREATE TABLE batches (
    site TEXT NOT NULL,
    year INTEGER NOT NULL,
    level TEXT NOT NULL,
    last INTEGER NOT NULL,
    first INTEGER NOT NULL CHECK (first <= last),
    entry INTEGER NOT NULL REFERENCES entries (place),
    header INTEGER NOT NULL REFERENCES entries (place) CHECK (header < entry),
    PRIMARY KEY (site, year, level, last)
) STRICT, WITHOUT ROWID;

-- What is about one person, apart from the log and erasable without touching it. In the same file,
-- because a transaction over two files in write-ahead mode is not atomic. Codes of `kind` are those
-- of PrivateKind.
CREATE TABLE private_rows (
    kind INTEGER NOT NULL,
    owner TEXT NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (kind, owner, place)
) STRICT, WITHOUT ROWID;
