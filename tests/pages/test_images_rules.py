"""Which pictures are content, and which line is whose caption."""

from __future__ import annotations

import pytest

from scraper.items import Image
from scraper.pages.article import ArticleFields, read_article
from tests.pages.lengths import line, sentence
from tests.pages.reading import HOST, ONE, SENTENCES, article, paragraphs
from tests.pins import pins

PICTURE = "<img src='/anh/trong.jpg'>"
WORDS = "Đội trống thôn Đoài trong buổi tập cuối"


def read(middle: str) -> ArticleFields:
    return read_article(article(f"<div>{paragraphs()}{middle}{paragraphs()}</div>"))


def images(middle: str) -> list[Image]:
    return read(middle).images


def caption(middle: str) -> str | None:
    """The caption of the only picture; where there is one, it is no text."""
    found = read(middle)
    (image,) = found.images
    assert (image.caption is None) == (found.paragraphs != list(SENTENCES) * 2)
    return image.caption


# ------------------------------------------------------------------ content or ornament

ORNAMENTS = (
    "icon icons ico logo bullet button btn spacer blank arrow print printer email mail facebook zalo twitter share"
)
ORNAMENTS += " rss loading star avatar noimage no_image pixel 1x1 handle_cert ncsc qrcode calendar clock"


@pytest.mark.parametrize("name", ORNAMENTS.split())
def test_ornaments_are_named_so(name: str) -> None:
    for path in (
        f"/anh/{name}.png",
        f"/anh/x-{name}.png",
        f"/anh/x_{name}2.png",
        f"/{name.upper()}.PNG",
        f"{name}.png",
    ):
        assert images(f"<p><img src='{path}'></p>") == [], path
    assert len(images(f"<p><img src='/anh/x{name}.png'></p>")) == 1
    assert len(images(f"<p><img src='/{name}s/anh.png'></p>")) == 1
    assert len(images(f"<p><img src='/anh/hoi.png?v=/{name}.png'></p>")) == 1


@pytest.mark.parametrize(
    "folder",
    ["theme", "themes", "skin", "skins", "smiley", "smilies", "emoticons", "_layouts", "template", "templates"],
)
def test_ornaments_lie_in_folders_of_the_sites_look(folder: str) -> None:
    assert images(f"<p><img src='/{folder}/hoi.png'></p>") == []
    assert len(images(f"<p><img src='/x{folder}/hoi.png'></p>")) == 1


@pins("images._MIN_PIXELS")
@pytest.mark.parametrize(
    ("size", "count"),
    [
        ("width='59'", 0), ("width='60'", 1), ("height='59'", 0), ("height='60'", 1), ("width=' 59px'", 0),
        ("width='50%'", 1), ("width='auto'", 1), ("width='600' height='9'", 0), ("", 1),
    ],
)  # fmt: skip
def test_small_pictures_are_ornaments(size: str, count: int) -> None:
    assert len(images(f"<p><img src='/anh/hoi.png' {size}></p>")) == count


def test_a_picture_stands_right_under_the_title_and_up_to_the_end() -> None:
    found = read_article(article(f"<p>{PICTURE}</p><div>{paragraphs()}<p><img src='/b.jpg'></p></div>"))
    assert [image.url for image in found.images] == [f"{HOST}/anh/trong.jpg", f"{HOST}/b.jpg"]
    outside = read_article(article(f"<div>{paragraphs()}</div><h4>Bình luận</h4><p>{PICTURE}</p>", before=PICTURE))
    assert outside.images == []
    assert found.rules["images"] == "pictures between title and end, captions below them"
    assert outside.rules["images"] == ""


def test_ornaments_end_no_search_for_the_next_picture() -> None:
    assert len(images(f"<p><img src='/logo.png'><img src='http://[x'>{PICTURE}{PICTURE}<img src='/b.jpg'></p>")) == 2


# ------------------------------------------------------------------ the line below


