"""The practice portal: four provincial news portals with their crawl traps, served from our own articles.

`Portal` answers requests without a socket and knows the truth of every article it prints; `serve` puts
it behind a real HTTP server on the loopback address.  `python -m scraper.demo` runs all four at once.

corpus, composer -> what the articles say      families -> addresses, lists, pagers
skins, templates -> how pages look             traps    -> everything that keeps a crawler busy
"""

from scraper.demo.portal import Portal
from scraper.demo.server import Server, serve
from scraper.demo.truth import OtherNews, Truth
from scraper.demo.web import Response

__all__ = ["OtherNews", "Portal", "Response", "Server", "Truth", "serve"]
