"""Records in the formats of other tools.

current   the last record of each article, from a log
profiles  our fields under other names, nothing computed
chunks    passages for a vector index, and what has changed
markdown  one text for each article
cells     CSV that is safe in spreadsheets
"""
