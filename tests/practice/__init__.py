"""The practice portal: four provincial news portals with their crawl traps, served from our own articles.

`Portal` answers requests without a socket and knows the truth of every article it prints; `serve` puts
it behind a real HTTP server on the loopback address.  `python -m tests.practice` runs all four at once,
`python -m tests.practice.demo` crawls them.  It shares no code with the crawler that it puts to the test.

corpus, composer -> what the articles say      families -> addresses, lists, pagers
skins, templates -> how pages look             traps    -> everything that keeps a crawler busy
"""

from tests.practice.portal import Portal
from tests.practice.server import Server, serve
from tests.practice.truth import OtherNews, Truth
from tests.practice.web import Response

__all__ = ["OtherNews", "Portal", "Response", "Server", "Truth", "serve"]
