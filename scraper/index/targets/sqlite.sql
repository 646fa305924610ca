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
-- Words without accents, by the project's own folding, and how many documents have them. A word's number is its code.
CREATE TABLE IF NOT EXISTS vocabulary (
    code INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE,
    documents INTEGER NOT NULL
);
-- The same texts with one character for each word.
CREATE TABLE IF NOT EXISTS coded (
    number INTEGER PRIMARY KEY,
    coded_title TEXT NOT NULL,
    coded_body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS total (
    only INTEGER PRIMARY KEY,
    documents INTEGER NOT NULL,
    words INTEGER NOT NULL
);
-- Which documents have a word or a pair of words: see codes.py.
CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5 (term, content = '', columnsize = 0, detail = none, tokenize = ascii);
CREATE VIRTUAL TABLE IF NOT EXISTS term_counts USING fts5vocab (terms, row);
