"""Joomla, with K2: ``/{category}/{number}-{alias}``."""

from scraper.cms.model import Cms, Path

JOOMLA = Cms(
    "joomla",
    rank=80,
    articles=(Path(r"/(?P<key>\d+)-(?P<title>[a-z][^/.-]*-[^/.]+?)(?:\.html?)?/?$"),),
)
