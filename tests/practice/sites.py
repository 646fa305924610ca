"""The four portals as data: names, places and sections.

Shape: `SITES: dict[source, Site]`; a `Section` is one category of the menu with the numbers of its CMS.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.practice.slugs import slugify

DATA = Path(__file__).parent / "data"
# Subsite and page numbers only have to look like those of the CMS and to differ between the sites.
FIRST_NUMBERS = {"stp_travinh": 1431, "dukcqdn_travinh": 1467, "hoabinh": 2118, "dukcqdn_longan": 2563}


@dataclass(frozen=True, slots=True)
class Section:
    """One category: `number` is its catid, `page` the layout page the CMS shows it on."""

    topic: str
    name: str
    slug: str
    number: int
    page: int


@dataclass(frozen=True, slots=True)
class Site:
    """What the header, the footer and the articles of one portal need to know about its owner."""

    source: str
    sid: int
    name: str
    owner: str
    party: str
    province: str
    address: str
    phone: str
    email: str
    places: tuple[str, ...]
    districts: tuple[str, ...]
    sections: tuple[Section, ...]

    def section_index(self, topic: str) -> int:
        """Position of the section that files this topic."""
        return next(i for i, section in enumerate(self.sections) if section.topic == topic)


def _sections(names: dict[str, str], sid: int) -> tuple[Section, ...]:
    """Number the sections so that no two sites share a catid."""
    return tuple(
        Section(topic, name, slugify(name), sid * 41 + 13 * i, sid * 27 + i)
        for i, (topic, name) in enumerate(names.items())
    )


def _site(source: str, raw: dict[str, Any]) -> Site:
    sid = FIRST_NUMBERS[source]
    shaped = {
        "places": tuple(raw["places"]),
        "districts": tuple(raw["districts"]),
        "sections": _sections(raw["sections"], sid),
    }
    return Site(source=source, sid=sid, **(raw | shaped))


SITES: dict[str, Site] = {
    source: _site(source, raw) for source, raw in json.loads((DATA / "sites.json").read_text(encoding="utf-8")).items()
}
