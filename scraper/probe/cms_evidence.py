"""Which CMS writes a site, and by what evidence: what its pages state, paths of their files, forms of addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scraper.cms import KNOWN

# Pages whose HTML is searched: templates repeat on all.
_SEARCHED = 12
_GENERATOR = re.compile(
    rb"<meta\s[^>]{0,200}?\bname\s*=\s*[\"']?generator[\"']?[^>]{0,400}>", re.IGNORECASE | re.DOTALL
)
_CONTENT = re.compile(rb"\bcontent\s*=\s*(?:\"([^\"]{1,200})|'([^']{1,200}))", re.IGNORECASE)
# Response headers that name a program, in lower case; "server" names the server.
_HEADERS = ("x-generator", "x-powered-by", "liferay-portal", "microsoftsharepointteamservices", "x-drupal-cache")

# What the pages of a CMS have in their HTML and nobody else's, by the name that the CMS has in scraper/cms, or its own.
_SIGNS: Mapping[str, tuple[str, ...]] = {
    "wordpress": (r"/wp-content/(?:themes|plugins|uploads)/", r"/wp-includes/"),
    "joomla": (r"/media/(?:jui|system|vendor/joomla[\w-]*)/", r"[?&]option=com_\w+", r"/components/com_\w+/"),
    "drupal": (r"/sites/(?:default|all)/(?:files|themes|modules)/", r"/core/misc/drupal", r"\bDrupal\.settings\b"),
    "nukeviet": (
        r"\bnv_(?:base_siteurl|lang_variable|module_name|area_admin)\b",
        r"/themes/[\w-]+/js/(?:main|nv)\w*\.js",
    ),
    "dotnetnuke": (r"/DesktopModules/", r"/Portals/(?:\d+|_default)/", r"\bdnn_ctr\d+"),
    "sharepoint": (r"/_layouts/(?:\d+/)?", r"\b_spPageContextInfo\b", r"/_catalogs/masterpage/"),
    "liferay": (r"\bLiferay\.(?:ThemeDisplay|Portlet|AUI)\b", r"/o/(?:frontend|js|combo)[\w/-]*", r"\bp_p_id=\w+"),
    "wcm": (r"/wps/(?:wcm|portal|contenthandler)/",),
    "mojoportal": (r"/Data/Sites/\d+/", r"\bmojoportal\b"),
    "mdefault": (r"/mDefault\.aspx\b",),
    "umbraco": (r"/umbraco/", r"\bdata-umb\b"),
    "typo3": (r"/typo3(?:conf|temp)/",),
    "nuxt": (r"/_nuxt/", r"__NUXT_(?:DATA_)?_?"),
    "next.js": (r"/_next/static/", r"\b__NEXT_DATA__\b"),
    "asp.net web forms": (r"\bname=\"__VIEWSTATE\"",),
}
_COMPILED = {
    name: tuple(re.compile(pattern.encode(), re.IGNORECASE) for pattern in patterns)
    for name, patterns in _SIGNS.items()
}
# CMSes whose addresses nobody else writes: by their rank, specific forms come first.
_DISTINCT = frozenset(cms.name for cms in KNOWN if cms.rank <= 15)
PLATFORMS = frozenset({"nuxt", "next.js", "asp.net web forms"})
"""Programs with which sites of any CMS are made: named only where there is nothing better."""
# Other words by which a generator or a header names a CMS of ours.
_NAMES = {"dnn": "dotnetnuke", "websphere": "wcm", "microsoft sharepoint": "sharepoint", "joomla!": "joomla"}


@dataclass(slots=True)
class CmsFinding:
    """The CMS of a site."""

    name: str = ""
    """As in ``scraper/cms`` where it is known there; empty for none known."""
    is_known: bool = False
    """True if ``scraper/cms`` has its rules."""
    evidence: list[str] = field(default_factory=list)
    addresses: dict[str, int] = field(default_factory=dict)
    """Articles whose addresses match the rules of a known CMS, by its name."""


def cms_of(pages: Sequence[bytes], headers: Mapping[str, str], articles: Sequence[str]) -> CmsFinding:
    """The CMS of a site.

    Args:
        pages: HTML of its pages.
        headers: of an answer, by name in lower case.
        articles: addresses of its articles.
    """
    found = CmsFinding(addresses=matching(articles))
    votes = Counter[str]()
    for generator in generators(pages[:_SEARCHED]):
        found.evidence.append(f"meta generator: {generator}")
        if name := _named(generator):
            votes[name] += 3
        elif not found.name:
            found.name = generator  # not one of ours, but it says what it is
    for name in _HEADERS:
        if said := headers.get(name):
            found.evidence.append(f"header {name}: {said[:80]}")
            if known := _named(f"{name} {said}"):
                votes[known] += 2
    for name, parts in _signs(pages[:_SEARCHED]).items():
        found.evidence.append(f"in the HTML, as {name} writes: {', '.join(parts)}")
        votes[name] += 1 if name in PLATFORMS else 2
    for name, count in found.addresses.items():
        if 2 * count > len(articles):
            found.evidence.append(f"{count} of {len(articles)} articles have addresses like those of {name}")
            # A common form of address, which many CMSes write, decides nothing alone.
            votes[name] += 2 if name in _DISTINCT else 1
    if votes:
        (best, points), *_ = votes.most_common()
        if points > 1 or best in PLATFORMS:
            found.name = best
    found.is_known = found.name in {cms.name for cms in KNOWN}
    return found


def matching(addresses: Iterable[str]) -> dict[str, int]:
    """How many addresses the rules of each known CMS match; without those that match none."""
    counts = Counter[str]()
    for address in addresses:
        parts = urlsplit(address)
        counts.update({cms.name for cms in KNOWN if any(rule(parts) for rule in cms.articles)})
    return dict(counts.most_common())


def generators(pages: Iterable[bytes]) -> list[str]:
    """What the pages state in ``<meta name="generator">``, each once."""
    found: dict[str, None] = {}
    for html in pages:
        for tag in _GENERATOR.findall(html[:200_000]):
            if content := _CONTENT.search(tag):
                found[" ".join((content[1] or content[2]).decode("utf-8", "replace").split())] = None
    return list(found)


def _signs(pages: Iterable[bytes]) -> dict[str, list[str]]:
    """The signs of each CMS that are in the pages, as written there."""
    found: dict[str, dict[str, None]] = {}
    for html in pages:
        for name, patterns in _COMPILED.items():
            for pattern in patterns:
                if match := pattern.search(html):
                    found.setdefault(name, {})[match[0].decode("ascii", "replace")] = None
    # The beginning of the list says enough.
    return {name: list(parts)[:3] for name, parts in found.items()}


def _named(said: str) -> str:
    """The CMS that a statement names; empty for none."""
    words = said.lower()
    known = {**{name: name for name in _SIGNS}, **{cms.name: cms.name for cms in KNOWN}, **_NAMES}
    return next((name for word, name in known.items() if word in words), "")
