"""Records in the formats of other tools.

current   the last record of each article, from a log
profiles  our fields under other names, nothing computed
cells     CSV that is safe in spreadsheets
"""
