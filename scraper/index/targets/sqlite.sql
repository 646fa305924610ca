CREATE TABLE IF NOT EXISTS article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    section TEXT,
    authors TEXT NOT NULL,
    parts TEXT NOT NULL,
    body TEXT NOT NULL,
    duplicate_of TEXT,
    revision INTEGER NOT NULL,
    fetched_at TEXT
);
-- Words without accents, by the project's own folding, and labels; how many documents have them. A word's number is its
-- code.
CREATE TABLE IF NOT EXISTS vocabulary (
    code INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE,
    documents INTEGER NOT NULL
);
-- The searched texts with one character for each word: see codes.py.
CREATE TABLE IF NOT EXISTS coded (
    number INTEGER PRIMARY KEY,
    coded_text TEXT NOT NULL
);
-- By what documents are filtered, listed and counted: see labels.py.
CREATE TABLE IF NOT EXISTS labelled (
    number INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    labels TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS labelled_by_day ON labelled (day, number, labels);
CREATE TABLE IF NOT EXISTS total (
    only INTEGER PRIMARY KEY,
    documents INTEGER NOT NULL,
    words INTEGER NOT NULL
);
-- Which documents have a word or a pair of words: see codes.py.
CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5 (term, content = '', columnsize = 0, detail = none, tokenize = ascii);
CREATE VIRTUAL TABLE IF NOT EXISTS term_counts USING fts5vocab (terms, row);
