CREATE TABLE IF NOT EXISTS book_meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS book_log (
    name TEXT PRIMARY KEY,
    place BIGINT NOT NULL,
    mark TEXT NOT NULL,
    generation BIGINT NOT NULL,
    is_replay INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS book_doc (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    log TEXT NOT NULL,
    start BIGINT NOT NULL,
    length INTEGER NOT NULL,
    digest TEXT NOT NULL,
    generation BIGINT NOT NULL,
    revision INTEGER NOT NULL,
    is_deleted INTEGER NOT NULL,
    is_shared INTEGER NOT NULL,
    version BIGINT NOT NULL,
    simhash BIGINT NOT NULL,
    age TEXT NOT NULL,
    duplicate_of TEXT,
    is_waiting INTEGER NOT NULL,
    refusal TEXT
);
CREATE INDEX IF NOT EXISTS book_doc_waiting ON book_doc (number) WHERE is_waiting = 1;
CREATE INDEX IF NOT EXISTS book_doc_refused ON book_doc (number) WHERE refusal IS NOT NULL;
CREATE INDEX IF NOT EXISTS book_doc_copies ON book_doc (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX IF NOT EXISTS book_doc_log ON book_doc (log, generation)
