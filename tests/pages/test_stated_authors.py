"""Who wrote an article by what its page states for machines, and when that counts."""

from __future__ import annotations

import json

import pytest

from scraper.pages.article import ArticleFields, read_article
from scraper.pages.head import MAX_AUTHORS
from scraper.pages.page import Page
from scraper.pages.stated_authors import authors_in_json, authors_in_meta, marked_names
from tests.pages.reading import TITLE, document, page, paragraphs
from tests.pins import pins

ENGLISH = (
    "Long before sunrise the people of three hamlets carried bamboo and lanterns to the old yard.",
    "The elders told the story of the last fair, while the children waited for the tug of war.",
    "At noon the drummers opened the festival, and the whole yard rose to clap along with them.",
)
HEADLINE = "Village fair opens again after three years"


def script(*nodes: object) -> str:
    return "".join(f"<script type='application/ld+json'>{json.dumps(node)}</script>" for node in nodes)


def news(author: object, **more: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": HEADLINE, "author": author, **more}


def foreign(head: str = "", above: str = "", below: str = "") -> Page:
    text = f"<h1>{HEADLINE}</h1>{above}<div>{paragraphs(*ENGLISH)}{below}</div>"
    return page(text, "http://portal.vn/village-fair-opens-again", f"<title>{HEADLINE}</title>{head}")


def read(head: str = "", above: str = "", below: str = "") -> ArticleFields:
    return read_article(foreign(head, above, below))


# ------------------------------------------------------------------ JSON-LD


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ({"@type": "Person", "name": "Jane Doe"}, ("Jane Doe",)),
        ([{"name": "Jane Doe"}, {"name": "Juan de la Cruz"}], ("Jane Doe", "Juan de la Cruz")),
        ({"name": ["Jane Doe", "John Roe"]}, ("Jane Doe", "John Roe")),
        ({"name": "Jane Doe and John Roe"}, ("Jane Doe", "John Roe")),
        ({"@id": "#jane"}, ("Jane Doe",)),
        ({"@type": "Organization", "name": "The Daily Post"}, ()),
        ({"name": "Editorial Team"}, ()),
        ({"name": "janedoe"}, ()),
        ({"name": "https://facebook.com/jane"}, ()),
        ({"name": "jane@post.com"}, ()),
        ({"name": "Burda Style"}, ()),
        ({"name": ""}, ()),
        (7, ()),
    ],
)
def test_json_ld_names_persons(author: object, names: tuple[str, ...]) -> None:
    site = "<meta property='og:site_name' content='Burda Style'>"
    head = script({"@graph": [news(author), {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}]})
    assert authors_in_json(foreign(site + head)) == names


def test_the_article_of_this_title_has_the_author_and_reviews_have_others() -> None:
    other = {"@type": "Article", "headline": "Market day", "author": "John Roe"}
    review = {"@type": "Review", "author": "Mary Major"}
    untitled = {"@type": "Article", "author": "Jane Doe"}
    assert authors_in_json(foreign(script(other, news("Jane Doe"), review))) == ("Jane Doe",)
    assert authors_in_json(foreign(script(other, untitled))) == ()
    assert authors_in_json(foreign(script(untitled, review))) == ("Jane Doe",)
    assert authors_in_json(foreign(script(review))) == ()


def test_line_breaks_in_a_string_do_not_matter_and_broken_scripts_name_nobody() -> None:
    whole = script(news("Jane Doe", description="one"))
    assert authors_in_json(foreign(whole.replace("one", "one\ntwo"))) == ("Jane Doe",)
    assert authors_in_json(foreign(whole.replace("}", ""))) == ()


# ------------------------------------------------------------------ meta


@pytest.mark.parametrize("name", ["author", "article:author", "citation_author", "byl", "parsely-author", "DC.creator"])
def test_meta_names_persons(name: str) -> None:
    assert authors_in_meta(foreign(f"<meta name='{name}' content='By Jane Doe'>")) == ("Jane Doe",)
    assert authors_in_meta(foreign(f"<meta property='{name}' content='Jane Doe, Reuters'>")) == ("Jane Doe",)
    assert authors_in_meta(foreign(f"<meta name='{name}' content='Acme Media'>")) == ()


