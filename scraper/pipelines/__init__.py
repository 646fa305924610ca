"""The path of a record from the page to the file; one step per file, named by its verb, in the order of settings."""

from scrapy.crawler import Crawler

from scraper.extensions.source_ledger import LedgerExtension
from scraper.items import Article
from scraper.pipelines.cite_documents import CiteDocuments
from scraper.pipelines.detect_language import DetectLanguage
from scraper.pipelines.enrich_step import EnrichStep
from scraper.pipelines.fingerprint_content import FingerprintContent
from scraper.pipelines.repair_text import RepairText

# The text first, then what is derived from it. Settings list the same steps in the same order; a test compares them.
ENRICH: tuple[type[EnrichStep], ...] = (RepairText, CiteDocuments, DetectLanguage, FingerprintContent)


def enrich(article: Article, *, repair: bool) -> Article:
    """The article after the enriching steps; ``repair`` is the setting ``REPAIR_TEXT``."""
    for step in ENRICH:
        if repair or step is not RepairText:
            step.apply(article)
    return article


def source_name(crawler: Crawler) -> str:
    """Name of the source of a crawl; a spider for any site takes its name from the site."""
    return crawler.spider.name if crawler.spider is not None else crawler.spidercls.name


def ledger_of(crawler: Crawler) -> LedgerExtension:
    """The ledger extension of a crawl.

    Raises:
        ValueError: the settings do not enable it.
    """
    ledger = crawler.get_extension(LedgerExtension)
    if ledger is None:
        raise ValueError("records need scraper.extensions.source_ledger.LedgerExtension among the EXTENSIONS")
    return ledger
