-- A segment is named by its last entry. Sought by its first, the entry of a place lies in the row
-- before the one that a seek ends on, and two pages are read for it; sought by its last, it is the
-- first row that is not below the place, one page.
CREATE TABLE entries_by_last (
    last INTEGER PRIMARY KEY CHECK (count <= last + 1),
    count INTEGER NOT NULL CHECK (0 < count),
    body BLOB NOT NULL CHECK (length(body) BETWEEN 1 AND 65535)
) STRICT;
INSERT INTO entries_by_last SELECT place + count - 1, count, body FROM entries ORDER BY place;
DROP TABLE entries;
ALTER TABLE entries_by_last RENAME TO entries;
