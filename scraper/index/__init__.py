"""Search indexes, fed from the logs.

logs        a log that is read for an index: how far it was read, and whether that place is still the same
opened      the logs that are open while a target catches up
index_state how far each log was read, what each document is now, which are still to be sent
rows        one document in the index state, and how a line changes it
near        which texts can be nearly the same, and which are
duplicates  duplicate_of of all documents, kept right
feed        lines into the index state, what they change to the target
model       documents, and what a target is
database    the SQLite file of a target
http        JSON over HTTP to a server that may be busy
targets     one file a target: SQLite, Elasticsearch and OpenSearch, PostgreSQL, Parquet
texts       one way to make words of texts and queries
search      queries to the SQLite index
refused     the file of what a target has refused
"""
