"""Pictures of an article, and the words printed under them."""

from __future__ import annotations

import pytest

from tests.pages.reading import HOST, SENTENCES, around
from tests.pins import pins

CAPTION = "Đội trống thôn Đoài trong buổi tập cuối"
PICTURE = '<img src="/anh/trong.jpg" width="500" alt="IMG_0012">'


@pytest.mark.parametrize(
    "html",
    [
        f"<figure>{PICTURE}<figcaption>{CAPTION}</figcaption></figure>",
        f"<p>{PICTURE}</p><p style='text-align:center'>{CAPTION}</p>",
        f"<p>{PICTURE}</p><p><em>{CAPTION}</em></p>",
        f"<p align='center'>{PICTURE}<br><i>{CAPTION}</i></p>",
        f"<p>{PICTURE}</p><p>Ảnh: {CAPTION}</p>",
        f"<div>{PICTURE}<div class='img-title'>{CAPTION}</div></div>",
        f"<table align='center'><tr><td>{PICTURE}</td></tr><tr><td>{CAPTION}</td></tr></table>",
        f"<table><tbody><tr><td>{PICTURE}</td></tr><tr><td>&nbsp;</td></tr><tr><td><i>{CAPTION}</i></td></tr></table>",
    ],
)
def test_the_words_under_a_picture_are_its_caption_and_no_text(html: str) -> None:
    found = around(html)
    assert [(image.url, image.caption) for image in found.images] == [(f"{HOST}/anh/trong.jpg", CAPTION)]
    assert found.paragraphs == list(SENTENCES)


def test_two_pictures_side_by_side_have_their_captions_below() -> None:
    other = PICTURE.replace("trong", "den")
    rows = f"<tr><td>{PICTURE}</td><td>{other}</td></tr><tr><td>{CAPTION}</td><td>Đèn lồng của thôn Đông</td></tr>"
    found = around(f"<table>{rows}</table>")
    assert [image.caption for image in found.images] == [CAPTION, "Đèn lồng của thôn Đông"]
    assert found.paragraphs == list(SENTENCES)


@pytest.mark.parametrize("html", [PICTURE, f"<p>{PICTURE}</p>", f"<div>{PICTURE}</div><p>&nbsp;</p>"])
def test_a_sentence_under_a_picture_is_text_and_alt_is_no_caption(html: str) -> None:
    found = around(html)
    assert [image.caption for image in found.images] == [None]
    assert found.paragraphs == list(SENTENCES)


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/images/icon_print.gif">',
        '<img src="/anh/cham.png" width="16">',
        '<img src="/anh/cham.png" height="12px">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="/themes/x/duong-ke.jpg">',
        '<img src="">',
        '<img src="http://[x">',
        '<p hidden><img src="/anh/an.jpg"></p>',
    ],
)
def test_ornaments_are_no_pictures(image: str) -> None:
    assert around(image).images == []


def test_a_picture_is_listed_once() -> None:
    assert len(around(f"<p>{PICTURE}</p><p>{PICTURE}</p>").images) == 1


@pins("images._GRID_COLUMNS")
@pytest.mark.parametrize(("columns", "captioned"), [(2, 2), (50, 50), (51, 0)])
def test_a_row_of_more_pictures_than_anybody_prints_is_not_read_as_a_grid(columns: int, captioned: int) -> None:
    above = "".join(f"<td><img src='/anh/{i}.jpg'></td>" for i in range(columns))
    below = "".join(f"<td>Đội trống thôn {i}</td>" for i in range(columns))
    images = around(f"<table><tr>{above}</tr><tr>{below}</tr></table>").images
    assert len(images) == columns
    assert sum(image.caption == f"Đội trống thôn {i}" for i, image in enumerate(images)) == captioned
