"""Which CMS writes a site, and by what evidence."""

from __future__ import annotations

import pytest

from scraper.probe.cms_evidence import cms_of, generators

NUKEVIET_URLS = [f"https://x.vn/tin-tuc/hoi-nghi-so-ket-cong-tac-{number}.html" for number in range(10, 20)]


@pytest.mark.parametrize(
    ("html", "headers", "name", "is_known", "evidence"),
    [
        (b'<meta name="generator" content="WordPress 6.4">', {}, "wordpress", True, "meta generator: WordPress 6.4"),
        (b"<META content='NukeViet v4.5' NAME=generator>", {}, "nukeviet", True, "meta generator: NukeViet v4.5"),
        (b'<meta name=generator content="Hugo 0.1">', {}, "Hugo 0.1", False, "meta generator: Hugo 0.1"),
        (b"<img src='/wp-content/uploads/a.jpg'>", {}, "wordpress", True, "in the HTML, as wordpress writes"),
        (b"<a href='/mDefault.aspx?id=1'>", {}, "mdefault", True, "in the HTML, as mdefault writes: /mDefault.aspx"),
        (b"<script src='/_layouts/15/init.js'>", {}, "sharepoint", True, "in the HTML, as sharepoint writes"),
        (b"<p>", {"x-generator": "Drupal 9"}, "drupal", True, "header x-generator: Drupal 9"),
        (b"<p>", {"liferay-portal": "Community 6.2"}, "liferay", True, "header liferay-portal: Community 6.2"),
        (b"<script src='/_nuxt/a.js'>", {}, "nuxt", False, "in the HTML, as nuxt writes"),
        (b"<p>wordpress</p>", {"server": "nginx"}, "", False, ""),
    ],
)
def test_a_site_names_its_cms(html: bytes, headers: dict[str, str], name: str, is_known: bool, evidence: str) -> None:
    found = cms_of([html], headers, [])
    assert (found.name, found.is_known) == (name, is_known)
    assert "".join(found.evidence[:1]).startswith(evidence)


def test_addresses_alone_decide_nothing_but_are_told() -> None:
    found = cms_of([b"<p>"], {}, NUKEVIET_URLS)
    assert found.name == ""
    assert found.addresses["nukeviet"] == 10
    assert "10 of 10 articles have addresses like those of nukeviet" in found.evidence


def test_a_cms_outweighs_the_platform_beneath_it() -> None:
    html = b'<input name="__VIEWSTATE"><link href="/Portals/0/a.css">'
    assert cms_of([html], {}, []).name == "dotnetnuke"


def test_a_generator_is_told_once() -> None:
    page = b'<meta name="generator" content=" WordPress   6.4 ">'
    assert generators([page, page]) == ["WordPress 6.4"]
