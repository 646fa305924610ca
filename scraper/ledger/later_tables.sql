-- Tables that files of earlier versions lack, and that those versions ignore; created whenever a file is opened.

-- Pages that read like articles and were not recorded; `articles` has them as found, so that they are tried again.
CREATE TABLE IF NOT EXISTS undecided (
    source INTEGER NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;

-- Pages in whose reading a process ended.
CREATE TABLE IF NOT EXISTS readings (
    source INTEGER NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    ends INTEGER NOT NULL DEFAULT 0,          -- processes that ended; 0: left by a killed run of an earlier version
    reason TEXT NOT NULL DEFAULT '',          -- why the last one ended
    body BLOB NOT NULL DEFAULT x'',           -- hash of the page that is set aside
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;

-- The lines of each log as they were written: one that was overwritten in place is noticed, and fetched again.
CREATE TABLE IF NOT EXISTS log_lines (
    source INTEGER NOT NULL,
    start INTEGER NOT NULL,                   -- offset in bytes
    id BLOB NOT NULL,                         -- of its record; empty where the line is not one
    digest BLOB NOT NULL,                     -- of the line with its end, and a checksum of this row
    PRIMARY KEY (source, start)
) STRICT, WITHOUT ROWID;

-- How far each log was compared with them, and which file it was then.
CREATE TABLE IF NOT EXISTS log_checks (
    source INTEGER PRIMARY KEY,
    file TEXT NOT NULL,                       -- inode, size and time of its last change
    checked INTEGER NOT NULL                  -- offset of the next line to compare
) STRICT;

-- The pace of each host, whatever crawler, process or command requests its pages. Times in seconds of the machine's
-- monotonic clock, which all its processes share and nobody sets; those of a Retry-After in seconds since 1970.
CREATE TABLE IF NOT EXISTS hosts (
    host TEXT PRIMARY KEY,
    owner TEXT NOT NULL,                      -- the crawler that requested last
    last REAL NOT NULL,                       -- when the last request was sent, or its answer arrived
    free REAL NOT NULL,                       -- no request goes out before
    delay REAL NOT NULL,                      -- after the last answer, in force
    wanted REAL NOT NULL,                     -- when another crawler than the owner last had to wait
    latency REAL NOT NULL,                    -- moving average
    refusals INTEGER NOT NULL,                -- in a row
    refused REAL NOT NULL,                    -- when the last one arrived
    day TEXT NOT NULL,                        -- in Vietnam, for …
    least REAL NOT NULL,                      -- … the least delay: Crawl-delay, or slower after a refusal
    told_at INTEGER NOT NULL,                 -- when a long Retry-After was received …
    told_until INTEGER NOT NULL               -- … and when it ends
) STRICT, WITHOUT ROWID;

-- What else is known of the end of a run; runs that were killed, and those of earlier versions, have no row.
CREATE TABLE IF NOT EXISTS run_ends (
    source INTEGER NOT NULL,
    run INTEGER NOT NULL,
    ended INTEGER NOT NULL,                   -- seconds since 1970
    short TEXT NOT NULL,                      -- JSON: sentences, how it fell short of the source's expectations
    examples TEXT NOT NULL,                   -- JSON: an address for each kind of error
    PRIMARY KEY (source, run)
) STRICT, WITHOUT ROWID;

-- Sums over all runs since this table exists, also over those that are not kept any more.
CREATE TABLE IF NOT EXISTS run_totals (
    source INTEGER NOT NULL,
    stat TEXT NOT NULL,
    total INTEGER NOT NULL,
    PRIMARY KEY (source, stat)
) STRICT, WITHOUT ROWID;

-- Troubles that ALERT_COMMAND and ALERT_URL have told, or have to tell.
CREATE TABLE IF NOT EXISTS alerts (
    channel TEXT NOT NULL,
    source INTEGER NOT NULL,                  -- 0: of all sources
    kind TEXT NOT NULL,
    since INTEGER NOT NULL,                   -- when it began, in seconds since 1970
    sentence TEXT NOT NULL,
    told INTEGER NOT NULL,                    -- when it was told; 0: not yet
    claimed INTEGER NOT NULL,                 -- when a process began to tell it, or that it is over; 0: none does
    PRIMARY KEY (channel, source, kind)
) STRICT, WITHOUT ROWID;
