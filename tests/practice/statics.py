"""Pages that are no articles, and the traps among them that have no end."""

import json
import re
from datetime import date
from functools import cache
from typing import Any

from tests.practice.families import Link
from tests.practice.sites import DATA
from tests.practice.traps import calendar_day
from tests.practice.views import StaticView, Views
from tests.practice.web import Address

LOOP = re.compile(r"(?:/tin-tuc)+/?")
LOOP_LINK = "tin-tuc/"  # relative: each time it is followed the address grows
INTERNAL = re.compile(r"/noi-bo/(\d*)")
ALWAYS = ("gioi-thieu", "lien-he", "so-do-trang")


@cache
def texts() -> dict[str, dict[str, Any]]:
    """Title and paragraphs of the static pages, by name."""
    loaded: dict[str, dict[str, Any]] = json.loads((DATA / "static.json").read_text(encoding="utf-8"))
    return loaded


def page(name: str, path: str, links: tuple[Link, ...] = ()) -> StaticView:
    """The static page with this name."""
    raw = texts()[name]
    return StaticView(raw["title"], path, tuple(raw["paragraphs"]), links, form=raw.get("form", False))


def static_page(address: Address, views: Views, today: date) -> StaticView | None:
    """The static page at this address, if there is one."""
    path = address.path
    name = path.strip("/")
    if name in ALWAYS:
        return page(name, path, views.section_links() if name == "so-do-trang" else ())
    if not views.traps:
        return None
    if path == "/lich-cong-tac":
        return views.calendar(calendar_day(address.query.get("ngay"), today))
    if LOOP.fullmatch(path):
        return page("tin-tuc", path, (Link(texts()["tin-tuc"]["title"], LOOP_LINK), *views.section_links()))
    if found := INTERNAL.fullmatch(path):
        after = int(found[1] or 0) + 1
        return page("noi-bo", path, (Link(f"{texts()['noi-bo']['title']} {after}", f"/noi-bo/{after}"),))
    return None
