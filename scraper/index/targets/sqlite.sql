CREATE TABLE IF NOT EXISTS article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    section TEXT,
    authors TEXT NOT NULL,
    body TEXT NOT NULL,
    duplicate_of TEXT,
    revision INTEGER NOT NULL,
    fetched_at TEXT
);
CREATE INDEX IF NOT EXISTS article_date ON article (date);
-- Words without accents, by the project's own folding. The texts are in the table above, so none are kept here.
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    title, body, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
