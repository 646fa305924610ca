"""Sở Tư pháp tỉnh Trà Vinh."""

from scraper.base_spiders.portal import PortalSpider
from scraper.cms.mdefault import MDEFAULT
from scraper.cms.slug_id import SLUG_ID
from scraper.ledger.health import Expectations


class StpTravinh(PortalSpider):
    """Department of Justice of Trà Vinh; ASP.NET mDefault portal, pager by AJAX."""

    name = "stp_travinh"
    owner = "Sở Tư pháp tỉnh Trà Vinh"
    home = "https://stp.travinh.gov.vn/"
    hosts = ("www.stp.travinh.gov.vn",)
    schemes = (MDEFAULT, SLUG_ID)
    expectations = Expectations(new=1, days=60, filled={"body": 0.8, "authors": 0.2, "other_news": 0.3})

    verified = {"host": "printed in the footer of an article of 2023"}
    unverified = {
        "addresses /{sid}/{pageid}/{catid}/{id}/…": "seen on tcttv.travinh.gov.vn, another site on the same CMS",
        "host still answers": "Trà Vinh became part of Vĩnh Long in July 2025; another of its departments is gone",
        "successor": "Vĩnh Long's portal had news in March 2026; no document names a host of its Sở Tư pháp",
    }
    successor = "tintuc.vinhlong.gov.vn"
