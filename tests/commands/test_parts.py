"""--part: each source is in one part, and sources of one server are in the same."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Spider
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from scraper.base_spiders.portal import PortalSpider
from scraper.commands.parts import of_part


class Loader:
    """Sources by their names, each with a home."""

    def __init__(self, homes: dict[str, str]) -> None:
        self._spiders: dict[str, type[Spider]] = {
            name: type(name, (PortalSpider,), {"name": name, "home": home}) for name, home in homes.items()
        }

    def list(self) -> list[str]:
        return list(self._spiders)

    def load(self, name: str) -> type[Spider]:
        return self._spiders[name]


def parts(loader: Any, count: int, **settings: Any) -> list[list[str]]:
    return [of_part(loader.list(), f"{n}/{count}", loader, Settings(settings)) for n in range(1, count + 1)]


def test_every_source_is_in_one_part() -> None:
    loader = Loader({f"so{number}": f"https://so{number}.example.gov.vn/" for number in range(40)})
    for count in (1, 2, 7):
        assert sorted(name for part in parts(loader, count) for name in part) == sorted(loader.list())


def test_sources_of_one_host_stay_together() -> None:
    homes = {f"so{number}": f"https://{'www.' * (number % 2)}x.example.gov.vn/so{number}/" for number in range(20)}
    assert sorted(map(len, parts(Loader(homes), 5))) == [0, 0, 0, 0, 20]


def test_hosts_of_one_server_stay_together() -> None:
    homes = {f"so{number}": f"https://so{number}.example.gov.vn/" for number in range(20)}
    groups = {f"so{number}.example.gov.vn": "server 1" for number in range(20)}
    assert sorted(map(len, parts(Loader(homes), 5, HOST_GROUPS=groups))) == [0, 0, 0, 0, 20]


def test_without_a_part_all_are_crawled_and_unknown_names_are_left_for_others_to_refuse() -> None:
    loader: Any = Loader({"so1": "https://so1.example.gov.vn/", "any": ""})
    assert of_part(["so1", "any"], None, loader, Settings()) == ["so1", "any"]
    assert of_part(["nothere"], "1/5", loader, Settings()) == ["nothere"]
    assert [part for part in parts(loader, 3) if "any" in part]


def test_what_is_no_part_is_wrong_usage() -> None:
    loader: Any = Loader({})
    with pytest.raises(UsageError, match="--part must be like 2/5"):
        of_part([], "5/2", loader, Settings())
