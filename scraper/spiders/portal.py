"""Any portal that has no source file yet: ``scrapy crawl portal -a base_url=https://…``."""

from scraper.base_spiders.portal import PortalSpider


class Portal(PortalSpider):
    """All known CMSes are hints; what they do not know is told by words and content.

    Records name the host as their source, so that two such sites never mix.
    """

    name = "portal"
    owner = "Cổng thông tin được chỉ định khi chạy"
    home = ""

    unverified = {"everything": "the site is not known; a source of its own would say what was seen on it"}