@pins("head.MAX_AUTHORS")
def test_only_the_first_statements_are_read() -> None:
    metas = [f"<meta name='author' content='Jane Doe{'a' * i}'>" for i in range(MAX_AUTHORS + 1)]
    assert len(document(f"<head>{''.join(metas[:-1])}</head>").head.authors) == 20
    assert len(document(f"<head>{''.join(metas)}</head>").head.authors) == 20


# ------------------------------------------------------------------ marked elements


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<span class='author'>Jane Doe</span>", {"Jane Doe"}),
        ("<p class=byline>By <a href='/x'>Jane Doe</a> Editor</p>", {"Jane Doe"}),
        ("<div class='Post-Author'><i></i><b>Written by</b><em>Jane Doe</em></div>", {"Jane Doe"}),
        ("<a rel=author href='/x'>Jane Doe</a>", {"Jane Doe"}),
        ("<span itemprop='author'>Jane Doe</span>", {"Jane Doe"}),
        ("<span class='author'></span>Jane Doe", set()),
        ("<span title='author'>Jane Doe</span>", set()),
        ("<article class='author-jane'>Jane Doe</article>", set()),
        ("<p>The author Jane Doe</p>", set()),
        ("<span class='author", set()),
    ],
)
def test_elements_that_markup_calls_the_author(html: str, names: set[str]) -> None:
    assert marked_names(page(f"<div>{html}</div>")) == names


@pins("stated_authors._MAX_AUTHORED")
@pytest.mark.parametrize(("before", "names"), [(199, {"Jane Doe"}), (200, set())])
def test_only_the_first_places_are_looked_at(before: int, names: set[str]) -> None:
    html = "<p>author</p>" * before + "<b class='author'>Jane Doe</b>"
    assert marked_names(page(html)) == names


@pins("stated_authors._LONG_TAG", "stated_authors._NAME_BYTES")
@pytest.mark.parametrize(("long", "names"), [(0, {"Jane Doe"}), (1, set())])
def test_a_tag_of_some_length_has_the_name_near(long: int, names: set[str]) -> None:
    before = len("<b id='' class='a")
    assert marked_names(page(f"<b id='{'x' * (400 - before + long)}' class='author'>Jane Doe</b>")) == names
    icon = "<i class='" + "x" * (600 - len("<i class=''></i>") - len("Jane Doe") + 8 * long) + "'></i>"
    assert marked_names(page(f"<b class='author'>{icon}Jane Doe</b>")) == names


# ------------------------------------------------------------------ which counts


JSON = script(news("Jane Doe"))
META = "<meta name='author' content='Mary Major'>"
LINE = "<p>By John Roe</p>"


def test_in_other_languages_json_ld_counts_then_a_labelled_line_then_meta() -> None:
    assert (read(JSON + META, LINE).authors, read(JSON).rules["authors"]) == (["Jane Doe"], "JSON-LD")
    assert (read(META, LINE).authors, read(META, LINE).rules["authors"]) == (["John Roe"], "labelled line")
    assert (read(META).authors, read(META).rules["authors"]) == (["Mary Major"], "meta")
    assert read("", "<p>Author: Acme Press Office</p>").authors == []
    marked = "<p><span class='author'>John Roe</span></p>"
    assert (read(META, marked).authors, read(META, marked).rules["authors"]) == (["John Roe"], "marked as the author")


def test_the_line_of_the_author_is_no_text_wherever_the_name_is_from() -> None:
    assert read(JSON, "<p>By Jane Doe</p>").paragraphs == list(ENGLISH)


@pytest.mark.parametrize(
    "line", ["<p align='right'>John Roe</p>", "<p><b>Green Valley</b></p>", "<p>Nguyễn Văn An</p>"]
)
def test_in_other_languages_the_last_line_signs_nothing(line: str) -> None:
    assert read("", "", line).authors == []
    assert read("", line).authors == []


def test_a_vietnamese_page_states_accounts_which_count_only_where_they_are_printed() -> None:
    head = f"<meta name='author' content='Bùi Thị Mận'>{script({'@type': 'NewsArticle', 'author': 'Bùi Thị Mận'})}"
    bare = page(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>", head=head)
    printed = page(f"<h1>{TITLE}</h1><p>Bùi Thị Mận · Tin tức</p><div>{paragraphs()}</div>", head=head)
    assert read_article(bare).authors == []
    assert read_article(printed).authors == ["Bùi Thị Mận"]
    assert read_article(printed).rules["authors"] == "printed, and stated for machines"
