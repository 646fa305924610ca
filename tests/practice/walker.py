"""A plain breadth-first walker for the tests: follows links and postbacks, knows the traps by their shape."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import html

from tests.practice import Portal, Response

BASE = "http://portal"
SKIPPED = re.compile(
    r"ngay=|/print/|print=1|/noi-bo/|/tin-tuc/.|update_language|/uploads/|/images/|^/(en|vi)(/|$)|_cur=\d\d"
)
NOISE = re.compile(r"(utm_\w+|fbclid|sessionid|PHPSESSID|phien)")
STATE = re.compile(r"/!ut/p/z0/[^/]+/")
POSTBACK = re.compile(r"__doPostBack\('([^']+)'")
RETRIES = 2
LIMIT = 3000  # far above what any portal of the tests needs; an endless walk must end


@dataclass
class Walk:
    """What a walk saw: answered addresses and the text of each page."""

    portal: Portal
    seen: set[str] = field(default_factory=set)
    pages: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)


def canonical(href: str) -> str:
    """The address without session, tracking and state."""
    parts = urlsplit(href)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = [(name, value) for name, value in pairs if not NOISE.fullmatch(name)]
    path = STATE.sub("/!ut/p/z0/-/", parts.path.partition(";")[0])
    return path + ("?" + urlencode(sorted(query)) if query else "")


def links(page: str, path: str) -> Iterator[str]:
    """Same-host addresses of a page that are no known trap."""
    for href in html.fromstring(page).xpath("//a/@href"):
        if href.startswith(("javascript:", "#", "mailto:")):
            continue
        absolute = urljoin(BASE + path, href)
        if absolute.startswith(BASE + "/") and not SKIPPED.search(absolute.removeprefix(BASE)):
            yield absolute.removeprefix(BASE).partition("#")[0]


def fetch(portal: Portal, method: str, path: str, form: dict[str, str] | None = None) -> Response:
    """A complete answer, or the last incomplete one."""
    for _ in range(RETRIES):
        answer = portal.respond(method, path, form)
        if answer.status < 500 and answer.declared_length is None:
            break
    return answer


def postbacks(page: str) -> Iterator[dict[str, str]]:
    """The forms behind the pager buttons."""
    root = html.fromstring(page)
    fields = {node.get("name"): node.get("value", "") for node in root.xpath("//input[@type='hidden']")}
    for href in root.xpath("//a/@href"):
        if found := POSTBACK.search(href):
            yield fields | {"__EVENTTARGET": found[1]}


def readable(answer: Response) -> str:
    """The page as text, in the code page that it names itself."""
    charset = "cp1258" if b"windows-1258" in answer.body[:2000] else "utf-8"
    return answer.body.decode(charset)


def walk(portal: Portal, start: str = "/") -> Walk:
    """Everything reachable from `start`."""
    result, queue = Walk(portal), deque([start])
    while queue and len(result.pages) < LIMIT:
        path = queue.popleft()
        if canonical(path) in result.seen:
            continue
        result.seen.add(canonical(path))
        answer = fetch(portal, "GET", path)
        result.statuses.append(answer.status)
        if answer.status != 200 or not answer.body or "html" not in answer.content_type:
            continue
        _take(result, queue, path, readable(answer))
    return result


def _take(result: Walk, queue: deque[str], path: str, page: str) -> None:
    """Keep the page, queue its links, and press the pager buttons of it and of all pages behind them."""
    result.pages[path] = page
    queue.extend(links(page, path))
    forms, pressed = deque(postbacks(page)), set[tuple[str, str]]()
    while forms:
        form = forms.popleft()
        key = form["__EVENTTARGET"], form["__VIEWSTATE"]
        if key not in pressed:
            pressed.add(key)
            shown = readable(fetch(result.portal, "POST", path, form))
            queue.extend(links(shown, path))
            forms.extend(postbacks(shown))
