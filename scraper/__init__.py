"""Crawler of Vietnamese provincial Party and department sites: news articles in, clean JSON Lines out.

The flow, with the package of each step:

    spiders      name a source and its facts; one file a source, attributes only
      walks        ask for pages: front page, menus, lists, pagers, other news, feeds
        addresses    what a URL says: article or list, the CMS's own key, which URLs are one page
      middlewares  let requests out and answers in: the source's host alone, robots.txt, pace, cookie stubs
      pages        turn one page into fields: title, text, authors, dates, pictures, files, other news
        text         Vietnamese text: cleaning, dates, bylines, document references, folding, repair
      items        hold the record; article.schema.json is its contract
      pipelines    clean and check the record, step by step, and append it to output/NAME.jsonl
      ledger       remember what was found, fetched, written and gone; the log; one owner a source; is it well?
      extensions   watch: fill rate of each field, a log that no site writes into
    archive      keep every answer as it came (WARC), with what the walk knew of it
    replay       read archived pages again: the same pages, pipelines and ledger, no network
    index        send what is new in the logs to a search index: SQLite, Elasticsearch, PostgreSQL, Parquet; search
    export       records by the names of other tools
    aside        heavy work beside the event loop
    commands     scrapy crawl, crawlall, read, compact, replay, index, search, export

Imports go one way: spiders → walks → pages → addresses, text, items; walks, pipelines → archive → ledger → items;
replay → walks, pipelines; export → index → ledger, text; export → items. Nothing imports spiders; text and addresses
import nothing of ours.
"""
