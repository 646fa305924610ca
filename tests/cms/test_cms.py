"""How CMSes are found, and what each writes into addresses besides its articles."""

from __future__ import annotations

import pickle
import re
import sys
from pathlib import Path

import pytest

import scraper.cms
from scraper.addresses import Kind, UrlResolver
from scraper.cms import ANY_CMS, KNOWN, KNOWN_TABLES, Cms, Query, find_cms, tables_for
from scraper.cms import Path as PathRule

OWN = Cms(
    "own",
    is_exact=True,
    articles=(PathRule(r"/tin-(?P<key>\d+)/(?P<title>[^/]+)$"),),
    state=(r"phien=\w+", "mau"),
    state_mark="!own/",
    drop_prefix="/cong",
    page_params=("to",),
    views=("/ban-doc/",),
    view_params=("che_do",),
    files=(r"/tep/[^/]+/\d+$",),
    article_class="trang-tin",
    wait=90.0,
)


def url_of(path: str, schemes: tuple[Cms, ...] = ()) -> str:
    address = UrlResolver(("x.vn",), schemes).resolve("http://x.vn/", path)
    assert address is not None
    return address.identity


def kind_of(path: str, schemes: tuple[Cms, ...] = ()) -> Kind:
    address = UrlResolver(("x.vn",), schemes).resolve("http://x.vn/", path)
    assert address is not None
    return address.kind


def test_a_new_file_is_found_by_being_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'from scraper.cms.model import Cms, Query\nNEW = Cms("new", rank=1, articles=(Query(("so",)),))\n'
    (tmp_path / "new_of_a_test.py").write_text(text, "utf-8")
    monkeypatch.setattr(scraper.cms, "__path__", [*scraper.cms.__path__, str(tmp_path)])
    first, *others = find_cms()
    monkeypatch.delitem(sys.modules, "scraper.cms.new_of_a_test")
    assert (first.name, tuple(others)) == ("new", KNOWN)


def test_each_cms_has_a_name_of_its_own_and_a_place() -> None:
    assert len({cms.name for cms in KNOWN}) == len(KNOWN)
    assert list(KNOWN) == sorted(KNOWN, key=lambda cms: (cms.rank, cms.name))


def test_on_a_site_that_nobody_knows_all_are_hints() -> None:
    assert [cms.name for cms in ANY_CMS] == [cms.name for cms in KNOWN]
    assert not any(cms.is_exact for cms in ANY_CMS)
    assert {cms.name for cms in KNOWN if cms.is_exact} == {"mdefault", "com_soft", "slug_id"}


def test_a_source_may_hold_a_cms_of_its_own() -> None:
    address = UrlResolver(("x.vn",), (OWN,)).resolve("http://x.vn/", "/cong/tin-7/le-hoi")
    assert address is not None
    assert (address.kind, address.key, address.title_slug) == (Kind.ARTICLE, "7", "le-hoi")
    assert address.matched_exactly


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/tin?phien=a1&b=2", "/tin?b=2"),
        ("/tin?mau=xanh", "/tin"),
        ("/cong/tin", "/tin"),
        ("/tin/!own/aaa", "/tin/!own/bbb"),
    ],
)
def test_what_its_own_cms_writes_is_no_part_of_the_page(one: str, other: str) -> None:
    assert url_of(one, (OWN,)) == url_of(other, (OWN,))
    assert url_of(one) != url_of(other)


@pytest.mark.parametrize("path", ["/ban-doc/tin", "/tin?che_do=in"])
def test_views_of_its_own_cms_are_not_crawled(path: str) -> None:
    assert kind_of(path, (OWN,)) is Kind.VIEW
    assert kind_of(path) is Kind.PAGE


def test_tables_of_a_source_hold_those_of_all_known() -> None:
    own = tables_for((OWN, *ANY_CMS))
    assert own.page_params.search("trang_to")
    assert own.page_params.search("_101_cur")
    assert not KNOWN_TABLES.page_params.search("trang_to")
    assert own.files.search("/tep/ke-hoach.pdf/12")
    assert own.wait == 90.0
    assert own.article_class.search("cong trang-tin")
    assert own.article_class.search("single-post postid-7")
    assert not KNOWN_TABLES.article_class.search("cong trang-tin")
    assert tables_for(ANY_CMS) is KNOWN_TABLES


