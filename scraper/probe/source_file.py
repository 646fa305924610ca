"""The file of a new source: attributes only, by the template ``portal`` of ``scrapy genspider``."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from string import Template

from scraper.probe.findings import Findings
from scraper.text.harmful import HARMFUL

TEMPLATE = "portal"
TEMPLATE_FILE = files("scraper") / "templates" / "spiders" / f"{TEMPLATE}.tmpl"
# A line of a file has 120 characters: of a fact, its name and its reason share it.
_LONGEST_NAME, _LONGEST_TEXT = 30, 78
_NAME = re.compile(r"[a-z][a-z0-9_]*")
# Shares of fewer articles say little, and a normal run reads fewer articles of other sections.
_ENOUGH_RECORDS = 10
_SAFETY = 0.8
# A field that is filled less often is not expected.
_LEAST_SHARE = 0.3
_EXPECTED = ("body", "date_published", "authors", "section", "summary", "images", "other_news")
# Shapes of addresses that are named.
_SHAPES = 5
# A source that prints dates is expected to have a new article within so many days.
_DAYS = 60


class BadNameError(ValueError):
    """A name cannot be that of a source; the message says why."""


def checked_name(name: str) -> str:
    """The name of a source, which is its file's and its log's too.

    Raises:
        BadNameError: it cannot be one.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise BadNameError(f"A source's name has small letters, digits and _, and begins with a letter, not {name!r}")
    return name


def variables(
    name: str, home: str, *, owner: str = "", about: str = "", attributes: Iterable[str] = ()
) -> dict[str, str]:
    """What the template is filled with.

    Args:
        name: of the source.
        home: its front page.
        owner: of the site.
        about: one line on the site.
        attributes: further lines of the class.
    """
    owner = plain(owner).strip(". ") or name
    return {
        "name": name,
        "classname": "".join(part.capitalize() for part in name.split("_")),
        "home": plain(home, len(home)),
        "owner": owner,
        "about": plain(about).strip(".; ") or f"The site of {owner}",
        "attributes": "\n".join(attributes),
    }


def unseen(day: str) -> list[str]:
    """The attributes of a source of which nothing was seen yet."""
    return [
        "    expectations = Expectations(new=1, days=60)",
        "",
        *_facts("unverified", {"host": f"written down on {day}, nothing was fetched yet", "CMS": "not looked at"}),
    ]


def rendered(filled: Mapping[str, str]) -> str:
    """The text of a source's file."""
    template = TEMPLATE_FILE.read_text("utf-8")
    return Template(template).substitute(filled)


def source_text(name: str, found: Findings, tls: str = "strict") -> str:
    """The file of a source from what a probe found.

    Args:
        name: of the source.
        found: what was found.
        tls: the level of TLS that was needed.
    """
    lines = [f'    tls = "{tls}"'] if tls != "strict" else []
    lines += _expectations(found)
    lines += ["", *_facts("verified", _verified(found)), *_facts("unverified", _unverified(found))]
    owner = found.site_name or found.url.split("/")[2]
    about = f"{plain(owner)}; {found.cms.name}" if found.cms.name else owner
    return rendered(variables(name, found.url, owner=owner, about=about, attributes=lines))


def _expectations(found: Findings) -> list[str]:
    shares = expected_shares(found)
    if not shares:
        return [f"    expectations = Expectations(new=1, days={_DAYS})"]
    lines = [f'            "{field}": {share},' for field, share in shares.items()]
    return [
        "    expectations = Expectations(",
        "        new=1,",
        f"        days={_DAYS},",
        "        filled={",
        *lines,
        "        },",
        "    )",
    ]


def expected_shares(found: Findings) -> dict[str, float]:
    """The least shares of fields to expect: well below what was seen, for other sections may print less."""
    if found.articles < _ENOUGH_RECORDS:
        return {}
    seen = {field: found.filled.get(field, 0.0) for field in _EXPECTED}
    # Rounded down to a tenth.
    return {
        field: int(share * _SAFETY * 10 + 1e-9) / 10
        for field, share in seen.items()
        if share >= _LEAST_SHARE and share * found.articles >= _ENOUGH_RECORDS
    }


def _verified(found: Findings) -> dict[str, str]:
    day = found.at[:10]
    facts = {"host": f"{found.pages} pages were fetched on {day}"}
    if found.cms.name and found.cms.evidence:
        facts["CMS"] = f"{found.cms.name}, on {day}: {found.cms.evidence[0]}"
    facts |= _shapes(found, day)
    if found.robots.status:
        parts = f"{found.robots.disallowed_count} parts are forbidden"
        facts["robots.txt"] = f"status {found.robots.status} on {day}, the front page is allowed, {parts}"
    return facts


def _shapes(found: Findings, day: str) -> dict[str, str]:
    """The shapes of the addresses of the articles that were read, each with its count."""
    shapes = [one for one in found.shapes if one.articles]
    if not shapes:
        return {}
    if len(shapes) == 1:
        return {"articles": f"{found.articles} were read on {day}, all at {shapes[0].shape}"}
    facts = {"articles": f"{found.articles} were read on {day}, at addresses of {len(shapes)} shapes"}
    facts |= {f"articles, shape {at}": f"{it.articles} at {it.shape}" for at, it in enumerate(shapes[:_SHAPES], 1)}
    if rest := sum(one.articles for one in shapes[_SHAPES:]):
        facts["articles, further shapes"] = str(rest)
    return facts


def _unverified(found: Findings) -> dict[str, str]:
    facts = {"expectations": "proposed from one probe: correct them after the first full run"}
    if not found.cms.name:
        facts["CMS"] = "none of the known ones shows: addresses are hints, words and content decide"
    return facts


def _facts(attribute: str, facts: Mapping[str, str]) -> list[str]:
    lines = [f'        "{plain(name, _LONGEST_NAME)}": "{plain(text)}",' for name, text in facts.items()]
    return [f"    {attribute} = {{", *lines, "    }"]


def plain(text: str, longest: int = _LONGEST_TEXT) -> str:
    """A text of a site as it can stand between quotation marks of Python, as one line."""
    text = HARMFUL.sub(" ", text).replace("\\", "/").replace('"', "'")
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
