"""Pelican, a generator of static sites, with its own theme: built from our articles and served as files."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from html import escape
from pathlib import Path

from lxml import etree

from tests.real.crawls import REQUESTS, crawl
from tests.real.mezzanine_pelican_install import PELICAN
from tests.real.mezzanine_pelican_posts import ADDED, DELETED, EDITED, SITE, Post, pages, posts
from tests.real.servers import answers, free_port, running
from tests.real.verdict import TrueArticle, Verdict, judge

SECONDS = 60
ATOM = {"a": "http://www.w3.org/2005/Atom"}
# What pelican-quickstart asks an operator, with its own default of ten posts a page.
SETTINGS = """
SITENAME = {name!r}
SITEURL = {url!r}
PATH = "content"
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"
DEFAULT_PAGINATION = 10
WITH_FUTURE_DATES = False
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{{slug}}.atom.xml"
LINKS = SOCIAL = ()
"""
missing = PELICAN.missing


class Pelican:
    """One site.

    Args:
        folder: holds its sources and what is built from them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self._sources = folder / "content"
        (self._sources / "pages").mkdir(parents=True)
        (folder / "pelicanconf.py").write_text(SETTINGS.format(name=SITE, url=self.url.rstrip("/")), "utf-8")
        for number, post in enumerate(posts()):
            (self._sources / f"{number}.html").write_text(_source(post), "utf-8")
        for number, page in enumerate(pages()):
            source = f"<html><head><title>{page['title']}</title></head><body>{page['html']}</body></html>"
            (self._sources / "pages" / f"{number}.html").write_text(source, "utf-8")
        self._build()

    def _build(self) -> None:
        """Write the pages anew, as `pelican -d` does before each upload."""
        done = subprocess.run(
            [str(PELICAN.program / "pelican"), "--quiet", "--delete-output-directory", "--settings", "pelicanconf.py"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]

    def articles(self) -> list[TrueArticle]:
        """What it has built, newest first, by its own feed, which is longer than the site."""
        typed = {post.title: post for post in posts()}
        feed = etree.parse(self.folder / "output" / "feeds" / "all.atom.xml")
        return [
            TrueArticle(
                url=entry.xpath("string(a:link/@href)", namespaces=ATOM),
                title=title,
                date=entry.findtext("a:published", namespaces=ATOM) or "",
                authors=tuple(name.text or "" for name in entry.iterfind("a:author/a:name", ATOM)),
                section=entry.xpath("string(a:category/@term)", namespaces=ATOM),
                body_start=typed[title].start,
                body_end=typed[title].end,
            )
            for entry in feed.iterfind("a:entry", ATOM)
            for title in [entry.findtext("a:title", namespaces=ATOM) or ""]
        ]

    def change(self) -> None:
        """Delete one post, and add a paragraph to another."""
        for number, post in enumerate(posts()):
            source = self._sources / f"{number}.html"
            if post.title == DELETED:
                source.unlink()
            if post.title == EDITED:
                source.write_text(source.read_text("utf-8").replace("</body>", f"<p>{ADDED}</p></body>"), "utf-8")
        self._build()

    def served(self) -> AbstractContextManager[None]:
        """Answers until the block ends."""
        files = ["--bind", "127.0.0.1", "--directory", str(self.folder / "output"), str(self.port)]
        command = [sys.executable, "-m", "http.server", *files]
        return running(command, self.folder / "server.log", lambda: answers(self.port))


def _source(post: Post) -> str:
    """A post as a file of HTML with metadata, one of the forms that Pelican reads."""
    metadata = {
        "date": post.date,
        "category": post.category,
        "tags": ", ".join(post.tags),
        "authors": post.author,
        "status": "draft" if post.is_draft else "published",
    }
    if post.edited != post.date:
        metadata["modified"] = post.edited
    head = "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in metadata.items() if value)
    return f"<html><head><title>{escape(post.title)}</title>{head}</head><body>{post.html}</body></html>"


def figures() -> Iterator[tuple[str, Verdict, float]]:
    """A first crawl: a name, the verdict, the seconds that it took."""
    with tempfile.TemporaryDirectory() as folder:
        site = Pelican(Path(folder))
        start = time.monotonic()
        with site.served():
            run = crawl(site.url, site.folder / "crawled")
        seconds = time.monotonic() - start
        yield "pelican", judge(site.articles(), run.records, run.stat(REQUESTS)), seconds
