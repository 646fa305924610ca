"""Cổng thông tin điện tử tỉnh Hòa Bình."""

from scraper.addresses import COM_SOFT
from scraper.walks.portal import PortalSpider


class Hoabinh(PortalSpider):
    """Hòa Bình's portal; Liferay 7 with com_soft_article portlets, lists of 8 by ``_cur=``."""

    name = "hoabinh"
    owner = "Cổng thông tin điện tử tỉnh Hòa Bình"
    home = "https://hoabinh.gov.vn/"
    hosts = ("www.hoabinh.gov.vn",)
    schemes = (COM_SOFT,)

    verified = {"host": "of a list page's address", "lists": "portlet id, _cur and _delta=8 in that address"}
    unverified = {
        "addresses /tin-chi-tiet/-/bai-viet/{slug}-{id}-{cat}.html": "of the portlet's sources",
        "host still answers": "Hòa Bình became part of Phú Thọ in July 2025",
    }
