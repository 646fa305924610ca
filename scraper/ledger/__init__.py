"""What is stored of a source from run to run, and the writer of its log.

database       the SQLite file of all sources
values         its schema, and what each value must be
records        the content of the log: last revision of each id
log_lines      the lines of the log as they were written, to notice those that were overwritten in place
articles       found → fetched → written, or gone; failures and validators
pages          lists and other pages: walked, failed, to request again
readings       pages in whose reading a process ended
reading_marks  pages that are being read now
runs           how each run ended, with its stats
hosts          the pace and the daily budget of each host, shared by all that request its pages
health         how a run falls short of the expectations of its source
record_writer  lines to the log, log to the disk, and only then "written"
check          what is wrong with state file, logs and archive
overview       what is written, what waits and why, for each source
salvage        what can still be read of a damaged state file
rebuild        a new state file from the logs
compact        a log rewritten with only the line of each article that counts
"""
