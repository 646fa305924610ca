"""Search indexes, fed from the logs.

logs        output/NAME.jsonl as a reader sees it: whole lines from a place on
shapes      what is a record, as far as targets need it
opened      the logs that are open while a target catches up
book        how far each log was read, what each document is now, which are still to be sent
rows        one document in the book, and what a line makes of it
near        which texts can be nearly the same, and are they
duplicates  duplicate_of of all documents, kept right
feed        lines into the book, what they change to the target
model       documents, and what a target is
database    an SQLite file as a book
http        JSON over HTTP to a server that may be busy
targets     one file a target: SQLite, Elasticsearch and OpenSearch, PostgreSQL, Parquet
texts       one way to make words of texts and queries
search      queries to the SQLite index
refused     the file of what a target does not take
"""
