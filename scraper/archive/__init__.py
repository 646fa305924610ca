"""Answers as received, in WARC 1.1 files: written during a crawl, read by ``scraper.replay`` and other tools.

A file is a sequence of gzip members, one record each. Beside the standard records (``warcinfo``, ``response``,
``request``, ``revisit``) there is a ``metadata`` record for each page that the walk read: its context from other pages.
With it, a page can be replayed without the rest of the site, and yields the same record.
"""
