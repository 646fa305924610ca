-- What is known of all sources. Times are whole seconds since 1970; runs are counted for each source from 1 on, for
-- clocks go backwards and counters do not.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    run INTEGER NOT NULL DEFAULT 0,           -- runs begun
    walked_run INTEGER NOT NULL DEFAULT 0,    -- the last run that walked to its end: what it saw is known
    lists_walked INTEGER NOT NULL DEFAULT 0,  -- when all lists were last walked to their ends
    log_bytes INTEGER NOT NULL DEFAULT 0,     -- of the source's log, up to which `records` knows it …
    log_mark BLOB NOT NULL DEFAULT x''        -- … and the fingerprint of what stood before it
) STRICT;

-- What the log holds: the last line of each id.
CREATE TABLE records (
    source INTEGER NOT NULL,
    id BLOB NOT NULL,
    hash BLOB NOT NULL,                       -- content_hash; empty where the last line says that it is deleted
    revision INTEGER NOT NULL,
    is_lost INTEGER NOT NULL DEFAULT 0,       -- 1: the log held it once, and does not any more
    PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

-- What the walk knows of each article.
CREATE TABLE articles (
    source INTEGER NOT NULL,
    key TEXT NOT NULL,                        -- identity of its addresses
    state TEXT NOT NULL DEFAULT 'found' CHECK (state IN ('found', 'fetched', 'written', 'gone')),
    id BLOB,                                  -- of its record, once it was read
    url TEXT NOT NULL,                        -- address to fetch
    addresses TEXT NOT NULL DEFAULT '[]',     -- canonical addresses seen, JSON
    title TEXT NOT NULL DEFAULT '',           -- words of the link, with the date that stood beside it
    listed TEXT,
    listed_raw TEXT,
    published TEXT,                           -- ISO 8601, of the record
    is_alias INTEGER NOT NULL DEFAULT 0,      -- 1: another row has the same record, and is the one that is revisited
    first_run INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT,
    missing INTEGER NOT NULL DEFAULT 0,       -- runs in a row that got 404 or 410
    failures INTEGER NOT NULL DEFAULT 0,      -- in a row, of other kinds
    next_try INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX articles_by_id ON articles (source, id) WHERE id IS NOT NULL;
CREATE INDEX articles_open ON articles (source) WHERE state IN ('found', 'fetched') OR missing > 0;
CREATE INDEX articles_recent ON articles (source, published) WHERE state = 'written';

-- Pages that are no articles.
CREATE TABLE pages (
    source INTEGER NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,                        -- empty where an address is not enough to ask for it again
    first_run INTEGER NOT NULL,
    lists INTEGER NOT NULL DEFAULT 0,         -- 1: it shows articles of its own, so that it is worth a visit
    list_root TEXT NOT NULL DEFAULT '',       -- the first page of the list that it is a page of
    number INTEGER NOT NULL DEFAULT 1,
    failures INTEGER NOT NULL DEFAULT 0,      -- in a row; 0: it was walked
    next_try INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;

-- What each run gave, to tell a quiet week from a broken reader.
CREATE TABLE runs (
    source INTEGER NOT NULL,
    run INTEGER NOT NULL,
    begun INTEGER NOT NULL,
    reason TEXT,                              -- Scrapy's finish_reason; NULL where the run was killed
    stats TEXT NOT NULL DEFAULT '{}',         -- JSON: the counts that expectations are checked against
    PRIMARY KEY (source, run)
) STRICT, WITHOUT ROWID;

-- How many answers a host gave on a day of Vietnam's; whatever source asked.
CREATE TABLE host_days (
    host TEXT NOT NULL,
    day TEXT NOT NULL,
    pages INTEGER NOT NULL,
    PRIMARY KEY (host, day)
) STRICT, WITHOUT ROWID;
