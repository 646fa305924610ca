"""Mezzanine, a CMS on Django, with SQLite and its own theme: filled with our articles and served on loopback."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

from tests.real.crawls import REQUESTS, crawl
from tests.real.mezzanine_pelican_install import HERE, MEZZANINE
from tests.real.mezzanine_pelican_posts import ADDED, DELETED, EDITED, pages, posts
from tests.real.servers import answers, free_port, running
from tests.real.verdict import TrueArticle, Verdict, judge

SECONDS = 60
BLOG = "Tin tức"
# Forms of address, the operator's choice: /blog/ten-bai/ and /blog/2024/11/29/ten-bai/.
FORMS = {"plain": "", "dated": "day"}
missing = MEZZANINE.missing


class Mezzanine:
    """One site.

    Args:
        folder: holds its database and its media.
        form: of its addresses, a key of `FORMS`.
    """

    def __init__(self, folder: Path, form: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self._environment = {"MEZZANINE_FOLDER": str(folder), "MEZZANINE_DATES": FORMS[form]}
        typed = [post.typed() for post in posts()]
        domain = f"127.0.0.1:{self.port}"
        self._call("fill", {"domain": domain, "blog": BLOG, "posts": typed, "pages": pages()})

    def _command(self, what: str) -> list[str]:
        return [str(MEZZANINE.program / "python"), str(HERE / "mezzanine_project" / "operate.py"), what]

    def _call(self, what: str, given: object = None) -> str:
        done = subprocess.run(
            self._command(what),
            input=json.dumps(given),
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def articles(self) -> list[TrueArticle]:
        """What visitors may read now, newest first, by the database.

        The page of a post prints the blog's name above it; only lists print its category.
        """
        typed = {post.title: post for post in posts()}
        return [
            TrueArticle(
                url=quote(post["url"], safe="/%"),
                title=post["title"],
                date=post["date"],
                authors=(post["author"],),
                section=BLOG,
                other_sections=(post["category"],),
                body_start=typed[post["title"]].start,
                body_end=typed[post["title"]].end,
            )
            for post in json.loads(self._call("truth"))
        ]

    def change(self) -> None:
        """Delete one post, and add a paragraph to another."""
        self._call("change", {"delete": DELETED, "edit": EDITED, "html": f"<p>{ADDED}</p>"})

    def served(self) -> AbstractContextManager[None]:
        """Answers until the block ends."""
        command = [*self._command("serve"), str(self.port)]
        return running(command, self.folder / "server.log", lambda: answers(self.port), self._environment)


def figures() -> Iterator[tuple[str, Verdict, float]]:
    """A first crawl of each form: its name, the verdict, the seconds that it took."""
    for form in FORMS:
        with tempfile.TemporaryDirectory() as folder:
            site = Mezzanine(Path(folder), form)
            start = time.monotonic()
            with site.served():
                run = crawl(site.url, site.folder / "output")
            seconds = time.monotonic() - start
            yield f"mezzanine {form}", judge(site.articles(), run.records, run.stat(REQUESTS)), seconds
