"""A page as a sequence of text blocks: the form that every reading rule works on.

Tables, divs, ``<br>`` and Word paste differ in HTML and look the same on the screen: consecutive lines of text, some
aligned right, some made of links. Each such line is a :class:`Block`. Nothing here refers to an element of the parsed
tree; :mod:`scraper.pages.builder` makes the blocks, :mod:`scraper.pages.boxes` has the elements around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.addresses import Address, UrlResolver

MAX_LINKS = 20_000
"""Further links of a page are read as text: each takes a kilobyte or more, and no site map has this number of links."""


@dataclass(slots=True, eq=False)
class LinkTargets:
    """Resolves the links of one page."""

    base: str
    """The address that relative links start from."""
    resolver: UrlResolver

    def resolve(self, href: str) -> Address | None:
        """The address that an ``href`` of the page leads to, or None."""
        return self.resolver.resolve(self.base, href)


class Link:
    """One ``<a href>``. Written out for speed: a page has hundreds."""

    __slots__ = (
        "address",
        "block",
        "href",
        "is_author",
        "is_category",
        "is_next",
        "script",
        "text",
        "title",
    )

    def __init__(
        self,
        href: str,
        title: str,
        text: str = "",
        *,
        block: int = -1,
        script: str = "",
        is_next: bool = False,
        address: Address | None = None,
    ) -> None:
        self.href = href
        self.title = title
        """Its ``title`` or ``aria-label``, or the words for its picture, cleaned."""
        self.text = text
        """All its words, over all blocks that it spans."""
        self.block = block
        """Index of its first block."""
        self.script = script
        """Its script: ``javascript:`` address, or ``onclick``."""
        self.is_next = is_next
        """True if the markup says that it leads to the next page of a list, whatever its words."""
        self.is_category = False
        """True if the markup says that it leads to a category of this article."""
        self.is_author = False
        """True if the markup says that it leads to the author of this article."""
        self.address = address
        """Its target; None for scripts, anchors and other schemes."""


@dataclass(slots=True, eq=False)
class Picture:
    """One ``<img>``, or an element that shows a picture by its style."""

    src: str
    """Its true address: not that of the placeholder that is shown until a script loads it."""
    width: str
    height: str
    """Both as the page writes them: ``200``, ``50%``, or nothing."""
    link: Link | None
    name: str = ""
    """Its class."""
    caption: str = ""
    """``data-caption`` of it or its link, for the viewer that opens it."""
    hidden: bool = False


@dataclass(slots=True, eq=False)
class Block:
    """A line of text as the page shows it, with its formatting."""

    index: int
    text: str
    box: int
    """The innermost block-level box around the line."""
    links: Sequence[Link] = ()
    link_chars: int = 0
    """Number of characters of ``text`` in links."""
    pictures: Sequence[Picture] = ()
    heading: int = 0
    """1 to 6 inside ``<h1>`` to ``<h6>``, else 0."""
    align: str = ""
    """``right``, ``center``, or nothing."""
    indent: int = 0
    """nbsp before the first word: portals push signatures to the right with dozens of them."""
    emphasis: float = 0.0
    """Share of the characters in bold, italic or underline."""
    broken: bool = False
    """It follows a ``<br>`` and not a new paragraph."""
    item: bool = False
    """Inside ``<li>``."""
    row: int = -1
    """The box of its table row; -1 for none."""
    cell: int = -1
    """The box of its cell; -1 for none."""
    hidden: bool = False
    italic: float = 0.0
    """Share of the characters in italic."""

    @property
    def own_chars(self) -> int:
        """Number of characters outside links."""
        return len(self.text) - self.link_chars
