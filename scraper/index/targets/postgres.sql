CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

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
    -- Words without accents: of the title A, of names B, of the lead C, of the body D.
    words TSVECTOR NOT NULL
);
-- Tables of earlier versions lack these.
ALTER TABLE articles
    ADD COLUMN IF NOT EXISTS summary TEXT,
    ADD COLUMN IF NOT EXISTS captions TEXT[] NOT NULL DEFAULT '{}',
    -- Their titles.
    ADD COLUMN IF NOT EXISTS attachments TEXT[] NOT NULL DEFAULT '{}',
    -- attachment, author, date, image, summary.
    ADD COLUMN IF NOT EXISTS has TEXT[] NOT NULL DEFAULT '{}',
    -- Authors, section, titles of attachments and cited documents without accents, two spaces between.
    ADD COLUMN IF NOT EXISTS names_folded TEXT NOT NULL DEFAULT '',
    -- Summary and captions.
    ADD COLUMN IF NOT EXISTS lead_folded TEXT NOT NULL DEFAULT '',
    -- The body, a space before it, each letter in its place.
    ADD COLUMN IF NOT EXISTS body_folded TEXT NOT NULL DEFAULT '',
    -- All words.
    ADD COLUMN IF NOT EXISTS length INTEGER NOT NULL DEFAULT 0,
    -- Words with their accents; NULL until a row of an earlier version is written anew.
    ADD COLUMN IF NOT EXISTS accented TSVECTOR;
CREATE INDEX IF NOT EXISTS articles_words ON articles USING gin (words);
CREATE INDEX IF NOT EXISTS articles_title ON articles USING gin (title_folded gin_trgm_ops);
CREATE INDEX IF NOT EXISTS articles_date ON articles (date_published);
CREATE INDEX IF NOT EXISTS articles_source ON articles (source);
CREATE INDEX IF NOT EXISTS articles_documents ON articles USING gin (document_numbers);

-- How many articles have a word. Half of each page is free, so that a new number needs no new entry of an index.
CREATE TABLE IF NOT EXISTS article_words (
    word TEXT PRIMARY KEY,
    documents INTEGER NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX IF NOT EXISTS article_words_alike ON article_words USING gin (word gin_trgm_ops);
CREATE TABLE IF NOT EXISTS article_totals (
    documents INTEGER NOT NULL,
    length BIGINT NOT NULL,
    format INTEGER NOT NULL
);
-- Entries that wait in a list would be read by every question.
ALTER INDEX articles_words SET (fastupdate = off);
ALTER INDEX article_words_alike SET (fastupdate = off);
SELECT gin_clean_pending_list('articles_words');
