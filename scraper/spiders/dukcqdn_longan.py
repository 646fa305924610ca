"""Đảng ủy Khối cơ quan và doanh nghiệp tỉnh Long An."""

from scraper.base_spiders.portal import PortalSpider
from scraper.cms.slug_id import SLUG_ID
from scraper.cms.websphere import WCM
from scraper.ledger.health import Expectations


class DukcqdnLongan(PortalSpider):
    """Party committee of Long An's agencies and enterprises; WebSphere WCM or the slug-id portal."""

    name = "dukcqdn_longan"
    owner = "Đảng ủy Khối cơ quan và doanh nghiệp tỉnh Long An"
    home = "https://dukcqdn.longan.dcs.vn/"
    schemes = (SLUG_ID, WCM)
    expectations = Expectations(new=1, days=60, filled={"body": 0.8, "authors": 0.2, "other_news": 0.3})

    unverified = {
        "host": "Party sites of Long An are *.longan.dcs.vn; crawl with -a base_url= until the host is confirmed",
        "CMS": "WebSphere serves longan.dcs.vn, the slug-id portal longan.gov.vn; both are read",
        "host still answers": "committees of this kind were dissolved early in 2025",
        "successor": "of Tây Ninh's Party committee, seen in July 2024; Long An became part of Tây Ninh in July 2025",
    }
    successor = "tayninh.dcs.vn"
