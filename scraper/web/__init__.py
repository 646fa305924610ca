"""``scrapy web``: the search as pages and as JSON, read-only.

places    the files that are served
server    uvicorn on a socket; ends cleanly with SIGTERM
app       the routes, and the answers to errors
guard     who may ask for what: methods, Host, token; the security headers of each answer
search_address  a search as the address of a page: parameters to a query and back
results   a search with its filters and their counts, near-duplicates folded together
record    one article with what the log and the index say of it besides
versions  the versions of an article in its log, and what changed
word_diff the differences of two texts, by words
archived  the page of a record as it was archived, as text
sources   the sources with their state
pages     the HTML pages
html      Jinja templates, and what they need
api       the JSON answers
openapi   their description
atom      a search as a feed

Only ``scrapy web`` imports these modules: they need the extra ``web``.
"""
