"""Several machines: which one crawls a source, and jobs of scrapyd on them.

deal     deal sources out to machines, so that a source stays where its ledger is
scrapyd  the few calls of a scrapyd node over HTTP
"""