@pins("images.MAX_CAPTION", "images._LONG_CAPTION", "images._EMPHASISED", "images._SHORT_PHRASE")
@pytest.mark.parametrize(
    ("below", "is_caption"),
    [
        (f"<p>{line(200)}</p>", True),
        (f"<p>{line(201)}</p>", False),
        (f"<p align='center'>{line(201)}</p>", True),
        (f"<p align='center'>{line(300)}</p>", True),
        (f"<p align='center'>{line(301)}</p>", False),
        (f"<p align='center'>{sentence(150)}</p>", True),
        (f"<p align='right'>{sentence(100)}</p>", False),
        (f"<p><i>{sentence(120)}</i></p>", True),
        (f"<p><i>{sentence(121)}</i></p>", False),
        (f"<p><i>{line(121)}</i></p>", True),
        (f"<p><i>{line(61)}</i>{sentence(39)}</p>", True),
        (f"<p><i>{line(60)}</i>{sentence(40)}</p>", False),
        (f"<p class='x-caption'>{sentence(150)}</p>", True),
        (f"<p class='chuthich'>{sentence(150)}</p>", True),
        (f"<p class='chu-thich'>{sentence(150)}</p>", True),
        (f"<p class='img-title'>{sentence(150)}</p>", True),
        (f"<p class='imgtitle'>{sentence(150)}</p>", True),
        (f"<p class='imgalt'>{sentence(150)}</p>", True),
        (f"<p class='image-note'>{sentence(150)}</p>", True),
        (f"<p class='photodesc'>{sentence(150)}</p>", True),
        (f"<p class='desc-img'>{sentence(150)}</p>", True),
        (f"<p class='desc'>{sentence(150)}</p>", False),
        (f"<p>Ảnh: {sentence(150)}</p>", True),
        (f"<p>Ảnh: {sentence(295)}</p>", True),
        (f"<p>Ảnh: {sentence(296)}</p>", False),
        ("<p>Hình 2. Sân đình.</p>", True),
        ("<p>Ảnh minh họa: Sân đình.</p>", True),
        ("<p>Hình ảnh : Sân đình.</p>", True),
        ("<p>Ảnh:</p>", False),
        ("<h4>Sân đình</h4>", False),
        ("<p>In bài viết</p>", False),
        ("<p>12/06/2023</p>", False),
        ("<p>Ba</p>", False),
        ("<p>Ba!</p>", False),
        ("<p>Sân</p>", True),
        ("<p>Tác giả: Hà Văn Thuận</p>", False),
        ("<p align='right'>Hà Văn Thuận</p>", False),
        ("<p align='center'>Hà Văn Thuận</p>", True),
        ("<p>admin</p>", False),
        *((f"<p align='center'>{mark} Sân đình</p>", False) for mark in "1. 12) II. a) đ) - + * • –".split()),
        ("<p align='center'>2023 Sân đình</p>", True),
        *((f"<p>Sân đình{end}</p>", False) for end in (".", "!", "?", ":", ";", "…")),
    ],
)  # fmt: skip
def test_a_caption_is_set_apart_or_no_sentence(below: str, is_caption: bool) -> None:
    found = images(f"<p>{PICTURE}</p>{below}")
    assert (found[0].caption is not None) is is_caption


def test_the_label_of_a_caption_is_left_out() -> None:
    assert caption(f"<p>{PICTURE}</p><p>Ảnh: {WORDS}</p>") == WORDS
    assert caption(f"<p>{PICTURE}</p><p>{WORDS}. Ảnh: Công Nãng</p>") == f"{WORDS}. Ảnh: Công Nãng"


@pytest.mark.parametrize(("spacers", "is_caption"), [(1, True), (2, False)])
def test_a_spacer_may_stand_between(spacers: int, is_caption: bool) -> None:
    spacer = "<p><img src='/spacer.gif'></p>" * spacers
    assert (images(f"<p>{PICTURE}</p>{spacer}<p>{WORDS}</p>")[0].caption == WORDS) is is_caption


def test_the_next_picture_is_no_spacer() -> None:
    found = images(f"<p>{PICTURE}</p><p><img src='/b.jpg'></p><p>{WORDS}</p>")
    assert [image.caption for image in found] == [None, WORDS]


