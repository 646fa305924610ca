"""How well and how fast pages are read, beside the peers: same pages, same run, one table a corpus.

    make bench-setup                                            # the peers, pinned, into .venv
    .venv/bin/python -m benchmarks.reading                      # all corpora
    .venv/bin/python -m benchmarks.reading --corpus practice --pages 5
    .venv/bin/python -m benchmarks.reading --corpus dir:PAGES --tool ours -v

Each field but the body is the share of pages on which it is right; nothing where there is nothing is right too, and
``-`` means that the tool or the truth has no such field. ``date`` is the day, ``time`` the minute as well, ``wrong d.``
how many pages got a day that is not theirs; ``invented`` how many names were given as authors that are none;
``errors`` names what was raised. A list's date is truth too where only the list prints one: ``ours`` is given it, as in
a crawl, ``ours, page alone`` and the peers cannot know it.

Each tool is a process of its own and gets bytes; its time is CPU time, parsing included, the best of all passes for
each page; its memory is the peak above that of the loaded pages, the tool's own modules included.

Corpora (`benchmarks.reading.corpora`):

    practice   the six skins of the practice portal on all its portals, one block a skin
    nukeviet   58 articles of a NukeViet portal, truth from its database
    real       three articles as they were served
    wcxb       150 English pages of the WCXB development set, all sites unknown to us
    dir:PATH   a directory of ``*.html`` with a ``truth.jsonl``: one object a line with ``file``, ``url`` and any of
               ``link_text listed_date title authors date section summary body captions attachments other_news``

The pages of ``nukeviet``, ``real`` and ``wcxb`` lie beside the project, in ``../shared/pages``; without them their
blocks are left out, and the table says so. The texts in ``../shared/seeds`` are no corpus here: they have no pages,
and the practice portal prints texts of its own.

Public sets: of the source packages on PyPI, those of fundus, trafilatura, readability-lxml and htmldate hold no pages
with truth, and newspaper4k's holds pages of newspapers with what its own tests expect of it. Fundus' fixtures and
trafilatura's evaluation are in their repositories only; brought into the shape of ``dir:PATH`` they can be read here.
"""
