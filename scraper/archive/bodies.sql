CREATE TABLE IF NOT EXISTS bodies (
    url TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    at TEXT NOT NULL,      -- WARC-Date of the record that holds the body
    file TEXT NOT NULL,
    offset INTEGER NOT NULL
) WITHOUT ROWID
