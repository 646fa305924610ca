"""What a probe found, as tables of at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from rich.table import Table

from scraper.commands.terminal import shown
from scraper.probe.answers import told
from scraper.probe.findings import Findings, ListFinding, ShapeFinding

WIDTH = 80
# Lines of a part; --json has all.
_ROWS = 8
_HOUR, _MINUTE, _DAY = 3_600, 60, 86_400


def tables(found: Findings) -> Iterator[Table]:
    """One table for each part that has something to say."""
    yield _summary(found)
    if found.shapes:
        yield _shapes(found)
    if found.lists or found.feeds:
        yield _lists(found)
    if found.filled:
        yield _filled(found)
    if found.records:
        yield _records(found)
    if found.undecided or found.needs_browser:
        yield _unread(found)


def _summary(found: Findings) -> Table:
    table = Table(title=shown(found.url), title_justify="left", show_header=False, width=WIDTH)
    table.add_column("what", no_wrap=True, style="bold")
    table.add_column("said", overflow="fold")
    table.add_row("name", shown(found.site_name) or "none stated")
    table.add_row("CMS", _cms(found))
    for line in found.cms.evidence:
        table.add_row("", shown(f"- {line}"))
    table.add_row("robots.txt", shown(_robots(found)))
    table.add_row("pace", _pace(found))
    for position, line in enumerate(found.trouble[:_ROWS] or ["none"]):
        table.add_row("" if position else "trouble", shown(line))
    table.add_row("requests", f"{found.requests}: {told(found.answers)}")
    if found.sections:
        names = ", ".join(section.name for section in found.sections)
        table.add_row("sections", shown(names))
    table.add_row("articles", _size(found))
    for line in found.size.evidence:
        table.add_row("", shown(f"- {line}"))
    table.add_row("first walk", _first_walk(found))
    if found.times.hourly_run is not None:
        table.add_row(
            "hourly run",
            f"{duration(found.times.hourly_run)}, {found.times.hourly_requests} requests if nothing is new",
        )
    return table


def _cms(found: Findings) -> str:
    if not found.cms.name:
        return "none known: addresses are hints, words and content decide"
    rules = "" if found.cms.is_known else " (no rules of its own are needed)"
    return shown(found.cms.name) + rules


def _robots(found: Findings) -> str:
    robots = found.robots
    if not robots.status:
        return "no answer"
    if robots.status != 200:
        return f"none (status {robots.status}): everything is allowed"
    parts = ["the front page is allowed" if robots.allowed else "THE FRONT PAGE IS FORBIDDEN"]
    if robots.disallowed:
        more = f" and {left} more" if (left := robots.disallowed_count - len(robots.disallowed)) else ""
        parts.append(f"forbidden: {', '.join(robots.disallowed)}{more}")
    if robots.crawl_delay is not None:
        parts.append(f"Crawl-delay {robots.crawl_delay:g} s")
    if robots.sitemaps:
        parts.append(f"sitemaps: {len(robots.sitemaps)}")
    return "; ".join(parts)


def _pace(found: Findings) -> str:
    seconds = found.times.seconds_between_requests
    return f"one request every {seconds:.2f} s" if seconds else "not measured"


def _size(found: Findings) -> str:
    low, high = found.size.low, found.size.high
    if low is None:
        return "number not known"
    if high is None:
        return f"at least {low}, more are not ruled out"
    more = ", or more" if found.size.may_be_more else ""
    return f"{low}{more}" if low == high else f"about {low} to {high}{more}"


def _first_walk(found: Findings) -> str:
    walk = found.times.first_walk
    if walk is None:
        return "not known"
    low, high = map(duration, walk)
    about = "at least " if found.size.high is None else "about "
    return about + (low if low == high else f"{low} to {high}")


def _shapes(found: Findings) -> Table:
    table = Table(title="Shapes of addresses", title_justify="left", width=WIDTH)
    table.add_column("shape, and an example", overflow="ellipsis", no_wrap=True, ratio=1)
    for name in ("linked", "read", "articles", "lists", "others"):
        table.add_column(name, justify="right")
    shapes = sorted(found.shapes, key=lambda one: -one.read)  # stable: what was read is shown, and adds up
    for one in shapes[:_ROWS]:
        example = f"{one.shape}\n  {_path(one.example)}"
        table.add_row(shown_lines(example), *_counts([one]))
    if rest := shapes[_ROWS:]:
        table.add_row(f"{len(rest)} more shapes: --json has all", *_counts(rest))
    return table


def _counts(shapes: Sequence[ShapeFinding]) -> Iterator[str]:
    for name in ("linked", "read", "articles", "lists", "others"):
        yield str(sum(getattr(one, name) for one in shapes))


def _lists(found: Findings) -> Table:
    table = Table(title="Lists, feeds and sitemaps", title_justify="left", width=WIDTH)
    table.add_column("address", overflow="ellipsis", no_wrap=True, ratio=1)
    table.add_column("kind", no_wrap=True)
    for name in ("entries", "read", "pages"):
        table.add_column(name, justify="right")
    for one in found.lists[:_ROWS]:
        kind = f"list, pager: {one.pager}" if one.pager else "list"
        table.add_row(shown(_path(one.url)), kind, str(one.entries), str(one.read), _pages(one))
    if rest := found.lists[_ROWS:]:
        table.add_row(f"{len(rest)} more lists: --json has all", "", "", str(sum(one.read for one in rest)), "")
    for feed in found.feeds:
        table.add_row(shown(_path(feed.url)), feed.kind, str(feed.entries), "1", "")
    return table


def _pages(one: ListFinding) -> str:
    if one.last_page is None:
        return "?"
    return f"{one.last_page}+" if one.is_open else str(one.last_page)


def _filled(found: Findings) -> Table:
    table = Table(title=f"Filled, % of {found.articles} articles", title_justify="left", width=WIDTH)
    for _ in range(2):
        table.add_column("field", ratio=1)
        table.add_column("%", justify="right")
    rows = [(name, f"{100 * share:.0f}") for name, share in found.filled.items()]
    half = (len(rows) + 1) // 2
    for position in range(half):
        right = rows[position + half] if position + half < len(rows) else ("", "")
        table.add_row(*rows[position], *right)
    return table


def _records(found: Findings) -> Table:
    table = Table(title="Records", title_justify="left", show_header=False, show_lines=True, width=WIDTH)
    table.add_column("record", overflow="fold")
    for record in found.records:
        about = [record.date or "no date", ", ".join(record.authors) or "no author", record.section or "no section"]
        text = f"{record.title}\n{' · '.join(about)}\n{record.body} ({record.characters} characters)\n{record.url}"
        table.add_row(shown_lines(text))
    return table


def _unread(found: Findings) -> Table:
    table = Table(title="Not read", title_justify="left", width=WIDTH)
    table.add_column("address, title", overflow="fold", ratio=1)
    table.add_column("reason", overflow="fold", ratio=1)
    rows = [(f"{one.url}\n{one.title}".rstrip(), one.reason) for one in found.undecided]
    rows += [(url, "needs a browser, a script loads its text") for url in found.needs_browser]
    for address, reason in rows[:_ROWS]:
        table.add_row(shown_lines(address), shown(reason))
    return _with_rest(table, len(rows))


def _with_rest(table: Table, count: int) -> Table:
    if count > _ROWS:
        table.caption = f"and {count - _ROWS} more: --json has all"
        table.caption_justify = "left"
    return table


def _path(url: str) -> str:
    """An address without its host, which is the same for all."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def shown_lines(text: str) -> str:
    """Several lines, each without what a terminal would obey."""
    return "\n".join(map(shown, text.split("\n")))


def duration(seconds: float) -> str:
    """A time in the largest fitting unit."""
    for length, unit in ((_DAY, "days"), (_HOUR, "hours"), (_MINUTE, "minutes")):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 1 else "less than a second"
