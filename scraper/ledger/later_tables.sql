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

-- Pages that are being read, and those in whose reading a process ended.
CREATE TABLE IF NOT EXISTS readings (
    source INTEGER NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    ends INTEGER NOT NULL DEFAULT 0,          -- processes that ended; 0: being read, now or by a run that was killed
    reason TEXT NOT NULL DEFAULT '',          -- why the last one ended
    body BLOB NOT NULL DEFAULT x'',           -- hash of the page that is set aside
    PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
