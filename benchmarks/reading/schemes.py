"""Address schemes by name: those of the sources, and that of the NukeViet pages."""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from scraper.addresses import COM_SOFT, MDEFAULT, SLUG_ID, WCM, Scheme
from scraper.addresses.schemes import Match

_NUKEVIET_PATH = re.compile(r"/([^/]+)/([^/]+)-(\d+)\.html")


def _nukeviet(parts: SplitResult) -> Match | None:
    """``/category/title-ID.html``; ids of a sample site are too short for the general scheme."""
    found = _NUKEVIET_PATH.fullmatch(parts.path)
    return Match(found[3], found[2], found[1]) if found else None


KNOWN = (MDEFAULT, COM_SOFT, SLUG_ID, WCM)
SCHEMES = {scheme.name: scheme for scheme in (*KNOWN, Scheme("nukeviet", _nukeviet))}
