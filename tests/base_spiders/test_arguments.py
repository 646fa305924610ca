"""Names after -a: what a source takes, and the near name of what it does not."""

from __future__ import annotations

from typing import Any, Self

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler

from scraper.base_spiders.arguments import known_arguments, unknown_argument
from scraper.base_spiders.portal import PortalSpider

USUAL = {"base_url", "revisit", "full", "tls", "user_agent"}


class Plain(PortalSpider):
    name = "plain"
    home = "https://so.example.gov.vn/"
    owner = "Sở"


class WithParameter(PortalSpider):
    name = "with_parameter"
    home = "https://so.example.gov.vn/"

    def __init__(self, topic: str = "", *args: Any, depth: str = "1", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class WithBase(WithParameter):
    name = "with_base"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, region: str = "", **kwargs: Any) -> Self:
        return super().from_crawler(crawler, *args, **kwargs)


class WithAttribute(PortalSpider):
    name = "with_attribute"
    home = "https://so.example.gov.vn/"
    topic = ""
    limit: str

    def helper(self) -> None: ...


@pytest.mark.parametrize(
    ("spider", "own"),
    [
        (Plain, set()),
        (WithParameter, {"topic", "depth"}),
        (WithBase, {"topic", "depth", "region"}),
        (WithAttribute, {"topic", "limit"}),
    ],
)
def test_a_source_takes_what_its_class_and_the_bases_declare(spider: type[PortalSpider], own: set[str]) -> None:
    assert known_arguments(spider) == USUAL | own
    assert unknown_argument(spider, sorted(USUAL | own)) == ""


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ful", "unknown argument ful; did you mean full? plain takes base_url, full, revisit, tls, user_agent"),
        ("revist", "unknown argument revist; did you mean revisit? plain takes"),
        ("base-url", "unknown argument base-url; did you mean base_url? plain takes"),
        ("xyz", "unknown argument xyz; plain takes base_url, full, revisit, tls, user_agent"),
        ("home", "unknown argument home; plain takes"),
        ("start", "unknown argument start; plain takes"),
    ],
)
def test_another_name_is_refused_with_the_near_one(name: str, message: str) -> None:
    assert unknown_argument(Plain, ["full", name]).startswith(message)


def test_what_scrapyd_adds_is_no_argument() -> None:
    assert unknown_argument(Plain, ["_job", "full"]) == ""
    assert unknown_argument(Plain, ["_job", "ful"])


def test_scrapys_other_spiders_take_any_argument() -> None:
    assert unknown_argument(Spider, ["whatever"]) == ""


def test_a_spider_that_nobody_checked_knows_that_it_is_wrong() -> None:
    assert Plain(ful="1").wrong_usage.startswith("unknown argument ful; did you mean full?")
    assert Plain(full="1").wrong_usage == ""
