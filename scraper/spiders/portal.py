"""Any portal that has no source file yet: ``scrapy crawl portal -a base_url=https://…``."""

from scraper.base_spiders.portal import PortalSpider


class Portal(PortalSpider):
    """The rules of all known CMSes are hints; for other addresses, words and content decide.

    The source of its records is derived from the host, so that two such sites never mix.
    """

    name = "portal"
    owner = "Cổng thông tin được chỉ định khi chạy"
    home = ""

    unverified = {"everything": "the site is not known; a source of its own would list what was seen on it"}
