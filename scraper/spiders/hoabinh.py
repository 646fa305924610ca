"""Cổng thông tin điện tử tỉnh Hòa Bình."""

from scraper.base_spiders.portal import PortalSpider
from scraper.cms.liferay import COM_SOFT
from scraper.ledger.health import Expectations


class Hoabinh(PortalSpider):
    """Hòa Bình's portal; Liferay 7 with com_soft_article portlets, lists of 8 by ``_cur=``."""

    name = "hoabinh"
    owner = "Cổng thông tin điện tử tỉnh Hòa Bình"
    home = "https://hoabinh.gov.vn/"
    hosts = ("www.hoabinh.gov.vn",)
    schemes = (COM_SOFT,)
    expectations = Expectations(
        new=5, days=14, filled={"body": 0.8, "date_published": 0.5, "authors": 0.2, "other_news": 0.3}
    )

    verified = {"host": "of a list page's address", "lists": "portlet id, _cur and _delta=8 in that address"}
    unverified = {
        "addresses /tin-chi-tiet/-/bai-viet/{slug}-{id}-{cat}.html": "of the portlet's sources",
        "host still answers": "Hòa Bình became part of Phú Thọ in July 2025",
        "successor": "Phú Thọ's portal answered in July 2026; whether it has Hòa Bình's articles is not known",
    }
    successor = "phutho.gov.vn"
