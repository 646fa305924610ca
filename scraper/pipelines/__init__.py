"""The way of a record from the page to the file; one step a file, named by its verb, in the order of settings."""

from scrapy.crawler import Crawler


def source_name(crawler: Crawler) -> str:
    """Name of the source that a crawl reads; a spider for any site takes its name from the site."""
    return crawler.spider.name if crawler.spider is not None else crawler.spidercls.name
