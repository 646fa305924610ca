"""From a link's ``href`` to an address: its target, its kind, and its identity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from scraper.addresses.rules import Rules
from scraper.addresses.shapes import shape_of
from scraper.cms import Cms, Match, Tables, tables_for
from scraper.text.scripts import word_count


class Kind(Enum):
    """The kind of page behind an address, by its shape alone."""

    ARTICLE = "article"
    PAGE = "page"
    """A list, a section, or a page that only its content can tell."""
    FILE = "file"
    """A picture or document: never crawled."""
    VIEW = "view"
    """Print, mail and save views of a page, log-in, search and other tools: never crawled."""
    TRAP = "trap"
    """An address that only a loop of relative links can produce."""
    FOREIGN = "foreign"
    """Another host, or a scheme other than http and https."""


@dataclass(frozen=True, slots=True)
class Address:
    """An absolute address with all that follows from it."""

    url: str
    """What to fetch: without fragment and session id."""
    kind: Kind
    identity: str
    """Two addresses with the same identity are the same page."""
    canonical: str
    """Without session, language, print and tracking state."""
    key: str | None = None
    """The CMS's own key of the article, where the address shows one."""
    title_slug: str = ""
    section_slug: str = ""
    has_state: bool = False
    """Navigation state is part of the address and differs on every view."""
    is_stateful: bool = False
    """The address is nothing but state: ``identity`` is only the readable path before it, and many pages share that.
    :meth:`identity_for` tells them apart."""
    matched_exactly: bool = False
    """Matched by a rule of the site's own CMS, not by a hint."""

    @property
    def is_front(self) -> bool:
        """True for the front page of a site, in any language."""
        return self.identity == "" or self.identity.endswith(":")

    def identity_for(self, words: str = "") -> str:
        """The identity; for an address that is nothing but state, with words that only this page has.

        Args:
            words: distinguish it from other pages: its link text, its title or its body.
        """
        return f"{self.identity}|{words}" if self.is_stateful else self.identity


# Programs of servers that ignore case: their pages are linked in several spellings.
_ANY_CASE = re.compile(r"\.as[hp]x?$", re.IGNORECASE)
# Longer numbers are no years, days or ordinals of a title.
LONG_KEY = 5
# Slugs are cut at about 90 characters; longer ends of paths are state.
_MAX_SLUG = 300
# A limit of common servers and of search indexes; longer addresses on portals are state or errors.
MAX_URL_LENGTH = 2000
# Longer addresses are no links at all; the record's schema has the same limit.
MAX_LINK_LENGTH = 4_000
# /a/b/a/b/a: the same segment for the third time is a relative link that resolves against itself.
MAX_SAME_SEGMENT = 2

