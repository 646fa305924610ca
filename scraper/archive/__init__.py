"""Pages as they came, in WARC 1.1 files: written while crawling, read again by ``scraper.replay`` and other tools.

A file is a row of gzip members, one record each. Beside the standard records (``warcinfo``, ``response``, ``request``,
``revisit``) there is a ``metadata`` record for each page that the walk looked at: what the walk knew of it from other
pages. With it, a page is read again without the rest of the site, and gives the same record.
"""
