"""Who is asked without a contact, and what counts as one."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from scraper.middlewares import contact
from scraper.middlewares.contact import ContactRule, NoContactError, has_contact, is_inner

AGENT = "our-crawler (+mailto:data@example.org)"


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (AGENT, True),
        ("our-crawler data@example.org", True),
        ("our-crawler (+https://example.org)", True),
        ("", False),
        ("vn-portal-crawler (+contact address not set)", False),
        ("Scrapy/2.19.0 (+https://scrapy.org)", False),
        ("x (+https://scrapy.org; data@example.org)", True),
        ("Mozilla/5.0 (compatible)", False),
        ("x@localhost", False),
    ],
)
def test_contacts(agent: str, expected: bool) -> None:
    assert has_contact(agent) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:80/", True),
        ("http://localhost/", True),
        ("http://10.1.2.3/", True),
        ("http://[::1]/", True),
        ("http://x.vn/", False),
        ("http://8.8.8.8/", False),
        ("http://box.local/", False),
    ],
)
def test_inner_addresses(url: str, expected: bool) -> None:
    assert is_inner(url) is expected


def test_what_is_sent_counts_and_the_first_refusal_ends_the_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(contact, "refused_hosts", set())
    crawler: Any = get_crawler()
    crawler.stats, crawler.crawling = MemoryStatsCollector(crawler), True
    reasons: list[str] = []

    async def close(reason: str) -> None:
        reasons.append(reason)

    crawler.engine = SimpleNamespace(spider=object(), close_spider_async=close)

    async def story() -> None:
        rule = ContactRule.from_crawler(crawler)
        rule.process_request(Request("http://x.vn/", headers={"User-Agent": AGENT}))
        rule.process_request(Request("http://127.0.0.1/"))
        assert reasons == []
        for url in ("http://x.vn/", "http://y.vn/"):
            with pytest.raises(NoContactError, match="is not asked"):
                rule.process_request(Request(url, headers={"User-Agent": "x"}))
        await asyncio.sleep(0)

    asyncio.run(story())
    assert reasons == ["no_contact"]
    assert contact.refused_hosts == {"x.vn", "y.vn"}
    assert crawler.stats.get_value("contact/refused") == 2
    assert [record.levelname for record in caplog.records] == ["ERROR"]
