"""The only access to log lines, locks and SQLite files.

log      output/NAME.jsonl for writing: lines are only appended; a truncated tail is cut when it is opened
reader   log lines for reading: offset, bytes, and the record or the reason why there is none
records  parse lines, and decide which line of an id counts
shapes   which fields a record must have
lock     locks that the system releases when a process ends
sqlite   SQLite files: pragmas, version check, transactions, errors
"""
