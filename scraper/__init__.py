"""Crawler of Vietnamese provincial Party and department sites: news articles in, clean JSON Lines out.

The flow, with the package of each step:

    spiders      name a source and its facts; one file a source, attributes only
      base_spiders what a source inherits: start, parse, errback
      frontier     which outlinks are requested: menus, lists, pagers, other news, feeds
        addresses    what a URL says: article or list, the CMS's own key, which URLs are one page
          cms          all that is known of each CMS, one file each: addresses, state, pagers, print views, files
      middlewares  let requests out and answers in: the source's host alone, robots.txt, pace, cookie stubs
      pages        turn one page into fields: title, text, authors, dates, pictures, files, other news
        text         Vietnamese text: cleaning, dates, bylines, document references, folding, repair
      items        hold the record; article.schema.json is its contract
      pipelines    clean and check the record, step by step, and append it to output/NAME.jsonl
      ledger       remembers what was found, fetched, written and gone; the log; expectations of a source
      extensions   Scrapy's extensions: ledger, archive recorder, field coverage, plain log
    archive      keep every answer as it came (WARC), with what the walk knew of it
    replay       read archived pages again: the same pages, pipelines and ledger, no network
    index        send what is new in the logs to a search index: SQLite, Elasticsearch, PostgreSQL, Parquet; search
    export       records by the names of other tools
    offload      heavy work beside the event loop
    commands     scrapy crawl, crawlall, read, compact, replay, index, search, export, demo
    demo         the practice portal that the demo, the tests and the benchmarks crawl over real HTTP

Imports go one way; ``tests/test_architecture.py`` holds the order. Nothing imports spiders; text and cms import
nothing of ours.
"""