def test_a_caption_belongs_to_one_picture() -> None:
    found = images(f"<p>{PICTURE}<img src='/b.jpg'></p><p>{WORDS}</p>")
    assert [image.caption for image in found] == [WORDS, None]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"<p align='center'>{PICTURE} {WORDS}</p>", WORDS),
        (f"<p>{PICTURE} {WORDS}</p>", WORDS),
        (f"<p>{PICTURE} {sentence(150)}</p>", None),
        (f"<div>{PICTURE}<br>{WORDS}.</div>", None),
    ],
)
def test_words_beside_a_picture_in_its_line(html: str, text: str | None) -> None:
    assert images(html)[0].caption == text


def test_a_line_in_the_pictures_own_box_may_be_long() -> None:
    assert images(f"<div>{PICTURE}<p>{line(250)}</p></div>")[0].caption == line(250)
    assert images(f"<div>{PICTURE}</div><p>{line(250)}</p>")[0].caption is None


def test_a_photographer_on_a_line_of_his_own_belongs_to_the_caption() -> None:
    html = f"<p>{PICTURE}</p><p align='center'>{WORDS}<br>{{}}</p>"
    assert images(html.format("Ảnh: Công Nãng"))[0].caption == f"{WORDS} Ảnh: Công Nãng"
    assert images(html.format("Công Nãng"))[0].caption == WORDS


def test_a_line_that_says_that_it_is_a_caption_belongs_to_the_last_picture_without_one() -> None:
    html = f"<p>{PICTURE}</p><p>{ONE}</p><p>Ảnh: {WORDS}</p>"
    assert images(html)[0].caption == WORDS
    two = f"<p>{PICTURE}</p><p>{WORDS}</p><p><img src='/b.jpg'></p><p>{ONE}</p><p>Ảnh: Sân đình</p>"
    assert [image.caption for image in images(two)] == [WORDS, "Sân đình"]
    assert images(f"<p>Ảnh: {WORDS}</p>") == []
    assert f"Ảnh: {WORDS}" not in read(f"<p>Ảnh: {WORDS}</p>").paragraphs


# ------------------------------------------------------------------ figures and tables


def test_all_lines_of_a_figure_may_be_its_caption() -> None:
    text = sentence(150)
    assert images(f"<figure>{PICTURE}<figcaption>{text}</figcaption></figure>")[0].caption == text
    assert images(f"<figure><div>{PICTURE}</div><p>{text}</p></figure>")[0].caption == text


@pins("images._CAPTION_ROWS")
@pytest.mark.parametrize(("rows", "is_caption"), [(4, True), (5, False)])
def test_a_table_for_a_picture_has_few_rows(rows: int, is_caption: bool) -> None:
    text = f"{WORDS}."
    more = "<tr><td></td></tr>" * (rows - 2)
    table = f"<table><tr><td>{PICTURE}</td></tr><tr><td>{text}</td></tr>{more}</table>"
    assert (images(table)[0].caption == text) is is_caption


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("<tr><td>{0}</td><td>{1}</td></tr>", None),  # the cell beside the picture
        ("<tr><td>{0}</td></tr><tr><td>{1}</td><td>12</td></tr>", None),  # a row of data
        ("<tr><td>{0}</td><td>{0}</td></tr><tr><td>{1}</td><td>{2}</td></tr>", WORDS),
        ("<tr><td>{0}</td><td>{0}</td></tr><tr><td>{1}</td><td>{2}</td><td>3</td></tr>", None),
        ("<tr><td>{0}</td><td>{3}</td></tr><tr><td>{1}<br>{2}</td><td>{2}</td></tr>", None),
        ("<tr><td>{0}</td></tr><tr><td>{1}</td></tr>", WORDS),
    ],
)
def test_captions_in_a_table(table: str, text: str | None) -> None:
    cells = (PICTURE, WORDS, "Đèn lồng của thôn Đông", "<img src='/anh/den.jpg'>")
    found = images(f"<table>{table.format(*cells)}</table>")
    assert found[0].caption == text


def test_four_pictures_side_by_side_have_their_captions_below() -> None:
    names = ("Sân đình", "Cây đa", "Bến nước", "Cổng làng")
    cells = "".join(f"<td><img src='/{i}.jpg'></td>" for i in range(4))
    below = "".join(f"<td>{name}.</td>" for name in names)
    found = images(f"<table><tr>{cells}</tr><tr>{below}</tr></table>")
    assert [image.caption for image in found] == [f"{name}." for name in names]
