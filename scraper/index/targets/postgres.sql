CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE IF NOT EXISTS articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    date_published TIMESTAMPTZ,
    section TEXT,
    authors TEXT[] NOT NULL,
    body TEXT NOT NULL,
    document_numbers TEXT[] NOT NULL,
    duplicate_of TEXT,
    revision INTEGER NOT NULL,
    fetched_at TIMESTAMPTZ,
    -- The other fields of the record, and its dates, as they are.
    record JSONB NOT NULL,
    -- The title without accents, for pg_trgm: misspelt words, parts of words.
    title_folded TEXT NOT NULL,
    words TSVECTOR NOT NULL
);
CREATE INDEX IF NOT EXISTS articles_words ON articles USING gin (words);
CREATE INDEX IF NOT EXISTS articles_title ON articles USING gin (title_folded gin_trgm_ops);
CREATE INDEX IF NOT EXISTS articles_date ON articles (date_published);
CREATE INDEX IF NOT EXISTS articles_documents ON articles USING gin (document_numbers);
