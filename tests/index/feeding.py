"""Logs to a target, in this process."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

from scraper.index.feed import Feed
from scraper.index.model import Options
from scraper.index.targets import open_target
from tests.index.logs import append, state_of
from tests.index.places import FIELDS, Held, Place


class Feeding:
    """Logs in a folder, and the target that they go to.

    Args:
        folder: of the logs.
        place: the target.
        options: of the target, besides the folder.
    """

    def __init__(self, folder: Path, place: Place, **options: Any) -> None:
        self.folder = folder / "output"
        self.folder.mkdir(exist_ok=True)
        self.place = place
        self.options = options
        self.refused: dict[str, str] = {}
        """What the last run was told, by id."""

    def log(self, source: str = "hoabinh") -> Path:
        return self.folder / f"{source}.jsonl"

    def write(self, *lines: dict[str, Any]) -> None:
        """Add lines to the logs of their sources."""
        for line in lines:
            append(self.log(line["source"]), [line])

    def rewrite(self, *lines: dict[str, Any], source: str = "hoabinh") -> None:
        """Put another log in the place of one, as ``scrapy compact`` does."""
        new = self.folder / "new"
        new.unlink(missing_ok=True)
        new.touch()
        append(new, lines)
        new.replace(self.log(source))

    def run(self, *names: str) -> Counter[str]:
        """Catch up; what was done."""
        counts: Counter[str] = Counter()
        options = Options(self.folder / "index", **{"pause": lambda _: None, **self.options})
        with closing(open_target(self.place.url, options)) as target:
            feed = Feed(self.folder, target, Event(), counts)
            feed.catch_up(names)
            self.refused = {row.id: str(row.refusal) for row, _ in feed.refused()}
        return counts

    def check(self) -> None:
        """What is in the target is what the logs say in the end."""
        wanted = {id_: tuple(line[name] for name in FIELDS[:-1]) for id_, line in state_of(self.folder).items()}
        assert {id_: row[:-1] for id_, row in self.place.held().items()} == wanted

    def duplicates(self) -> dict[str, str]:
        """What is called a duplicate of what."""
        return {id_: row[-1] for id_, row in self.place.held().items() if row[-1] is not None}


def without(held: Held, *ids: str) -> Held:
    """All but some."""
    return {id_: row for id_, row in held.items() if id_ not in ids}
