"""Search in the SQLite index.

asked       the words of a question
filters     the filters of a question
opened      the index as one search sees it
candidates  which documents may be the best answers
ranking     the order of the candidates
spelling    corrections of a question, by the words of the index
typed_keys  what was meant by letters typed as keys of an input method: `ddooir`
found       the documents that a question finds
listing     documents without a question
marks       the words of a question in texts, and snippets
hits        found documents with snippets and marked words
facets      found documents counted by their labels
search      all of it: from a question to an answer
answer      what is asked and answered
"""
