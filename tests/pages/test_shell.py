"""A page whose text a script loads is read from its own JSON; without it, it needs a browser."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from scraper.pages.article import read_article
from scraper.pages.page import Page
from scraper.pages.shell import WARNING_JSON
from scraper.reading import LOADED, PageContext, PageType, decide
from tests.pages.reading import HOST, NEWS, SENTENCES, TITLE, URL, URLS, article, page, paragraphs
from tests.pins import pins

OWN = f"{HOST}/hoi-lang-mo-lai-sau-ba-nam"
CONTENT = "".join(f"<p>{text}</p>" for text in SENTENCES)
OTHERS = [{"title": f"Chợ phiên họp lại lần {n}", "slug": f"cho-phien-{n}", "content": CONTENT[n:]} for n in range(3)]
POST = {
    "id": 1001,
    "title": TITLE,
    "slug": "hoi-lang-mo-lai-sau-ba-nam",
    "description": "Sau ba năm chờ đợi, làng Đoài lại mở hội bên đình cũ, và con cháu ở xa cũng về đông đủ.",
    "publishedAt": "2023-06-12T02:30:00.000Z",
    "author": {"name": "Nguyễn Văn An"},
    "category": {"name": "Văn hóa"},
    "content": CONTENT,
}


def shell(script: str, head: str = "", url: str = OWN, body: str = '<div id="app">Đang tải…</div>') -> Page:
    return page(f"{body}{script}<script src='/app.js'></script>", url, head or f"<title>{TITLE} - Làng Đoài</title>")


def next_data(**props: Any) -> str:
    data = json.dumps({"props": {"pageProps": props}}, ensure_ascii=False)
    return f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'


def assigned(name: str, value: Any) -> str:
    return f"<script>window.{name} = {json.dumps(value, ensure_ascii=False)};</script>"


def flat(value: Any) -> str:
    """A value as Nuxt 3 writes it."""
    values: list[Any] = []

    def put(inner: Any) -> int:
        at = len(values)
        values.append(None)
        if isinstance(inner, dict):
            values[at] = {name: put(each) for name, each in inner.items()}
        elif isinstance(inner, list):
            values[at] = [put(each) for each in inner]
        else:
            values[at] = inner
        return at

    put(value)
    return f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(values, ensure_ascii=False)}</script>'


def linked(**fields: Any) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


NUXT_2 = (
    "<script>window.__NUXT__=(function(a,b){"
    'return {data:[{post:{title:a,content:b,published_at:"2023-06-12T09:30:00"}}]}'
    f"}}({json.dumps(TITLE)},{json.dumps(CONTENT)}));</script>"
)


def rows(*values: Any) -> str:
    """Values as the App Router of Next.js sends them, the text in a row of its own."""
    long = CONTENT.encode()
    text = f'1:T{len(long):x},{CONTENT}2:I["x"]\n' + "".join(
        f"{n:x}:{json.dumps(value, ensure_ascii=False)}\n" for n, value in enumerate(values, 3)
    )
    half = len(text) // 2
    return "".join(
        f"<script>self.__next_f.push([1,{json.dumps(part)}])</script>" for part in (text[:half], text[half:])
    )


@pytest.mark.parametrize(
    "script",
    [
        rows(["$", "article", None, {"post": {**POST, "content": "$1"}}], OTHERS),
        next_data(post=POST, related=OTHERS),
        next_data(dehydratedState={"queries": [{"state": {"data": POST}}, {"state": {"data": OTHERS}}]}),
        assigned("__INITIAL_STATE__", {"article": {"detail": POST}, "latest": OTHERS}),
        assigned("__APOLLO_STATE__", {"Post:1001": POST, **{f"Post:{n}": it for n, it in enumerate(OTHERS)}}),
        flat({"data": {"post": POST, "hot": OTHERS}}),
        NUXT_2,
        linked(articleBody="\n".join(SENTENCES), datePublished="2023-06-12T09:30:00+07:00"),
        next_data(post={**POST, "content": {"rendered": CONTENT}}),
        next_data(post={**POST, "content": "\n\n".join(SENTENCES)}),
        next_data(post={**POST, "content": [{"type": "paragraph", "data": {"text": text}} for text in SENTENCES]}),
        next_data(post={**POST, "content": CONTENT.replace("<", "&lt;").replace(">", "&gt;")}),
    ],
    ids=[
        "rows",
        "next",
        "queries",
        "state",
        "apollo",
        "nuxt3",
        "nuxt2",
        "json-ld",
        "rendered",
        "plain",
        "blocks",
        "escaped",
    ],
)
def test_the_article_of_the_json_is_read(script: str) -> None:
    found = read_article(shell(script))
    assert (found.title, found.paragraphs[-4:]) == (TITLE, list(SENTENCES))
    assert found.published is not None
    assert found.published.iso == "2023-06-12T09:30:00+07:00"
    assert WARNING_JSON in found.warnings


def test_all_fields_of_the_json_are_read() -> None:
    picture = '<p><img src="/hoi.jpg" width="600"></p>'
    found = read_article(shell(next_data(post={**POST, "content": picture + CONTENT})))
    assert (found.authors, found.section) == (["Nguyễn Văn An"], "Văn hóa")
    assert found.summary == POST["description"]
    assert [image.url for image in found.images] == [f"{HOST}/hoi.jpg"]


@pytest.mark.parametrize(
    ("url", "title", "fields", "is_read"),
    [
        (f"{HOST}/a", TITLE, POST, True),
        (f"{HOST}/a", f"Làng Đoài | {TITLE}", POST, True),
        (OWN, "Làng Đoài", POST, True),
        (f"{HOST}/cu-hoi-lang", "Làng Đoài", {**POST, "slug": "/tin/cu-hoi-lang"}, True),
        (f"{HOST}/xem?id=1001", "Làng Đoài", POST, True),
        (f"{HOST}/xem?id=1002", "Làng Đoài", POST, False),
        (f"{HOST}/tin-tuc", "Tin tức", POST, False),
    ],
)
def test_title_address_or_number_say_which_article_it_is(url: str, title: str, fields: Any, is_read: bool) -> None:
    found = shell(next_data(post=fields), f"<title>{title}</title>", url)
    assert (WARNING_JSON in found.warnings) is is_read


def test_a_list_of_articles_is_none() -> None:
    assert WARNING_JSON not in shell(next_data(posts=OTHERS), "<title>Tin tức</title>", f"{HOST}/tin-tuc").warnings
    section = {"title": "Tin tức làng Đoài", "items": [{"text": text} for text in SENTENCES], "posts": OTHERS}
    assert WARNING_JSON in shell(next_data(page=section), "<title>Tin tức làng Đoài</title>").warnings
    section = {"title": "Tin tức làng Đoài", "posts": OTHERS}
    assert WARNING_JSON not in shell(next_data(page=section), "<title>Tin tức làng Đoài</title>").warnings
    twice = next_data(a=POST, b={**POST, "title": "Làng Đoài mở hội xuân"})
    head = f"<title>{TITLE}</title><meta property='og:title' content='Làng Đoài mở hội xuân'>"
    assert WARNING_JSON not in shell(twice, head, f"{HOST}/a").warnings


def test_one_article_of_json_ld_is_that_of_the_page() -> None:
    script = linked(articleBody="\n".join(SENTENCES))
    assert WARNING_JSON in shell(script, "<title>Làng Đoài</title>", f"{HOST}/a").warnings
    assert WARNING_JSON not in shell(linked(text="\n".join(SENTENCES)), "<title>Làng Đoài</title>").warnings


def test_a_page_with_its_text_is_read_as_it_is() -> None:
    long = paragraphs(*SENTENCES * 2)
    assert WARNING_JSON not in article(long + linked(articleBody="x " * 9_000)).warnings
    short = linked(articleBody="\n".join(SENTENCES))
    assert WARNING_JSON not in article(paragraphs(SENTENCES[0]) + short).warnings


@pins("shell._MAX_SAID", "shell._MIN_LINE")
@pytest.mark.parametrize(("lines", "length", "is_read"), [(10, 60, True), (11, 60, False), (100, 59, True)])
def test_a_page_with_more_text_has_its_own(lines: int, length: int, is_read: bool) -> None:
    footer = f"<p>{'ă' * length}</p>" * lines
    found = shell(next_data(post={**POST, "content": CONTENT * 9}), body=f'<div id="app"></div>{footer}')
    assert (WARNING_JSON in found.warnings) is is_read


@pins("shell._MORE")
@pytest.mark.parametrize(("length", "is_read"), [(199, False), (200, True)])
def test_the_text_of_the_json_must_be_longer(length: int, is_read: bool) -> None:
    script = next_data(post={"title": TITLE, "content": "a " + "b" * (length - 2)})
    found = shell(script, body=f'<div id="app"></div><p>{"ă" * 100}</p>')
    assert (WARNING_JSON in found.warnings) is is_read


@pins("shell._MIN_BODY")
@pytest.mark.parametrize(("length", "is_read"), [(119, False), (120, True)])
def test_a_short_text_is_a_summary(length: int, is_read: bool) -> None:
    script = next_data(post={"title": TITLE, "content": "a " + "b" * (length - 2)})
    assert (WARNING_JSON in shell(script).warnings) is is_read


@pins("shell._BEGINNING")
@pytest.mark.parametrize(("shown", "is_read"), [(39, True), (40, False)])
def test_the_text_of_the_json_may_be_on_the_page(shown: int, is_read: bool) -> None:
    content = "a " + "bc" * 200
    script = next_data(post={"title": TITLE, "content": content})
    body = f'<div id="app"></div><p>{content[: shown + 1]}</p>'
    assert (WARNING_JSON in shell(script, body=body).warnings) is is_read


@pins("shell._MIN_TITLE")
@pytest.mark.parametrize(("title", "is_read"), [("Hội làng ta", False), ("Hội làng Yên", True)])
def test_a_short_title_agrees_by_chance(title: str, is_read: bool) -> None:
    script = next_data(post={"title": title, "content": CONTENT})
    found = shell(script, f"<title>{title} - Làng Đoài</title>", f"{HOST}/a")
    assert (WARNING_JSON in found.warnings) is is_read


@pins("shell._MAX_AUTHORS", "shell._MAX_NAME")
def test_authors_are_few_and_have_short_names() -> None:
    names = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung", "Hoàng Văn Em", "Đỗ Thị Giang"]
    found = read_article(shell(next_data(post={**POST, "authors": [{"name": name} for name in names], "author": None})))
    assert found.authors == []  # the first field with authors counts, and it is empty
    post = {name: value for name, value in POST.items() if name != "author"}
    found = read_article(shell(next_data(post={**post, "authors": [{"name": name} for name in names]})))
    assert found.authors == names[:5]
    for length, is_name in ((99, True), (100, False)):
        html = shell(next_data(post={**post, "author": "ă" * length})).html.decode()
        assert ("Tác giả" in html) is is_name


@pins("page_state.MAX_FIELDS", "page_state._LEVELS")
def test_objects_of_a_flat_list_are_small() -> None:
    for count, is_read in ((200, True), (201, False)):
        post = {"title": TITLE, "content": CONTENT, **{f"f{n}": n for n in range(count - 2)}}
        assert (WARNING_JSON in shell(flat({"post": post})).warnings) is is_read
    name: Any = "Nguyễn Văn An"
    assert "Tác giả" in shell(flat({"post": {**POST, "author": {"name": name}}})).html.decode()
    deep = [{"data": {"text": text}} for text in SENTENCES]
    assert WARNING_JSON in shell(flat({"post": {"title": TITLE, "content": deep}})).warnings
    deeper = {"content": {"data": {"text": {"text": CONTENT}}}}
    assert WARNING_JSON not in shell(flat({"post": {"title": TITLE, "content": deeper}})).warnings


@pins("shell._MIN_SECONDS")
@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2023-06-12", "2023-06-12"),
        ("2023-06-12 09:30:00", "2023-06-12T09:30:00+07:00"),
        ("12/06/2023 09:30", "2023-06-12T09:30:00+07:00"),
        ("09:30, 12/06/2023", "2023-06-12T09:30:00+07:00"),
        (1686537000, "2023-06-12T09:30:00+07:00"),
        (1686537000000, "2023-06-12T09:30:00+07:00"),
        ("/Date(1686537000000)/", "2023-06-12T09:30:00+07:00"),
        (1_000_000_001, "2001-09-09T08:46:00+07:00"),
        (1_000_000_000, None),
        (10**30, None),
        ("sáng nay", None),
        (None, None),
    ],
)
def test_dates_of_the_json(value: Any, iso: str | None) -> None:
    found = read_article(shell(next_data(post={**POST, "publishedAt": value})))
    assert (found.published.iso if found.published else None) == iso


def test_an_organisation_is_no_author() -> None:
    author = {"@type": "Organization", "name": "Nguyễn Văn An"}
    script = linked(articleBody="\n".join(SENTENCES), author=author)
    assert read_article(shell(script)).authors == []


def outcome(found: Page, *links: str) -> tuple[PageType, str, bool]:
    decided = decide(found, PageContext(links, alone=not links), "portal", datetime(2024, 1, 1, tzinfo=UTC))
    return decided.type, decided.reason, decided.may_change


SHELLS = [
    '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>',
    '<div id="__next"><nav><a href="/">Trang chủ</a><a href="/tin">Tin tức</a></nav><div class="skeleton"></div></div>',
    '<div id="app"><div>Đang tải…</div></div><footer>© Cổng thông tin làng Đoài. Địa chỉ: số 1 đường Đình.</footer>',
]


@pytest.mark.parametrize("body", SHELLS)
@pytest.mark.parametrize("links", [(), (TITLE,)])
def test_an_empty_shell_needs_a_browser(body: str, links: tuple[str, ...]) -> None:
    assert outcome(shell("", body=body), *links) == (PageType.SHELL, LOADED, False)


@pytest.mark.parametrize(
    "body",
    [
        "<noscript>Vui lòng bật JavaScript để xem trang này.</noscript><div></div>",
        "<noscript>This site requires JavaScript</noscript><div></div>",
        "<app-root></app-root>",
        "<div><h1>{{item.title}}</h1><div>{{item.body}}</div></div>",
        '<h1>Cổng thông tin điện tử làng Đoài</h1><div id="app"></div>',
        '<body ng-app="portal"><div></div>',
    ],
)
def test_a_page_that_asks_for_scripts_may_need_a_browser(body: str) -> None:
    assert outcome(shell("", body=body)) == (PageType.SHELL, LOADED, False)
    assert outcome(shell("", body=body), "Tin") == (PageType.SHELL, LOADED, True)


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="app"><h1>{TITLE}</h1><p>12/06/2023</p><p>{SENTENCES[0]}</p></div>',
        f"<noscript>Vui lòng bật JavaScript.</noscript><h1>{TITLE}</h1><p>12/06/2023</p><p>{SENTENCES[0]}</p>",
        f'<div id="app"></div><h1>{TITLE}</h1><p>12/06/2023</p>{CONTENT}{CONTENT}',
        f'<div id="app"></div><h1>{TITLE}</h1><p>12/06/2023</p><p>{SENTENCES[0]}</p><p>{{{{views}}}} lượt xem</p>',
    ],
)
def test_a_short_article_is_no_shell(body: str) -> None:
    found = Page(URL, f"<title>{TITLE}</title>{body}<script src='a.js'></script>".encode(), URLS)
    assert outcome(found)[0] is PageType.ARTICLE


def test_a_list_of_links_is_no_shell() -> None:
    entries = "".join(f'<a href="/a-{n}">Chợ phiên làng Đoài họp lại sau ba năm</a>' for n in range(3))
    assert outcome(shell("", body=f'<div id="app">{entries}</div>'))[0] is not PageType.SHELL
    assert (
        outcome(shell("", body=f"<noscript>Vui lòng bật JavaScript.</noscript>{NEWS}{entries}"))[0]
        is not PageType.SHELL
    )


@pins("shell._MAX_SHELL", "shell._MAX_WAITING", "shell._MIN_ENTRY")
@pytest.mark.parametrize(
    ("inside", "footer", "entry", "is_shell"),
    [
        (40, 360, 29, True),
        (41, 359, 29, False),
        (40, 361, 29, False),
        (40, 360, 30, False),
    ],
)
def test_a_shell_has_hardly_any_text(inside: int, footer: int, entry: int, is_shell: bool) -> None:
    link = f'<a href="/a">{"l" * entry}</a>'
    found = shell("", body=f'<div id="app"><p>{"ă" * inside}</p></div><p>{link}</p><p>{"b" * footer}</p>')
    assert found.is_shell is is_shell
