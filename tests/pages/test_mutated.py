"""Pages that are cut, doubled, mixed and filled with harmful pieces: each is read, or said to be no article.

``MUTATED=50000 pytest tests/pages/test_mutated.py`` is the long form, about an hour of one core; a failure names the
seed, and ``MUTATED_SEED`` reads that page again.
"""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS
from scraper.items import as_record
from scraper.pages.page import EmptyPageError, Page
from scraper.pipelines import enrich
from scraper.pipelines.validate_record import broken_rules
from scraper.reading import PageContext, PageType, decide
from tests.written import FILES, written_pages

MUTATED = int(os.environ.get("MUTATED", "300"))
SEED = int(os.environ.get("MUTATED_SEED", "0"))
FETCHED_AT = datetime(2024, 6, 1, tzinfo=UTC)
URL = "https://x.gov.vn/tin-tuc/bai-viet-1001.html"
URLS = UrlResolver(("x.gov.vn",), ANY_CMS)
# What editors, broken templates and attackers put into pages.
PIECES = [
    *(
        b"<",
        b">",
        b"</",
        b"<div",
        b"</div>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?",
        b"<!",
        b"<script>",
        b"<style>",
    ),
    *(
        b"<table><tr><td>",
        b"<li>",
        b"<a href='",
        b'<a href="http:x.pdf">',
        b"<a href='http: //a.vn/x'>",
        b'<img src="//[',
    ),
    *(
        b"<base href='javascript:'>",
        b"<title>",
        b"<textarea>",
        b"<svg>",
        b"<template>",
        b"<iframe src='/x'>",
        b"<time>",
    ),
    *(
        b"&#0;",
        b"&#x202e;",
        b"&#1114112;",
        b"&nbsp;" * 40,
        b"&amp;" * 9,
        b"\x00",
        b"\x1b[2J",
        b"\xe2\x80\xae",
        b"\xef\xbb\xbf",
    ),
    *(b"\xff\xfe", b"\xed\xa0\x80", b"\xcc\x81" * 30, b"1/1/" * 20, b"0" * 400, b"31/02/2024", b"99:99", b" " * 500),
    *(
        b"T\xc3\xa1c gi\xe1\xba\xa3: ",
        b"Tin kh\xc3\xa1c",
        b"Ng\xc3\xa0y \xc4\x91\xc4\x83ng: ",
        b"{" * 50,
        b'{"@type":"NewsArticle"}',
    ),
    *(b"<meta charset=utf-7>", b"<meta charset=utf-16>", b"<div>" * 300, b"</p>" * 100, b"<span style='", b"<h1>"),
    *(
        b"<script type='application/ld+json'>",
        b"<link rel=canonical href='//'>",
        b'<p onclick="',
        b"='\"",
        b"\r",
        b"\t\n",
    ),
]


def mutated(seed: int, pages: list[bytes]) -> bytes:
    """One of the pages after one to twelve changes, the same for the same seed."""
    choice = random.Random(seed)
    page = bytearray(choice.choice(pages))
    for _ in range(choice.randint(1, 12)):
        at = choice.randrange(len(page) + 1)
        size = choice.choice((1, 5, 40, 300, 3000))
        match choice.randrange(6):
            case 0:
                del page[at : at + size]
            case 1:
                page[at:at] = page[at : at + size] * choice.randint(1, 4)
            case 2:
                page[at:at] = choice.choice(PIECES)
            case 3:
                page[at : at + size] = choice.randbytes(min(size, 40))
            case 4:
                other = choice.choice(pages)
                begin = choice.randrange(len(other) + 1)
                page[at:at] = other[begin : begin + size]
            case _:
                end = choice.randrange(len(page) + 1)
                page[at : at + size], page[end : end + size] = page[end : end + size], page[at : at + size]
    return bytes(page)


def test_every_mutated_page_is_read_or_said_to_be_no_article() -> None:
    pages = [page.html for file in FILES for page in written_pages(file)]
    kinds: set[PageType] = set()
    for seed in [SEED] if SEED else range(1, MUTATED + 1):
        try:
            page = Page(URL, mutated(seed, pages), URLS)
        except EmptyPageError:
            continue
        try:
            page.resolve_outlinks()
            outcome = decide(page, PageContext(alone=seed % 2 == 0, expected_article=seed % 3 == 0), "x", FETCHED_AT)
            kinds.add(outcome.type)
            if outcome.article is not None:
                record = as_record(enrich(outcome.article, repair=True))
                assert broken_rules(record) == [], f"seed {seed}"
                json.dumps(record, ensure_ascii=False).encode()
        except Exception as error:
            error.add_note(f"MUTATED_SEED={seed}")
            raise
    assert SEED or {PageType.ARTICLE, PageType.NO_ARTICLE} <= kinds
