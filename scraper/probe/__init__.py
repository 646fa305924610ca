"""A polite look at a site without a source: what it is made of, and whether it would make a good source.

A probe is a crawl of a few pages, by all rules of a crawl, whose files are in a temporary folder. Its pages stay in
memory; pure functions turn them into :class:`~scraper.probe.findings.Findings`.
"""
