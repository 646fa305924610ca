"""Machine-readable lists of the newest articles: sitemap and RSS."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime

from markupsafe import escape

from tests.practice.corpus import Article
from tests.practice.families import Family
from tests.practice.truth import iso
from tests.practice.web import BASE

XML = "text/xml; charset=utf-8"
RSS_SIZE = 20
SITEMAP_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(family: Family) -> str:
    """All articles with the day they were last touched."""
    rows = "\n".join(_url(family, article) for article in family.articles)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP_SPACE}">\n{rows}\n</urlset>\n'


def _url(family: Family, article: Article) -> str:
    when = iso(article.date, with_time=False)
    lastmod = f"<lastmod>{when}</lastmod>" if when else ""
    return f"<url><loc>{BASE}{escape(family.path(article))}</loc>{lastmod}</url>"


def rss(family: Family) -> str:
    """The newest articles."""
    items = "\n".join(_items(family, family.articles[:RSS_SIZE]))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(family.site.name)}</title><link>{BASE}/</link>\n{items}\n</channel></rss>\n"
    )


def _items(family: Family, articles: Iterable[Article]) -> Iterable[str]:
    for article in articles:
        when = article.date
        published = f"<pubDate>{format_datetime(when)}</pubDate>" if isinstance(when, datetime) else ""
        link = f"{BASE}{escape(family.path(article))}"
        yield f"<item><title>{escape(article.title)}</title><link>{link}</link>{published}</item>"
