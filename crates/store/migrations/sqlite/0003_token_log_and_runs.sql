-- The blind index, appended and merged instead of sorted into one tree, so that its millionth
-- writing costs what its first did. A key is 19 bytes: token (12), space (1), place (6, big end
-- first); keys of a body stand one after another.
--
-- What writings brought: one row for each, its keys in no order. Ground data: nobody can make a
-- token without its key.
CREATE TABLE token_log (
    id INTEGER PRIMARY KEY,
    body BLOB NOT NULL CHECK (length(body) % 19 = 0)
) STRICT;

-- Runs of sorted keys. `level`: how often they were merged. `into_slot`: the run that this one is
-- being merged into. `done`: the last key written, where the run is still being made; empty before
-- the first. `log_to`: the last row of the log that goes into it, where it is made of the log.
CREATE TABLE token_runs (
    slot INTEGER PRIMARY KEY CHECK (slot BETWEEN 0 AND 16383),
    level INTEGER NOT NULL,
    into_slot INTEGER,
    done BLOB,
    log_to INTEGER
) STRICT;

-- The keys of the runs, a page in a row. The upper bits of the id are the slot, the lower 49 the
-- first six bytes of the first key, or one more than the id before: the block of a token is found
-- by one seek. A token with very many places fills many blocks.
CREATE TABLE token_blocks (
    id INTEGER PRIMARY KEY,
    body BLOB NOT NULL CHECK (0 < length(body) AND length(body) % 19 = 0)
) STRICT;

-- What tells readers how much of what they remember still holds. `flushed`: rows of the log up to
-- here are in runs. `erasures`: of keys in the log. `shape`: changes of the list of runs.
CREATE TABLE token_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    flushed INTEGER NOT NULL,
    erasures INTEGER NOT NULL,
    shape INTEGER NOT NULL
) STRICT;
INSERT INTO token_state VALUES (1, 0, 0, 0);
