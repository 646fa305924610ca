CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY,
    infos TEXT NOT NULL    -- each warcinfo, as JSON
);
CREATE TABLE IF NOT EXISTS captures (
    file INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    record TEXT NOT NULL,
    refers_url TEXT NOT NULL,
    refers_at TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    own INTEGER NOT NULL,
    info INTEGER NOT NULL, -- which warcinfo of the file speaks of it
    body_file INTEGER,     -- where the body lies; NULL for a revisit whose first visit is not among the files
    body_offset INTEGER,
    PRIMARY KEY (file, offset)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (record TEXT PRIMARY KEY, at TEXT NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mentions (
    source TEXT NOT NULL,
    identity TEXT NOT NULL,
    text TEXT NOT NULL,    -- the longest
    iso TEXT,              -- the first
    raw TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (source, identity)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (source TEXT PRIMARY KEY, done INTEGER NOT NULL, counts TEXT NOT NULL, log_size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS readings (source TEXT NOT NULL, run TEXT NOT NULL, identity BLOB NOT NULL, PRIMARY KEY (source, run, identity)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS latest (source TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (source, id)) WITHOUT ROWID;
