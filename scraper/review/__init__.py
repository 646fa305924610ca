"""Pages that show what became of each line of a fetched page, for a person who judges records.

:mod:`page_html` makes the HTML of one page, :mod:`index_html` that of a look at a source: many pages in one file, with
keys to go through them and to mark what is wrong. :mod:`look` chooses the pages and compares them with the look before;
:mod:`archived` reads them from the archive.

The marks of a look are saved by the browser as ``marks.json``::

    {
      "format": 1,
      "source": "hoabinh",
      "looked_at": "2026-01-31T08:00:00Z",
      "pages": [
        {
          "url": "https://…",                              address that answered
          "archive": {"file": "….warc.gz", "offset": 123}, where its answer is in WARC_DIR
          "fetched_at": "2026-01-31T07:00:00Z",
          "charset": "utf-8",                              as the server declared it, or null
          "link_texts": ["…"],                             words of the links to it
          "listed": ["2026-01-30", "30/01/2026"],          the date that a list printed, or null
          "expected_article": true,                        the site had shown that it is an article
          "alone": false,                                  nothing but the page itself was known
          "type": "article",                               what the reader took it for: a value of PageType
          "decided": "article",                            what the walk decided at its end: "article", "list", "other",
                                                           "undecided"; null if that is not known
          "right": false,                                  a person found all of it right
          "wrong": ["authors", "decision"]                 fields that are wrong; "decision": what the page is
        }
      ]
    }

Only pages with a mark are in it: ``right`` is true, or ``wrong`` is not empty; never both.
"""
