"""Search indexes, fed from the logs.

logs        output/NAME.jsonl as a reader sees it: whole lines from a place on
book        how far each log was read, what each document is now, which are still to be sent
near        can two texts be nearly the same, and are they
duplicates  duplicate_of of all documents, kept right
feed        lines into the book, what they change to the target
model       documents, and what a target is
targets     one file a target: SQLite, Elasticsearch and OpenSearch, PostgreSQL, Parquet
texts       one way to make words of texts and queries
search      queries to the SQLite index
refused     the file of what a target does not take
export      current records in the words of other tools
"""
