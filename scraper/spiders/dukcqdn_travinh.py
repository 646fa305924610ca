"""Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Trà Vinh."""

from scraper.base_spiders.portal import PortalSpider
from scraper.cms.mdefault import MDEFAULT
from scraper.cms.slug_id import SLUG_ID
from scraper.ledger.health import Expectations


class DukcqdnTravinh(PortalSpider):
    """Party committee of Trà Vinh's agencies and enterprises; same CMS as the province's departments."""

    name = "dukcqdn_travinh"
    owner = "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Trà Vinh"
    home = "https://dukcqdn.travinh.gov.vn/"
    schemes = (MDEFAULT, SLUG_ID)
    expectations = Expectations(new=1, days=60, filled={"body": 0.8, "authors": 0.2, "other_news": 0.3})

    verified = {"CMS": "pager and visit counter of an article of 2023 are those of travinh.gov.vn's subsites"}
    unverified = {
        "host": "named after the committee; crawl with -a base_url= until it is seen",
        "host still answers": "committees of this kind were dissolved early in 2025",
        "successor": "of Vĩnh Long's Party committee; its host for pictures was in use in July 2026",
    }
    successor = "vinhlong.dcs.vn"
