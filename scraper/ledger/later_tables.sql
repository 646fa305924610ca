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