def test_a_cms_goes_to_other_processes_and_stays_equal() -> None:
    UrlResolver(("x.vn",), KNOWN).resolve("http://x.vn/", "/a/b-c-1001")
    assert pickle.loads(pickle.dumps(KNOWN)) == KNOWN
    assert hash(pickle.loads(pickle.dumps(OWN))) == hash(OWN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/x?p_p_id=P&p_p_state=normal&p_p_mode=view&_P_delta=8&_P_cur=2", "/x?_P_cur=2&_P_resetCur=false"),
        ("/x?p_r_p_categoryId=3&p_auth=a&p_l_id=4&doAsUserId=5", "/x"),
        ("/x?_P_struts_action=a&_P_mvcPath=b&_P_backURL=c&_P_redirect=d", "/x"),
        ("/x?_P_keywords=a&_P_advancedSearch=b&_P_andOperator=c", "/x"),
        ("/x?_P_cur=1", "/x"),
        ("/web/guest/tin", "/tin"),
        ("/?nvvithemever=t&nv_redirect=abc", "/"),
    ],
)
def test_state_is_dropped_on_every_site(one: str, other: str) -> None:
    assert url_of(one) == url_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/x?_P_cur=2", "/x"),
        ("/x?_P_cur=12", "/x"),
        ("/x?p_p=2", "/x"),
        ("/web/guests/tin", "/tin"),
        ("/tin/web/guest", "/tin"),
        ("/?nv=news", "/"),
        ("/x?delta=8", "/x"),
    ],
)
def test_what_only_looks_like_state_is_kept(one: str, other: str) -> None:
    assert url_of(one) != url_of(other)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/c/portal/update_language?redirect=/tin", Kind.VIEW),
        ("/documents/10180/0/ke-hoach", Kind.VIEW),
        ("/documents/tin", Kind.PAGE),
        ("/tin?p_p_lifecycle=1", Kind.VIEW),
        ("/tin?p_p_lifecycle=0", Kind.PAGE),
        ("/wps/myportal/tin", Kind.VIEW),
        ("/wps/portal/tin", Kind.PAGE),
        ("/news/savefile/tin/le-hoi-65.html", Kind.VIEW),
        ("/seek/?q=hoi", Kind.VIEW),
        ("/seekers/", Kind.PAGE),
        ("/tin/le-hoi-65.html?pdf=1", Kind.VIEW),
        ("/tin/le-hoi-65.html?mapdf=1", Kind.PAGE),
        ("/wp-admin/", Kind.VIEW),
        ("/wp-login.php", Kind.VIEW),
        ("/le-hoi/?replytocom=7", Kind.VIEW),
        ("/wp-json/wp/v2/posts/7", Kind.VIEW),
        ("/wp-json", Kind.VIEW),
        ("/wp-jsons/tin", Kind.PAGE),
        ("/?rest_route=/wp/v2/posts", Kind.VIEW),
        ("/xmlrpc.php", Kind.VIEW),
        ("/xmlrpc.php/tin", Kind.PAGE),
    ],
)
def test_views_of_known_cms_are_not_crawled(path: str, kind: Kind) -> None:
    assert kind_of(path) is kind


@pytest.mark.parametrize(
    ("names", "is_article"),
    [
        # WordPress: posts and types of posts that a site defines.
        ("post-template-default single single-post postid-7 single-format-standard", True),
        ("tin-tuc-template-default single single-tin-tuc postid-7", True),
        ("single-post", False),
        ("home blog single-author", False),  # themes: the site has one author
        ("home blog", False),
        ("archive category category-tin-tuc", False),
        ("page-template-default page page-id-2", False),
        ("attachment single single-attachment postid-9 attachmentid-9", False),
        ("single single-page postid-9", False),
        ("woocommerce single single-product postid-9", False),
        ("single postid-9", False),
        ("has-single-post postid-9", False),
        # Drupal: the names of types of articles.
        ("html not-front not-logged-in no-sidebars page-node page-node-7 node-type-article", True),
        ("page-node-7 node-type-news", True),
        ("path-node page-node-type-article", True),
        ("node-type--tin-tuc", True),
        ("node-type-page", False),
        ("node-type-webform", False),
        ("page-taxonomy-term", False),
        ("", False),
    ],
)
def test_the_class_of_a_page_says_that_it_is_an_article(names: str, is_article: bool) -> None:
    assert (KNOWN_TABLES.article_class.search(names) is not None) is is_article


@pytest.mark.parametrize("name", ["_101_INSTANCE_x_cur", "cur", "PageIndex", "pagenumber", "page_number"])
def test_parameters_of_pagers(name: str) -> None:
    assert KNOWN_TABLES.page_params.search(name)


@pytest.mark.parametrize("name", ["concur", "cursor", "indexpage", "mid"])
def test_other_parameters_turn_no_page(name: str) -> None:
    assert not KNOWN_TABLES.page_params.search(name)


@pytest.mark.parametrize(
    ("path", "has_id_behind"),
    [
        ("/documents/10180/0/ke-hoach.pdf/0c3b-11", True),
        ("/documents/10180/0/ke-hoach.pdf", False),
        ("/tep/10180/0/ke-hoach.pdf/0c3b-11", False),
    ],
)
def test_liferay_writes_an_id_behind_a_files_name(path: str, has_id_behind: bool) -> None:
    assert (KNOWN_TABLES.files.search(path) is not None) is has_id_behind


def test_the_longest_blocker_known_is_nukeviets() -> None:
    assert KNOWN_TABLES.wait == 60.0


def test_labels_are_folded() -> None:
    assert all(re.fullmatch(r"[a-z0-9 (?:|)]+", label) for label in KNOWN_TABLES.labels)


@pytest.mark.parametrize(("value", "is_key"), [("1", True), ("0", False), ("", False), ("12a", False), ("-5", False)])
def test_a_key_in_a_query_is_a_number(value: str, is_key: bool) -> None:
    own = Cms("own", articles=(Query(("so",)),))
    assert (kind_of(f"/bai?so={value}", (own,)) is Kind.ARTICLE) is is_key
