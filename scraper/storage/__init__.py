"""The one way to a log line, to a lock and to an SQLite file.

log      output/NAME.jsonl for writing: lines are only appended; half a line is cut when it is opened
reader   log lines for reading: place, bytes, and the record or the reason why there is none
records  what a line says, and which line of an id counts
shapes   which fields a record must have
lock     locks that the system takes back when a process dies
sqlite   SQLite files: pragmas, version check, transactions, errors
"""
