"""WordPress from Debian's packages, with MariaDB on a socket and PHP's own server on loopback.

`wordpress()` sets it up in a temporary folder and fills it once; `Site.take_form` then changes theme and permalinks.
Nothing outside that folder is read or written, but for the packages themselves.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tests.real.crawls import REQUESTS, crawl
from tests.real.servers import answers, find, free_port, running
from tests.real.verdict import TrueArticle, Verdict, judge
from tests.real.wordpress_posts import posts

PACKAGE = Path("/usr/share/wordpress")
FILL = Path(__file__).with_name("wordpress_fill.php")
ROUTER = Path(__file__).with_name("wordpress_router.php")
WORDS = Path(__file__).with_name("wordpress_words.php")
NAME = "Đảng bộ tỉnh Ví Dụ"
DESCRIPTION = "Trang thông tin điện tử"
VIETNAM = timezone(timedelta(hours=7))
# What hosts of WordPress have; without SimpleXML it has no sitemap.
EXTENSIONS = ("mysqli", "gd", "mbstring", "SimpleXML")
PHP_WORKERS = "4"

CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', '{url}');
define('WP_SITEURL', '{url}');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
$wp_local_package = 'vi';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""


@dataclass(frozen=True)
class Variant:
    """A form of the same site."""

    theme: str
    permalinks: str
    """WordPress's option; empty: ``/?p=ID``."""
    dates: str = ""
    """PHP's date format; empty: that of the language."""
    words: bool = False
    """Whether the theme is translated, too."""

    def __str__(self) -> str:
        return f"{self.theme.removeprefix('twentytwenty')}:{self.permalinks or '/?p='}"


VARIANTS = (
    Variant("twentytwentythree", "/%postname%/"),
    Variant("twentytwentyone", "", dates="d/m/Y", words=True),
    Variant("twentytwentytwo", "/%year%/%monthnum%/%day%/%postname%/", words=True),
    Variant("twentytwentythree", "/archives/%post_id%"),
    Variant("twentytwentyone", "/%postname%/"),
)


def missing() -> str:
    """What of Debian's packages is not there, in words; empty where nothing is missing."""
    programs = [name for name in ("php", "mariadbd", "mariadb", "timeout") if not find(name)]
    if programs or not (PACKAGE / "wp-settings.php").exists():
        return f"not installed: {' '.join(programs) or PACKAGE} (.ci/packages-wordpress.txt)"
    known = subprocess.run(
        [_program("php"), "-m"], capture_output=True, text=True, timeout=30, check=True
    ).stdout.split()
    without = [name for name in EXTENSIONS if name not in known]
    return f"PHP has no {' '.join(without)}" if without else ""


def without_theme(variant: Variant) -> str:
    """Why a variant cannot be shown here; empty where it can: Debian's releases have different themes."""
    return "" if (PACKAGE / "wp-content" / "themes" / variant.theme).exists() else f"no theme {variant.theme}"