_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_DOTNET_SESSION = re.compile(r"/\(S\([a-z0-9]{24}\)\)", re.IGNORECASE)
_SESSION_OR_TRACKING = re.compile(
    r"^(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|sid_session|utm_\w+|fbclid|gclid|zarsrc"
    r"|_gl|mc_[ce]id|nocache|_|timestamp|randomid|redirect|referer|referrer|returnurl"
    r"|asp\.net_sessionid|sess|session|token|csrf\w*|rnd|rand|random|ts|_t|cb|oscsid|cfid|cftoken|zenid|s_id)$",
    re.IGNORECASE,
)
_LANGUAGE = r"(?:vi|en|vi-vn|en-us|vi_vn|en_us|vn)"
_LANGUAGE_PREFIX = re.compile(rf"(?:/{_LANGUAGE}(?=/|$))+", re.IGNORECASE)
_LANGUAGE_PARAM = re.compile(r"^(?:lang|language|locale|ngonngu)$", re.IGNORECASE)

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|ods|odp|txt|csv|zip|rar|7z|gz|tar|jpe?g|png|gif|bmp|webp|svg|ico|tiff?"
    r"|mp[34]|m4[av]|avi|wmv|flv|mov|wav|webm|ogg|swf|css|js|json|woff2?|ttf|eot|exe|msi|apk|dmg)$",
    re.IGNORECASE,
)
_VIEW_PATH = re.compile(
    r"/(?:print|printpreview|in-bai|ban-in|sendmail|sendemail|send-mail|gui-email|gui-mail|mailto"
    r"|log-?in|log-?out|sign-?in|sign-?up|register|dang-nhap|dang-ky|dang-xuat|quen-mat-khau|search"
    r"|tim-kiem|captcha|cdn-cgi|print\.aspx|login\.aspx|search\.aspx)(?:/|$|\.)",
    re.IGNORECASE,
)
_VIEW_PARAM = re.compile(r"^(?:print|in|inbai|download|savefile|sendmail|share|viewmode)$", re.IGNORECASE)
# A number in one of these is the id of a section; other values are a search.
_SEARCH_PARAM = re.compile(r"^(?:q|s|keyword|keywords|tukhoa|search)$", re.IGNORECASE)
# "in=0" and "print=false" request the page itself.
_OFF_VALUES = frozenset({"", "0", "false", "no"})
_EXTENSION_AND_ID = re.compile(r"(?:-\d{1,12})?(?:\.[a-z]{3,5})?$", re.IGNORECASE)
# Three or more words joined by hyphens at the end of an address are a title, in every CMS.
_SLUG_HYPHENS = 2
_SCHEMES = frozenset({"http", "https"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Hosts that a name server or a connection accepts: others are typing errors (`http://tệp kèm.pdf`) or made to deceive.
_HOST = re.compile(r"(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[0-9]+)?")
# Names are no longer than this, by RFC 1035.
_MAX_HOST_LENGTH = 253
# Joined with any base, such an address remains as it is, unless parameters follow a ";".
_ABSOLUTE = re.compile(r"https?://[a-z0-9]")
# `http: //x.vn/`: the space makes it a path for programs, and nobody means that.
_BROKEN_SCHEME = re.compile(r"https?:\s", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_AUTHORITY_END = re.compile(r"[/?#]")
_PATH_END = re.compile(r"[?#]")
# URLs as nearly all are: in their parts without the rules for others, and returned unchanged by w3lib.
_PLAIN = r"A-Za-z0-9/._~&=+,;:!%-"
_PLAIN_URL = re.compile(
    rf"(https?)://([a-z0-9.:-]+)(?:(/[{_PLAIN}]*)(?:\?([?{_PLAIN}]*))?)?(?:#([?{_PLAIN}]*))?",
)


def is_written_out(url: str) -> bool:
    """True for an address in which nothing is left to escape, as in all of a record."""
    scheme, _, rest = url.partition("://")
    host = _AUTHORITY_END.split(rest, maxsplit=1)[0]
    is_host = scheme in _SCHEMES and _HOST.fullmatch(host) is not None
    return is_host and len(url) <= MAX_LINK_LENGTH and url.isascii() and url.isprintable() and " " not in url


def _safe(url: str) -> str:
    """``url`` with unsafe characters escaped; nearly all links need no escaping."""
    return url if _PLAIN_URL.fullmatch(url) else safe_url_string(url)


def _split(url: str) -> SplitResult:
    """The parts of an address, its host in one spelling.

    Raises:
        ValueError: no parser accepts it.
    """
    if plain := _PLAIN_URL.fullmatch(url):
        scheme, host, path, query, fragment = plain.groups("")
        return SplitResult(scheme, _plain_netloc(scheme, host), path, query, fragment)
    url.encode()  # JSON in pages may contain half a character, which no address can
    parts = urlsplit(url)
    return parts._replace(netloc=netloc(parts))


# A page's links lead to a few hosts.
@lru_cache(maxsize=1024)
def _plain_netloc(scheme: str, host: str) -> str:
    return netloc(SplitResult(scheme, host, "", "", ""))


def _joined(parts: SplitResult) -> str:
    """An address from parts with a host and a path, without the fragment."""
    scheme, host, path, query, _ = parts
    return f"{scheme}://{host}{path}?{query}" if query else f"{scheme}://{host}{path}"


def netloc(parts: SplitResult) -> str:
    """Host and port in one spelling: lower case, letters beyond ASCII as ``xn--…``, without a scheme's default port.

    Raises:
        ValueError: the port is not a number.
    """
    port = parts.port
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = _idna(host)
    elif ":" in host:
        host = f"[{host}]"
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def _idna(host: str) -> str:
    """A host as name servers know it; one that they cannot know is returned as it is."""
    # Putting marks in order, as the codec does, takes the square of their number.
    if len(host) > _MAX_HOST_LENGTH:
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _with_slashes(href: str) -> str:
    r"""An ``href`` with ``/`` for each ``\`` of its host and path, as browsers read it."""
    end = found.start() if (found := _PATH_END.search(href)) else len(href)
    return href[:end].replace("\\", "/") + href[end:]


class UrlResolver:
    """Resolves the links of one site; menus repeat on every page, so answers are cached."""

    # A page of a portal has 100 to 400 links, nearly all of which were on the previous page too.
    CACHE_SIZE = 4_000

    def __init__(self, hosts: tuple[str, ...], schemes: tuple[Cms, ...], border: str = "") -> None:
        """Addresses of some hosts.

        Args:
            hosts: all that serve the site, with port where it is not the scheme's default.
            schemes: the CMSes that may have written its addresses, in the order in which they are tried.
            border: folder that its pages are in; those outside are another site's.
        """
        self.border = border
        self.hosts = frozenset(hosts)
        self.schemes = schemes
        self.all_exact = bool(schemes) and all(cms.is_exact for cms in schemes)
        """True if every article of the site is recognisable by its address."""
        self.tables = tables_for(schemes)
        """State, page numbers and views that its addresses may contain."""
        self.address = lru_cache(maxsize=self.CACHE_SIZE)(self._address)
        # Compared with paths that are without language and other state.
        self._folder = _without_state(urlsplit(f"{border}/"), self.tables).path.lower()
        self._rules = Rules(schemes)
        self._state_rules = Rules(tuple(cms for cms in schemes if cms.state_mark))

    def __reduce__(self) -> tuple[type[UrlResolver], tuple[tuple[str, ...], tuple[Cms, ...], str]]:
        """For pickle: without its cache."""
        return UrlResolver, (tuple(sorted(self.hosts)), self.schemes, self.border)

    def shape(self, address: Address) -> str:
        """The shape of an address; empty for a front page, and where the address is state."""
        return "" if address.has_state else shape_of(_without_state(urlsplit(address.url), self.tables))

    def resolve(self, base: str, href: str) -> Address | None:
        """The address that ``href`` on a page at ``base`` leads to; None where it leads nowhere."""
        href = href.strip()
        if not href or href[0] == "#" or href[:11].lower() == "javascript:" or len(href) > MAX_LINK_LENGTH:
            return None
        if "\\" in href:
            href = _with_slashes(href)
        if href[0] == "/" and href[1:2] != "/":
            # Most links are written from the root: one cache entry for all pages.
            root = base.find("/", 8)
            return self.address((base if root < 0 else base[:root]) + href)
        if _BROKEN_SCHEME.match(href):
            return None
        try:
            is_whole = _ABSOLUTE.match(href) and ";" not in href
            return self.address(href if is_whole else urljoin(base, href))
        except ValueError:  # "http://[…": an address that no parser accepts
            return None

    def _address(self, url: str) -> Address | None:
        if len(url) > MAX_LINK_LENGTH:
            return None
        try:
            parts = _split(url)
        except ValueError:
            return None
        if parts.scheme not in _SCHEMES:
            return None
        if parts.netloc not in self.hosts:
            return _foreign(parts)
        parts = _without_session(parts)
        whole = _joined(parts)
        fetch = _safe(whole)
        if len(fetch) > MAX_LINK_LENGTH:
            return None
        kind = _kind(parts, fetch, self.tables)
        if kind is Kind.TRAP:
            return Address(fetch, kind, fetch, fetch)
        plain = _without_state(parts, self.tables)
        if kind is Kind.PAGE and self._is_outside(plain.path):
            return Address(fetch, Kind.FOREIGN, fetch, fetch)
        match, is_exact = self._match(plain)
        canonical = fetch if (simple := _canonical(plain, match)) == whole else _safe(simple)
        if len(canonical) > MAX_LINK_LENGTH:  # its parameters were not escaped before
            canonical = fetch
        if match is None or kind is not Kind.PAGE:
            return self._unmatched(fetch, kind, canonical, parts, plain)
        # A number that is unique in one CMS may occur twice in another: for news and for videos.
        counted_twice = match.is_article and not is_exact
        return Address(
            fetch,
            Kind.ARTICLE if match.is_article else kind,
            _identity(match, plain) if counted_twice else f"key:{match.key}",
            canonical,
            match.key,
            match.title_slug,
            match.section_slug,
            has_state=self.tables.state_mark.search(fetch) is not None,
            matched_exactly=is_exact and match.is_article,
        )

    def _is_outside(self, path: str) -> bool:
        return not f"{path.rstrip('/')}/".lower().startswith(self._folder)

    def _match(self, plain: SplitResult) -> tuple[Match | None, bool]:
        rules = self._state_rules if self.tables.state_mark.search(plain.path) else self._rules
        return rules.match(plain)

    def _unmatched(self, fetch: str, kind: Kind, canonical: str, parts: SplitResult, plain: SplitResult) -> Address:
        """The address of a page without a key: its identity is the address itself, up to its state."""
        mark = self.tables.state_mark.search(canonical)
        readable = canonical[: mark.start()] if mark else canonical
        front = _page_language(parts.path) if plain.path == "/" else ""
        # Without the host: all hosts of a resolver serve one site, and a site may move.
        identity = front + readable.partition("://")[2][len(plain.netloc) :].rstrip("/")
        identity = _in_one_case(identity, plain)
        is_stateful = mark is not None and mark.end() < len(canonical)
        title = _slug(plain.path)
        return Address(
            fetch, kind, identity, canonical, title_slug=title, has_state=is_stateful, is_stateful=is_stateful
        )


def _foreign(parts: SplitResult) -> Address | None:
    """An address of another host, without user name and password; None if nothing can be there."""
    if not _HOST.fullmatch(parts.netloc):
        return None
    url = _safe(urlunsplit(parts))
    if len(url) > MAX_LINK_LENGTH:
        return None
    return Address(url, Kind.FOREIGN, url, url)


def _identity(match: Match, plain: SplitResult) -> str:
    """The identity of an address that only a hint matches: its number may be one of the title, beside which it is."""
    is_beside_title = match.title_slug and match.key in plain.path.rstrip("/").rpartition("/")[2]
    if is_beside_title and match.key.isdigit() and len(match.key) < LONG_KEY:
        return _in_one_case(f"{plain.path.rstrip('/')}?{plain.query}".rstrip("?"), plain)
    return f"key:{match.key}|{match.title_slug.lower()}"


def _in_one_case(identity: str, plain: SplitResult) -> str:
    return identity.lower() if _ANY_CASE.search(plain.path) else identity


def _slug(path: str) -> str:
    """The words at the end of a path if there are enough for a title, else an empty string."""
    last = unquote(path.rstrip("/").rpartition("/")[2])[:_MAX_SLUG]
    if last.count("-") < _SLUG_HYPHENS and word_count(last) <= _SLUG_HYPHENS:
        return ""
    words = _EXTENSION_AND_ID.sub("", last)
    is_title = last.count("-") >= _SLUG_HYPHENS or word_count(words) > _SLUG_HYPHENS
    return words if is_title and "." not in words else ""


def _page_language(path: str) -> str:
    """The language of a front page: ``/`` may be a splash page before ``/vi/``. In ``/en/vi/`` the last counts."""
    found = _LANGUAGE_PREFIX.match(path)
    return found[0].rpartition("/")[2].lower() + ":" if found else ""


def _without_session(parts: SplitResult) -> SplitResult:
    path = _SESSION_IN_PATH.sub("", parts.path) if ";" in parts.path else parts.path
    path = _DOTNET_SESSION.sub("", path) if "(S(" in path else path
    if path[:1] != "/":
        path = f"/{path}"
    return parts if path is parts.path else parts._replace(path=path)


def _without_language(path: str) -> str:
    found = _LANGUAGE_PREFIX.match(path)
    return path[found.end() :] if found else path


def _without_state(parts: SplitResult, tables: Tables) -> SplitResult:
    """Remove what varies for the same page: session, tracking, portlet and language state; sort parameters."""
    path = _without_language(parts.path) or "/"
    if prefix := tables.drop_prefix.match(path):
        path = path[prefix.end() :] or "/"
    if "//" in path:
        path = _SLASHES.sub("/", path)
    if not parts.query:
        is_plain = path == parts.path and not parts.fragment
        return parts if is_plain else parts._replace(path=path, fragment="")
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not (
            _SESSION_OR_TRACKING.match(name) or _LANGUAGE_PARAM.match(name) or tables.state.match(f"{name}={value}")
        )
    )
    return parts._replace(path=path, query=urlencode(kept), fragment="")


def _canonical(plain: SplitResult, match: Match | None) -> str:
    """The canonical URL before what is unsafe in it is escaped."""
    if match and match.canonical:
        return urlunsplit((plain.scheme, plain.netloc, match.canonical, "", ""))
    if match and match.is_article and plain.query and not plain.path.lower().endswith(".aspx"):
        # The path identifies the article; the rest of the query is the list that linked it.
        plain = plain._replace(query="")
    path = plain.path.rstrip("/") or "/"
    return _joined(plain if path == plain.path else plain._replace(path=path))


def _kind(parts: SplitResult, fetch: str, tables: Tables) -> Kind:
    if len(fetch) > MAX_URL_LENGTH or _repeats(parts.path):
        return Kind.TRAP
    if _FILE.search(parts.path):
        return Kind.FILE
    if _VIEW_PATH.search(parts.path) or tables.views.search(parts.path):
        return Kind.VIEW
    if parts.query and any(_asks_for_view(name, value, tables) for name, value in parse_qsl(parts.query)):
        return Kind.VIEW
    return Kind.PAGE


def _asks_for_view(name: str, value: str, tables: Tables) -> bool:
    if _VIEW_PARAM.match(name) or tables.view_params.match(name):
        return value.lower() not in _OFF_VALUES
    return bool(value) and not value.isdigit() and _SEARCH_PARAM.match(name) is not None


def _repeats(path: str) -> bool:
    segments = [segment for segment in unquote(_without_language(path)).split("/") if segment]
    if len(segments) - len(set(segments)) < MAX_SAME_SEGMENT:
        return False
    return any(segments.count(segment) > MAX_SAME_SEGMENT for segment in set(segments) if not segment.isdigit())
