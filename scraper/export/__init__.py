"""Records in the words of other tools.

current   the last record of each article, from a log
profiles  our fields by other names, and nothing else
cells     CSV that a spreadsheet may open
"""