@dataclass(frozen=True)
class Site:
    """A running WordPress."""

    url: str
    folder: Path
    """Where its files are."""

    def take_form(self, variant: Variant) -> None:
        """Change theme, permalinks and dates, as an administrator does in the back end."""
        self.call(
            "change_form",
            theme=variant.theme,
            permalinks=variant.permalinks,
            dates=variant.dates,
            words=int(variant.words),
        )
        # WordPress writes its rules for Apache into this file; our router only asks whether it exists.
        rules = self.folder / ".htaccess"
        if variant.permalinks:
            rules.touch()
        else:
            rules.unlink(missing_ok=True)

    def articles(self) -> dict[int, TrueArticle]:
        """Post id → what visitors can read."""
        found = {}
        for post in self.call("truth"):
            right = [*post["printed_sections"], *post["sections"], ", ".join(post["printed_sections"])]
            found[post["id"]] = TrueArticle(
                url=post["url"],
                title=post["title"],
                date=post["date"],
                authors=(post["author"],),
                section=right[0],
                body_start=post["start"],
                body_end=post["end"],
                other_urls=(f"{self.url}/?p={post['id']}",),
                other_sections=tuple(right[1:]),
            )
        return found

    def call(self, action: str, **values: Any) -> Any:
        """One function of the PHP script, in a process of its own; its answer."""
        done = subprocess.run(
            [_program("php"), "-d", "display_errors=stderr", "-d", "memory_limit=512M", FILL, self.folder, action],
            input=json.dumps(values),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{action}: {done.stdout[-1000:]} {done.stderr[-2000:]}")
        return json.loads(done.stdout)


@contextmanager
def wordpress() -> Iterator[Site]:
    """A filled WordPress in a folder of its own."""
    # Not pytest's folder: a socket's path may have 107 letters.
    with tempfile.TemporaryDirectory(prefix="wp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        socket, root, port = folder / "sql", folder / "www", free_port()
        site = Site(f"http://127.0.0.1:{port}", root)
        _copy(root)
        (root / "wp-config.php").write_text(CONFIG.format(socket=socket, url=site.url), "utf-8")
        with running(_mariadb(folder, socket), folder / "mariadb.log", lambda: _has_database(socket)):
            site.call("install", name=NAME, description=DESCRIPTION)
            site.call("fill", **posts(datetime.now(VIETNAM)))
            workers = {"PHP_CLI_SERVER_WORKERS": PHP_WORKERS}
            with running(_php_server(root, port), folder / "php.log", lambda: answers(port), workers):
                yield site


def _copy(root: Path) -> None:
    """A copy without other languages; links are followed, because PHP would find Debian's configuration behind them."""

    def unwanted(folder: str, names: list[str]) -> list[str]:
        if Path(folder).name == "languages":
            return [name for name in names if not name.startswith(("vi.", "vi-", "admin-vi", "continents-cities-vi"))]
        return [name for name in names if name in (".htaccess", "wp-config.php", "akismet")]

    shutil.copytree(PACKAGE, root, ignore=unwanted, ignore_dangling_symlinks=True)
    plugins = root / "wp-content" / "mu-plugins"
    plugins.mkdir()
    shutil.copy(WORDS, plugins)


def _mariadb(folder: Path, socket: Path) -> list[str]:
    """A server without users and network, as the present user. It makes its files itself; they need not last."""
    (folder / "data").mkdir()
    return [
        _program("mariadbd"),
        "--no-defaults",
        f"--datadir={folder / 'data'}",
        f"--socket={socket}",
        f"--pid-file={folder / 'mariadb.pid'}",
        f"--tmpdir={folder}",
        "--skip-networking",
        "--skip-grant-tables",
        *(["--user=root"] if os.geteuid() == 0 else []),
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_unicode_ci",
        "--innodb-log-file-size=8M",
        "--innodb-flush-method=nosync",
        "--innodb-flush-log-at-trx-commit=0",
    ]


def _has_database(socket: Path) -> bool:
    """Make WordPress's database as soon as the server answers."""
    command = [
        _program("mariadb"),
        "--no-defaults",
        f"--socket={socket}",
        "-e",
        "CREATE DATABASE IF NOT EXISTS wordpress",
    ]
    return socket.exists() and subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0


def _php_server(root: Path, port: int) -> list[str]:
    options = {"opcache.enable": 1, "opcache.validate_timestamps": 0, "display_errors": 0, "memory_limit": "256M"}
    settings = [word for name, value in options.items() for word in ("-d", f"{name}={value}")]
    return [_program("php"), *settings, "-S", f"127.0.0.1:{port}", "-t", str(root), str(ROUTER)]


def _program(name: str) -> str:
    found = find(name)
    assert found, missing()
    return found


def figures() -> Iterator[tuple[str, Verdict, float]]:
    """Each variant with what a first crawl of it gives, and its seconds."""
    with wordpress() as site, tempfile.TemporaryDirectory() as name:
        for number, variant in enumerate(VARIANTS):
            if without_theme(variant):
                continue
            site.take_form(variant)
            begin = time.monotonic()
            run = crawl(site.url, Path(name) / str(number))
            seconds = time.monotonic() - begin
            yield f"WordPress {variant}", judge([*site.articles().values()], run.records, run.stat(REQUESTS)), seconds
