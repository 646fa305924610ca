"""Search indexes, fed from the logs.

logs        a log that is read for an index: how far it was read, and whether the file is still the same
opened      the logs that are open while a target catches up
index_state how far each log was read, the current line of each document, which are still to be sent
rows        one document in the index state, and how a line changes it
near        near-duplicates: candidates by simhash, confirmed by words
duplicates  keep duplicate_of of all documents correct
feed        apply new lines to the index state, send changed documents to the target
model       documents, and the interface of a target
database    the SQLite file of a target
http        JSON over HTTP to a server that may be busy
targets     one file per target: SQLite, Elasticsearch and OpenSearch, PostgreSQL, Parquet
texts       make words of texts and queries in the same way
codes       a character for each word, the terms of a document in the SQLite index
vocabulary  the words of that index
labels      source, section, author and month of documents, as words of the index
asking      words with which people ask
fields      what of a record is searched
parts       what of a record is shown and not searched
refused     the file of documents that a target has refused
"""
