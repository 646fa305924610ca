"""What a source remembers from run to run, and the file that its records go to.

database       the SQLite file of all sources, and its schema
records        what the log holds: last revision of each id
articles       found → fetched → written, or gone; failures and validators
pages          lists and other pages: walked, failed, worth a visit
runs           how each run ended, and what it gave
health         what a run lacks of what its source is expected to give
record_writer  lines to the log, log to the disk, and only then "written"
compact        a log rewritten with only the line of each article that counts
"""
