"""A source on a machine whose clock is wrong, for tests of the pace."""

from __future__ import annotations

from itertools import cycle

from scrapy.crawler import Crawler

from scraper.middlewares.pace import Pace
from scraper.settings import DOWNLOADER_MIDDLEWARES
from scraper.spiders.hoabinh import Hoabinh


class SetAgainAndAgain(Pace):
    """Between 1970 and 2043, another time whenever it is read."""

    def __init__(self, crawler: Crawler) -> None:
        times = cycle([2.3e9, 0.0, 1.7e9, 86_400.0])
        super().__init__(crawler, lambda: next(times))


class HoabinhByWrongClock(Hoabinh):
    """Hòa Bình with such a clock."""

    name = "hoabinh"
    _OURS = {"scraper.middlewares.pace.Pace": None, "tests.e2e.wrong_clocks.SetAgainAndAgain": 560}
    custom_settings = {"DOWNLOADER_MIDDLEWARES": {**DOWNLOADER_MIDDLEWARES, **_OURS}}
