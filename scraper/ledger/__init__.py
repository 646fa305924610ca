"""What is stored of a source from run to run, and the writer of its log.

database       the SQLite file of all sources, and its schema
records        the content of the log: last revision of each id
articles       found → fetched → written, or gone; failures and validators
pages          lists and other pages: walked, failed, to request again
runs           how each run ended, with its stats
hosts          the pace and the daily budget of each host, shared by all that request its pages
health         how a run falls short of the expectations of its source
record_writer  lines to the log, log to the disk, and only then "written"
compact        a log rewritten with only the line of each article that counts
"""
