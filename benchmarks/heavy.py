"""CPU seconds for the pages that stop other readers: ours beside trafilatura, one process, same pages.

``python -m benchmarks.heavy`` (about a minute; ``--ours`` leaves trafilatura out).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table
from trafilatura import bare_extraction

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS
from scraper.pages.article import NoArticleError, read_article
from scraper.pages.page import Page

URL = "http://portal.vn/tin-tuc/hoi-nghi-trien-khai-ke-hoach-nam-2023-12345.html"
TITLE = "Hội nghị triển khai kế hoạch năm 2023"
SENTENCE = "Ngày 12/6, Ban Thường vụ Tỉnh ủy tổ chức hội nghị triển khai kế hoạch công tác năm 2023. "
SPAN = f"<span style='font-size:14pt;font-family:Times'><o:p>{SENTENCE[:40]}</o:p></span>"


def _link(i: int) -> str:
    return f"<a href='/tin-tuc/bai-viet-so-{i}-cua-nam-nay-{20_000 + i}.html'>Bài viết số {i} của năm nay</a>"


def pages() -> dict[str, str]:
    """Name → what stands below the title."""
    text = f"<p>{SENTENCE * 5}</p>"
    return {
        "5 MB of Word paste": f"<p class='MsoNormal'>{SPAN * 40}</p>" * 1_200,
        "30,000 links in a list": text + "".join(f"<li>{_link(i)} (12/06/2023)</li>" for i in range(30_000)),
        "30,000 links in one line": text + " ".join(map(_link, range(30_000))),
        "table of 20,000 rows": text
        + "<table>"
        + "".join(f"<tr><td>{i}</td><td>Nguyễn Văn {i}</td><td>Xã Hòa Bình</td></tr>" for i in range(20_000))
        + "</table>",
        "20,000 paragraphs": "".join(f"<p>{SENTENCE} {i}</p>" for i in range(20_000)),
        "10,000 pictures": text
        + "".join(f"<p><img src='/a/{i}.jpg'></p><p><em>Ảnh {i}</em></p>" for i in range(10_000)),
        "inline picture of 11 MB": f"{text}<img src='data:image/png;base64,{'A' * 11_000_000}'>{text}",
        "text 5,000 boxes deep": "<div>" * 5_000 + text,
        "element of 100,000 attributes": f"<p {' '.join(f'a{i}=1' for i in range(100_000))}>{SENTENCE * 5}</p>",
    }


def _ours(html: bytes) -> int:
    try:
        return len(read_article(Page(URL, html, UrlResolver(("portal.vn",), ANY_CMS)), (), "2026-01-01").body)
    except NoArticleError:
        return 0


def _trafilatura(html: bytes) -> int:
    document = bare_extraction(html, url=URL, with_metadata=True, include_comments=False)
    return len(document.as_dict()["text"] or "") if document is not None and not isinstance(document, dict) else 0


def _timed(read: Callable[[bytes], int], html: bytes) -> str:
    started = time.process_time()
    chars = read(html)
    return f"{time.process_time() - started:.2f} s, {chars:,} characters"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", action="store_true", help="leave trafilatura out")
    options = parser.parse_args()
    table = Table("page", "MB", "ours", "trafilatura")
    for name, below in pages().items():
        html = (
            f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1>{below}</div></body></html>".encode()
        )
        # libxml2 needs more than a minute for the attributes, whoever calls it.
        skipped = options.ours or "attributes" in name
        table.add_row(
            name, f"{len(html) / 1e6:.1f}", _timed(_ours, html), "–" if skipped else _timed(_trafilatura, html)
        )
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
