"""Which address an element shows: of pictures that scripts load late, of those in several sizes, and of frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from lxml.etree import _Element as Element

# Attributes with the address of the whole picture, of which a smaller copy is shown.
_LARGE = (
    "data-orig-file data-full-url data-full data-src-full data-full-src data-hi-res-src data-large-file data-large-src"
    " data-large_image"
).split()
# Attributes with the true address of pictures that are loaded late.
_LATE = (
    "data-src data-original data-lazy-src data-lazy data-ll-src data-lazyload data-flickity-lazyload data-url data-echo"
    " data-image data-img data-img-src data-img-url data-image-src data-actualsrc data-real-src data-origin-src"
    " data-original-src data-cfsrc data-pin-media data-thumb data-file data-defer-src data-runner-src data-ezsrc"
    " data-opt-src data-photo data-zoom-image lazy-src lazysrc data-source"
).split()
# Attributes that may name an address, besides src.
_NAMES_ADDRESS = re.compile(r"data-|srcset|lazy")
_SETS = "srcset data-srcset data-lazy-srcset data-original-set data-cfsrcset data-ezsrcset".split()
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:blank|spacer|space|transparent|trans|clear|empty|null|loading|loader|lazy(?:-?load\w{0,40})?|1x1|1px|pixel"
    r"|gr[ae]y|no-?image|preload\w{0,40}|ajax-loader|default-?img|placeholder(?:[_-]\w{1,40})?)(?:[_-]?\d[\dx]{0,20})?"
    r"\.(?:gif|png|jpe?g|svg|webp)$",
    re.IGNORECASE,
)
_PICTURE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|bmp|jfif|tiff?|svg)(?:$|[?#&;/])|[?&/](?:image|img|photo)", re.IGNORECASE
)
# A size in a srcset, and the next address where no space is between them.
_CANDIDATE_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)[wxh](?:,(.*))?\Z")
_MAX_CANDIDATES = 50
# Elements around an <img> up to its <picture>: each <source> before it is one, since the parser knows no end of it.
_AROUND = 12
_URL = re.compile(r"url\(\s*+(?:&quot;|[\"'])?+([^\"')]{1,2000}+)[\"']?+\s*+\)")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:", re.IGNORECASE)
_SIZE = {name: re.compile(rf"(?:^|[;\s]){name}\s*:\s*(\d+)(?:\.\d+)?px", re.IGNORECASE) for name in ("width", "height")}
_NO_FRAME = ("about:", "javascript:", "data:", "blob:", "#")


def is_placeholder(source: str) -> bool:
    """True for an address that pages show until the true picture is loaded."""
    return not source or source.startswith(("data:", "about:", "#")) or _PLACEHOLDER.search(_path(source)) is not None


def _path(source: str) -> str:
    return source.partition("?")[0].partition("#")[0]


def source_of(image: Element) -> str:
    """The true address of a picture, its largest size; that of its placeholder if there is no other."""
    get = image.get
    source = (get("src") or "").strip()
    if source and not source.startswith("data:") and not any(map(_NAMES_ADDRESS.match, image.keys())):
        return source  # most pictures
    late = next(_late(get), "")
    if late:
        return late
    for candidates in map(get, _SETS):
        if candidates and (best := largest(candidates)):
            return best if is_placeholder(source) or not _is_smaller(best, source) else source
    if is_placeholder(source) or _SIZED_NAME.search(_path(source)):
        source = next((value.strip() for name in _LARGE if (value := get(name)) and not is_placeholder(value)), source)
    if not is_placeholder(source):
        return source
    return next((found for found in _sources_around(image) if not is_placeholder(found)), source)


def _late(get: Callable[[str], str | None]) -> Iterator[str]:
    for name in _LATE:
        value = get(name)
        if (
            value
            and not is_placeholder(value := value.strip())
            and (name in _PLAIN_LATE or _PICTURE_NAME.search(value))
        ):
            yield value


_PLAIN_LATE = frozenset(("data-src", "data-original", "data-lazy-src"))


def largest(srcset: str) -> str:
    """The candidate of a ``srcset`` with the greatest width or density; the first of equal ones."""
    found: list[tuple[str, float]] = []
    address = ""
    for word in srcset.split(None, 2 * _MAX_CANDIDATES)[: 2 * _MAX_CANDIDATES]:
        size = _CANDIDATE_SIZE.match(word) if address else None
        if size is not None:
            found.append((address, float(size[1])))
            address = size[2] or ""
            continue
        if address:
            found.append((address, 1.0))
        address = word.lstrip(",")
        if address.endswith(","):
            found.append((address.rstrip(","), 1.0))
            address = ""
    if address:
        found.append((address, 1.0))
    true = [candidate for candidate in found if not is_placeholder(candidate[0])]
    return max(true, key=lambda candidate: candidate[1])[0] if true else ""


_SIZED_NAME = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w{3,4}$)")


def _is_smaller(best: str, source: str) -> bool:
    """True if the best of the sizes is a smaller copy of the picture in ``src``."""
    return _SIZED_NAME.search(_path(best)) is not None and _SIZED_NAME.sub("", _path(best)) == _path(source)


def _sources_around(image: Element) -> Iterable[str]:
    """The best addresses of the ``<source>`` elements of a picture."""
    for around in islice(image.iterancestors(), _AROUND):
        if around.tag == "source" and (found := around.get("srcset") or around.get("data-srcset")):
            yield largest(found)
        elif around.tag == "picture":
            for source in islice(around.iter("source"), _AROUND):
                yield largest(source.get("srcset") or source.get("data-srcset") or "")
            return


def background(element: Element, css: str | None) -> str:
    """The picture in the background of an element that holds nothing else."""
    if len(element) or (element.text and not element.text.isspace()):
        return ""
    get = element.get
    for name in ("data-bg", "data-background-image", "data-background", "data-bg-src"):
        if value := get(name):
            return _url_in(value) or value.strip()
    if css is not None and "url(" in css and _BACKGROUND.search(css):
        return _url_in(css)
    return ""


def _url_in(css: str) -> str:
    """The first address in ``url()``; empty for none."""
    found = _URL.search(css)
    return found[1].strip().removesuffix("&quot;").strip() if found else ""


def sizes(css: str, width: str, height: str) -> tuple[str, str]:
    """Width and height of a picture; those of its style count before its attributes."""
    wide, high = _SIZE["width"].search(css), _SIZE["height"].search(css)
    return wide[1] if wide else width, high[1] if high else height


def frame_address(frame: Element) -> str | None:
    """The address that a frame, an ``<object>`` or an ``<embed>`` shows; None for none."""
    get = frame.get
    inner = frame.find(".//embed") if frame.tag == "object" else None
    given = [get("src"), get("data"), get("data-src"), get("data-lazy-src"), get("data-litespeed-src")]
    given += [inner.get("src")] if inner is not None else []
    for value in given:
        if value and (value := value.strip()) and not value.lower().startswith(_NO_FRAME):
            return value
    return None
