"""Everything that keeps a crawler busy or breaks it: twins, endless links, odd links, broken addresses.

Traps of an article's page: `assign(articles) -> dict[article id, name]`.
Ghosts (addresses with no article): `ghosts(family) -> dict[path, name]`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from threading import Lock
from urllib.parse import quote

from tests.practice import labels
from tests.practice.corpus import Article
from tests.practice.families import Family, Link
from tests.practice.markup import break_markup, to_windows_1258
from tests.practice.web import TOKEN, Response

# In the order of the articles from FIRST_TRAPPED on; the newest ones stay clean for first looks.
ARTICLE_TRAPS = ("flaky-500", "truncated", "bytes-1258", "latin1-header", "broken-html")
FIRST_TRAPPED = 4
GHOSTS = ("gone", "dead", "blank", "updating")
ROBOTS = b"User-agent: *\nDisallow: /noi-bo/\n"
OTHER_HOST = "http://example.invalid/"
OTHER_PORT = "http://127.0.0.1:9/tin-tuc/"  # the discard port: the same address, never this server
CALENDAR_SHAPE = "%d-%m-%Y"
EARLIEST, LATEST = date(1900, 1, 1), date(9998, 12, 31)


def assign(articles: Sequence[Article]) -> dict[int, str]:
    """The articles whose pages misbehave."""
    return {a.id: name for a, name in zip(articles[FIRST_TRAPPED:], ARTICLE_TRAPS, strict=False)}


def ghosts(family: Family) -> dict[str, str]:
    """Article-shaped addresses with no article behind them."""
    return {family.placeholder_path(n): name for n, name in enumerate(GHOSTS)}


def broken_links(family: Family) -> tuple[Link, ...]:
    """The front page's links to everything that misbehaves."""
    trapped = assign(family.articles)
    real = tuple(Link(a.title, family.link(a, "list")) for a in family.articles if a.id in trapped)
    return real + tuple(Link(labels.BROKEN[name], path) for path, name in ghosts(family).items())


def calendar_path(shown: date) -> str:
    """The calendar page of a day."""
    return f"/lich-cong-tac?ngay={shown.strftime(CALENDAR_SHAPE)}"


def calendar_day(asked: str | None, today: date) -> date:
    """The day a calendar address asks for; today when it makes no sense."""
    try:
        shown = datetime.strptime(asked or "", CALENDAR_SHAPE).date()  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        return today
    return min(max(shown, EARLIEST), LATEST)


def with_query(path: str, query: str) -> str:
    """The address with one more parameter."""
    return f"{path}{'&' if '?' in path else '?'}{query}"


def odd_links(family: Family, today: date) -> tuple[Link, ...]:
    """Links of the footer that a crawler must not follow, or must recognise as twins."""
    newest, second = family.articles[0], family.articles[min(1, len(family.articles) - 1)]
    path, other = family.link(newest, "list"), family.link(second, "list")
    return (
        Link(labels.INTERNAL, "/noi-bo/"),
        Link(labels.CALENDAR, calendar_path(today)),
        Link(labels.BOOKMARK, "javascript:addFavorite()"),
        Link(labels.FONT_NORMAL, "#"),
        Link(labels.PARTNER, OTHER_HOST),
        Link(labels.PARTNER, OTHER_PORT),
        Link(newest.title, with_query(path, "utm_source=zalo&utm_medium=social&fbclid=IwAR0demo")),
        Link(newest.title, f"{path};jsessionid={TOKEN}.node2" if "?" not in path else path),
        Link(second.title, with_query(other, f"sessionid={TOKEN}")),
        Link(second.title, with_query(other, f"PHPSESSID={TOKEN}&utm_campaign=tuan") + "#noi-dung"),
        Link(labels.NEWS, f"/tin-tuc/?b=2&a=1&phien={TOKEN}"),
        Link(labels.NEWS, f"/tin-tuc/?a=1&b=2&phien={TOKEN}"),
    )


def tools(article: Article, path: str, *, traps: bool) -> tuple[Link, ...]:
    """The tool row of an article: with traps the print and mail twins, without only scripts."""
    sizes = tuple(
        Link(text, "javascript:void(0);") for text in (labels.FONT_SMALL, labels.FONT_NORMAL, labels.FONT_LARGE)
    )
    if not traps:
        return (Link(labels.PRINT, "javascript:window.print()"), *sizes)
    return (
        Link(labels.PRINT, f"/print/{article.id}"),
        Link(labels.PRINT_VIEW, with_query(path, "print=1")),
        Link(labels.MAIL, f"mailto:?subject={quote(article.title)}"),
        Link(labels.BOOKMARK, "#"),
        *sizes,
    )


def ghost_response(name: str) -> Response | None:
    """The answer of a ghost; None for the placeholder page, which has to be rendered."""
    match name:
        case "gone":
            return Response(404, b"<html><body><h1>404</h1></body></html>")
        case "dead":
            return Response(500, b"<html><body><h1>Server Error in '/' Application.</h1></body></html>")
        case "blank":
            return Response(200, b"")
    return None


class Misbehaviour:
    """Answers of trapped articles; remembers which of them were asked before."""

    def __init__(self, trapped: dict[int, str]) -> None:
        self.trapped = trapped
        self._asked = {article_id: count() for article_id in trapped}
        self._lock = Lock()

    def _first_time(self, article_id: int) -> bool:
        with self._lock:
            return next(self._asked[article_id]) == 0

    def apply(self, article_id: int, page: bytes) -> Response:
        """The article's page, or what its trap makes of it."""
        match self.trapped.get(article_id):
            case "flaky-500" if self._first_time(article_id):
                return Response(500, b"<html><body>Runtime Error</body></html>")
            case "truncated" if self._first_time(article_id):
                return Response(200, page[: len(page) // 3], declared_length=len(page))
            case "bytes-1258":
                # The header lies, only the page itself names its code page.
                text = page.decode().replace("charset=utf-8", "charset=windows-1258")
                text = text.replace("charset=UTF-8", "charset=windows-1258")
                text = text.replace('charset="utf-8"', 'charset="windows-1258"')
                return Response(200, to_windows_1258(text))
            case "latin1-header":
                return Response(200, page, content_type="text/html; charset=iso-8859-1")
            case "broken-html":
                return Response(200, break_markup(page.decode()).encode())
        return Response(200, page)
