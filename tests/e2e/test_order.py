"""The order in which answers arrive does not matter: the same site gives the same records.

``ORDER_SEEDS=50 pytest tests/e2e/test_order.py`` shuffles each site fifty times.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import FAST, read_lines, scrapy
from tests.e2e.unlisted import unlisted_portal
from tests.practice import Portal, serve

SEEDS = int(os.environ.get("ORDER_SEEDS", "1"))
ARTICLES = 15
# The random state in Long An's addresses.
_STATE = re.compile(r"jY7[0-9a-f]{16}")
SITES = {
    "stp_travinh": lambda: Portal("stp_travinh", "modern", articles=ARTICLES),
    "dukcqdn_travinh": lambda: Portal("dukcqdn_travinh", "tables", articles=ARTICLES),
    "hoabinh": lambda: Portal("hoabinh", "portlet", articles=ARTICLES),
    "dukcqdn_longan": lambda: Portal("dukcqdn_longan", "word", articles=ARTICLES),
    "slug": lambda: unlisted_portal("root-slug", "cards", ARTICLES, short=True),
    "blog": lambda: unlisted_portal("blog", "modern", ARTICLES, short=True),
}


def crawl(base_url: str, folder: Path, source: str, *arguments: str) -> list[dict[str, Any]]:
    """The records of one crawl, without what differs between any two crawls."""
    done = scrapy("crawl", source, "-a", f"base_url={base_url}", "-s", f"OUTPUT_DIR={folder}", *FAST, *arguments)
    assert done.returncode == 0, done.stderr[-2000:]
    (path,) = folder.glob("*.jsonl")
    records = read_lines(path)
    for record in records:
        del record["fetched_at"]
        record |= {name: _STATE.sub("", str(record[name])) for name in ("url", "canonical_url", "other_news")}
    return sorted(records, key=lambda record: str(record["id"]))


@pytest.mark.parametrize("site", SITES if "ORDER_SEEDS" in os.environ else ["dukcqdn_longan", "blog"])
def test_any_order_gives_the_same_records(site: str, tmp_path: Path) -> None:
    portal = SITES[site]()
    source = site if site in ("stp_travinh", "dukcqdn_travinh", "hoabinh", "dukcqdn_longan") else "portal"
    with serve(portal) as server:
        expected = crawl(server.base_url, tmp_path / "plain", source)
        assert len(expected) == ARTICLES
        for seed in range(SEEDS):
            concurrent = f"CONCURRENT_REQUESTS_PER_DOMAIN={1 + seed % 8}"
            shuffled = ("-s", "SCHEDULER=tests.e2e.shuffled.ShuffledScheduler", "-s", f"SHUFFLE_SEED={seed}")
            found = crawl(server.base_url, tmp_path / str(seed), source, *shuffled, "-s", concurrent)
            assert found == expected, f"seed {seed}"
