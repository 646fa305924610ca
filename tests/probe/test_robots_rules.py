"""What robots.txt says, for a reader."""

from __future__ import annotations

from scraper.probe.robots_rules import disallowed_paths, robots_of

TEXT = """\
User-agent: Googlebot
Disallow: /google-only/

User-agent: bad
User-agent: *   # all others
Crawl-delay: 7
Disallow: /admin/
Disallow:
Disallow: /in/   # print views

Sitemap: https://x.vn/sitemap.xml
Sitemap: https://x.vn/sitemap.xml
"""


def test_the_group_of_all_crawlers_is_shown() -> None:
    found = robots_of(TEXT, 200, "https://x.vn/", "our-crawler")
    assert found.allowed
    assert (found.disallowed, found.disallowed_count) == (["/admin/", "/in/"], 2)
    assert found.crawl_delay == 7.0
    assert found.sitemaps == ["https://x.vn/sitemap.xml"]


def test_groups_of_other_crawlers_are_not() -> None:
    assert list(disallowed_paths("User-agent: a\nDisallow: /a\nUser-agent: *\nDisallow: /b")) == ["/b"]


def test_all_may_be_forbidden() -> None:
    assert not robots_of("User-agent: *\nDisallow: /", 200, "https://x.vn/", "our-crawler").allowed


def test_without_one_all_is_allowed() -> None:
    found = robots_of(None, 404, "https://x.vn/", "our-crawler")
    assert (found.status, found.allowed, found.disallowed) == (404, True, [])


def test_many_rules_are_counted() -> None:
    text = "User-agent: *\n" + "".join(f"Disallow: /{number}/\n" for number in range(300))
    found = robots_of(text, 200, "https://x.vn/", "our-crawler")
    assert found.disallowed_count == 300
    assert len(found.disallowed) < 20
