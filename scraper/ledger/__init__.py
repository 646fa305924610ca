"""What a source remembers from run to run, and the file that its records go to.

log        output/NAME.jsonl: lines are only appended; half a line is cut when it is opened
owner      one process works on a source
database   the SQLite file of all sources, and its schema
records    what the log holds: last revision of each id
articles   found → fetched → written, or gone; failures and validators
pages      lists and other pages: walked, failed, worth a visit
runs       how each run ended, and what it gave
sink       lines to the log, log to the disk, and only then "written"
memory     opens all of it for a crawl, and stops the crawl when the disk fails
"""
