"""Which address a picture has, which pictures are one, and which are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.items import Image
from scraper.pages.article import ArticleFields, read_article
from scraper.pages.sources import is_placeholder, largest
from tests.pages.lengths import line, sentence
from tests.pages.reading import HOST, NEWS, ONE, SENTENCES, THREE, TWO, article, blocks, paragraphs
from tests.pins import pins

WORDS = "Đội trống thôn Đoài trong buổi tập cuối"
DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def read(middle: str) -> ArticleFields:
    return read_article(article(f"<div>{paragraphs()}{middle}{paragraphs()}</div>", after=NEWS))


def urls(middle: str) -> list[str]:
    return [image.url.removeprefix(HOST) for image in read(middle).images]


def first(middle: str) -> list[Image]:
    """The pictures of an article that begins with this."""
    return read_article(article(f"<div>{middle}{paragraphs()}</div>")).images


@pytest.mark.parametrize(
    "name",
    (
        "data-src data-original data-lazy-src data-lazy data-ll-src data-lazyload data-flickity-lazyload data-url"
        " data-echo data-image data-full-url data-large-file data-orig-file data-hi-res-src data-src-full data-srcset"
        " srcset data-lazy-srcset"
    ).split(),
)
@pytest.mark.parametrize(
    "shown", ["", DATA, "/img/blank.gif", "/loading.gif", "/js/lazy.png", "/1x1.png", "/spacer.gif?1"]
)
def test_a_placeholder_is_no_picture_where_the_true_one_is_named(name: str, shown: str) -> None:
    assert urls(f"<p><img src='{shown}' alt='x' {name}='/a.jpg'></p>") == ["/a.jpg"]


@pytest.mark.parametrize("name", ["data-id", "data-url", "data-image", "data-file", "data-lazy"])
def test_other_data_of_a_picture_are_no_address(name: str) -> None:
    assert urls(f"<p><img src='/a.jpg' alt='x' {name}='true'></p>") == ["/a.jpg"]
    assert urls(f"<p><img src='{DATA}' {name}='true'></p>") == []


@pytest.mark.parametrize(
    ("srcset", "best"),
    [
        ("a.jpg", "a.jpg"),
        ("a.jpg 1x, b.jpg 2x", "b.jpg"),
        ("a.jpg 300w, b.jpg 1024w, c.jpg 768w", "b.jpg"),
        ("a.jpg 300w,b.jpg 1024w,c.jpg 768w", "b.jpg"),
        ("a,b.jpg 300w, c,d.jpg 200w", "a,b.jpg"),
        ("a.jpg, b.jpg 1.5x", "b.jpg"),
        ("  a.jpg\n 2x ,\n b.jpg ", "a.jpg"),
        (f"{DATA} 2000w, b.jpg 3w", "b.jpg"),
        ("a.jpg 300w, b.jpg 300w", "a.jpg"),
        ("", ""),
        (", ,", ""),
        ("a.jpg 1e9w, b.jpg 2x", "b.jpg"),
    ],
)
def test_the_largest_of_a_set(srcset: str, best: str) -> None:
    assert largest(srcset) == best


@given(st.text("a.jpg1x2w, \n", max_size=80))
def test_any_set_gives_one_of_its_words_or_nothing(srcset: str) -> None:
    assert largest(srcset) in srcset


def test_the_largest_size_is_taken_and_the_whole_picture_before_its_copies() -> None:
    sized = "/a-300x200.jpg 300w, /a-768x512.jpg 768w"
    assert urls(f"<p><img src='/a-300x200.jpg' srcset='{sized}, /a.jpg 1200w'></p>") == ["/a.jpg"]
    assert urls(f"<p><img src='/a.jpg' srcset='{sized}'></p>") == ["/a.jpg"]
    assert urls("<p><img src='/a-300x200.jpg' data-orig-file='/a.jpg' data-large-file='/a-1024x683.jpg'></p>") == [
        "/a.jpg"
    ]
    assert urls("<p><img src='/a.jpg' data-orig-file='/b.jpg'></p>") == ["/a.jpg"]


def test_pictures_of_several_elements() -> None:
    source = "<picture><source srcset='/a.webp 1x'><source data-srcset='/a.avif'><img {}></picture>"
    assert urls(f"<figure>{source.format('src=/a.jpg')}</figure>") == ["/a.jpg"]
    assert urls(f"<figure>{source.format('')}</figure>") == ["/a.avif"]  # the nearest
    assert urls("<figure><picture><source srcset='/a.webp 1x'><img></picture></figure>") == ["/a.webp"]
    assert urls("<amp-img src='/a.jpg' width='600'></amp-img>") == ["/a.jpg"]
    assert urls("<amp-img src='/a.jpg'><noscript><img src='/b.jpg'></noscript></amp-img>") == ["/a.jpg"]


def test_what_browsers_without_scripts_show_is_the_picture_beside_it() -> None:
    noscript = "<noscript><img src='/a.jpg'></noscript>"
    assert urls(f"<p><img src='{DATA}'>{noscript}</p>") == ["/a.jpg"]
    assert urls(f"<p><img data-src='/a-300x200.jpg'>{noscript}</p>") == ["/a-300x200.jpg"]
    assert urls(f"<p>{noscript}<img src='{DATA}'></p>") == ["/a.jpg"]
    assert urls(f"<p>{noscript}</p>") == ["/a.jpg"]
    assert (
        urls("<noscript><img height='1' width='1' src='https://www.facebook.com/tr?id=1&noscript=1'></noscript>") == []
    )


@pins("builder._MAX_FALLBACKS")
def test_a_part_of_the_page_for_browsers_without_scripts_is_no_picture() -> None:
    images = [f"<img src='/{name}.jpg'>" for name in ("anh1", "anh2", "anh3")]
    assert len(urls(f"<noscript>{''.join(images[:2])}</noscript>")) == 2
    assert urls(f"<noscript>{''.join(images)}</noscript>") == []


def test_pictures_in_the_background_of_empty_elements() -> None:
    assert urls("<div style='background-image:url(/a.jpg)'></div>") == ["/a.jpg"]
    assert urls("<div style='background: #fff url(&quot;/a.jpg&quot;) no-repeat'> </div>") == ["/a.jpg"]
    assert urls("<div data-bg='/a.jpg'></div><span data-bg='url(/b.jpg)'></span>") == ["/a.jpg", "/b.jpg"]
    assert urls("<div style='background-image:url(/a.jpg)'>Hội làng</div>") == []
    assert urls("<div style='background-image:url(/a.jpg)'><p>Hội làng</p></div>") == []
    assert urls("<div style='mask:url(/a.jpg)'></div>") == []


def slides(style: str, other: str = "") -> list[tuple[str, str | None]]:
    slide = "<div class='khung'{}><img src='/{}.jpg'><p>{}</p></div>"
    shown = slide.format("", "anh1", f"{WORDS} một")
    found = read(f"<div {other}>{shown}{slide.format(style, 'anh2', f'{WORDS} hai')}</div>")
    assert found.paragraphs == list(SENTENCES) * 2
    return [(image.url.removeprefix(HOST), image.caption) for image in found.images]


def test_hidden_slides_are_pictures_with_their_captions() -> None:
    both = [("/anh1.jpg", f"{WORDS} một"), ("/anh2.jpg", f"{WORDS} hai")]
    assert slides(" style='display:none'") == both
    assert slides("") == both


@pins("images._SLIDE_LEVELS")
@pytest.mark.parametrize(("levels", "count"), [(2, 2), (3, 1)])
def test_a_slide_is_near_its_picture(levels: int, count: int) -> None:
    inner = f"{'<div>' * levels}<img src='/anh{{}}.jpg'>{'</div>' * levels}"
    slide = f"<div class='khung'{{}}>{inner}</div>"
    assert len(urls(slide.format("", "mot") + slide.format(" hidden", "hai"))) == count


@pins("images._BOX_LEVELS")
def test_a_gallery_says_so() -> None:
    hidden = "<div hidden><img src='/anh1.jpg'></div>"
    assert urls(hidden) == []
    assert urls(f"<div class='photo-gallery'>{hidden}</div>") == ["/anh1.jpg"]
    assert urls(f"<div class='swiper'>{'<div>' * 3}{hidden}{'</div>' * 3}</div>") == ["/anh1.jpg"]
    assert urls(f"<div class='swiper'>{'<div>' * 5}{hidden}{'</div>' * 5}</div>") == []
    assert urls("<p><img src='/anh1.jpg' style='display:none'></p>") == []
    assert urls("<div class='gallery'><img src='/anh1.jpg' style='display:none'></div>") == ["/anh1.jpg"]
    assert urls("<p><img src='/anh1.jpg' style='opacity:0'></p>") == ["/anh1.jpg"]


@pytest.mark.parametrize(
    "source",
    [
        "/f.gif", "/images/pdf.png", "/img/icon-doc.gif", "/img/word-2.png", "/filetypes/hoi.png", "/file-icons/a.png",
        "/img/attachment.gif", "/img/download.png",
        "https://secure.gravatar.com/avatar/0a1b?s=96", "https://s.w.org/images/core/emoji/1.png", "/emoji/cuoi.png",
        "https://ad.doubleclick.net/x.jpg", "https://www.facebook.com/tr?id=1", "https://c.statcounter.com/1/0/x.jpg",
        "/counter.php?id=5", "https://x.vn/pixel?u=4", "https://api.qrserver.com/v1/x.jpg", "https://x.vn/chart?cht=qr&chl=x",
        "/quangcao/hoi.jpg", "/ads/hoi.jpg", "/quang-cao/hoi.jpg", "/adv_300.jpg", DATA, "/img/placeholder.svg",
    ],
)  # fmt: skip
def test_what_is_no_picture_of_an_article(source: str) -> None:
    assert urls(f"<p><img src='{source}'></p>") == []


@pytest.mark.parametrize(
    "source",
    [
        "/anh/pdf/hoi.jpg", "/anh/f.jpg", "/anh/tai-lieu-pdf.jpg", "/uploads/hoi-ads.jpg", "/upload/banner-hoi.jpg",
        "/anh/lazyman.jpg", "/anh/advisor.jpg", "/anh/dot-kich.jpg", "/track-record/hoi.jpg",
    ],
)  # fmt: skip
def test_what_has_a_name_alike_is_one(source: str) -> None:
    assert urls(f"<p><img src='{source}'></p>") == [source]


@pytest.mark.parametrize(
    "box", ["ads", "ad-box", "quangcao", "qc_300", "author-bio", "comments", "social-share", "qrcode"]
)
def test_boxes_of_advertisements_authors_and_comments_hold_no_picture(box: str) -> None:
    assert urls(f"<div class='{box}'><img src='/hoi.jpg'></div>") == []
    assert urls(f"<div id='{box}'><a href='/x'><img src='/hoi.jpg'></a></div>") == []
    assert urls(f"<div class='x{box}x'><img src='/hoi.jpg'></div>") == ["/hoi.jpg"]


def test_a_banner_that_leads_to_another_site_is_an_advertisement() -> None:
    assert urls("<p><a href='https://ban.example/'><img src='/banner/468.jpg'></a></p>") == []
    assert urls("<div class='banner'><a href='https://ban.example/'><img src='/468.jpg'></a></div>") == []
    assert urls("<p><a href='https://ban.example/x.jpg'><img src='/banner/468.jpg'></a></p>") == ["/banner/468.jpg"]
    assert urls("<p><a href='/x'><img src='/banner/468.jpg'></a></p>") == ["/banner/468.jpg"]
    assert urls("<p><a href='https://ban.example/'><img src='/468.jpg'></a></p>") == ["/468.jpg"]


@pytest.mark.parametrize("name", ["icon", "wp-smiley", "emoji", "avatar photo", "site-logo"])
def test_classes_of_pictures_that_are_none(name: str) -> None:
    assert urls(f"<p><img class='{name}' src='/hoi.jpg'></p>") == []
    assert urls(f"<p><img class='x{name}' src='/hoi.jpg'></p>") == ["/hoi.jpg"] or name == "site-logo"


def test_the_style_of_a_picture_says_its_size() -> None:
    assert urls("<p><img src='/hoi.jpg' style='width:59px'></p>") == []
    assert urls("<p><img src='/hoi.jpg' style='max-width:59px;width: 60.5px'></p>") == ["/hoi.jpg"]
    assert urls("<p><img src='/hoi.jpg' width='16' style='width:600px'></p>") == ["/hoi.jpg"]


@pytest.mark.parametrize(
    ("one", "other", "url"),
    [
        ("/a.jpg", "/a.jpg", "/a.jpg"),
        ("/a-300x200.jpg", "/a.jpg", "/a.jpg"),
        ("/a.jpg", "/a-300x200.jpg", "/a.jpg"),
        ("/a-scaled.jpg", "/a-1024x683.jpg", "/a-scaled.jpg"),
        ("/a.jpg?w=600", "/a.jpg?w=300&h=2", "/a.jpg?w=600"),
        ("/up/thumbs/a.jpg", "/up/a.jpg", "/up/a.jpg"),
        ("/up/300x200/a.jpg", "/up/a.jpg", "/up/a.jpg"),
    ],
)
def test_a_picture_that_stands_twice_is_one_with_its_caption(one: str, other: str, url: str) -> None:
    found = read_article(
        article(
            f"<p class='anh'><img src='{one}'></p><div>{paragraphs(ONE, TWO)}"
            f"<figure><img src='{other}'><figcaption>{WORDS}.</figcaption></figure>{paragraphs(THREE)}</div>"
        )
    )
    assert [(image.url.removeprefix(HOST), image.caption) for image in found.images] == [(url, f"{WORDS}.")]
    assert found.paragraphs == [ONE, TWO, THREE]


def test_pictures_with_names_alike_are_two() -> None:
    assert (
        len(urls("<p><img src='/a-1.jpg'><img src='/a-2.jpg'></p><p><img src='/b?id=1'><img src='/b?id=2'></p>")) == 4
    )


def test_a_caption_for_the_viewer_counts_where_none_is_printed_and_alt_never() -> None:
    assert read(f"<p><img src='/a.jpg' alt='x y' data-caption='{WORDS}'></p>").images[0].caption == WORDS
    assert read(f"<a href='/a.jpg' data-caption='{WORDS}'><img src='/a.jpg'></a>").images[0].caption == WORDS
    printed = f"<figure><img src='/a.jpg' data-caption='x y'><figcaption>{WORDS}</figcaption></figure>"
    assert read(printed).images[0].caption == WORDS
    assert read("<p><img src='/a.jpg' alt='Đội trống'></p>").images[0].caption is None


@pytest.mark.parametrize("byline", ["Viết bởi Hà Văn Thuận", "Được viết bởi admin", "Đăng bởi: Ban Biên tập"])
def test_a_byline_is_no_caption(byline: str) -> None:
    assert read(f"<p><img src='/a.jpg'></p><p><i>{byline}</i></p>").images[0].caption is None


@pins("images._LEAD_LENGTH", "images._LEAD_EMPHASIS")
@pytest.mark.parametrize(
    ("below", "has_caption"),
    [
        (f"<b>{sentence(60)}</b>", False),
        (f"<b>{line(60)}</b>", False),
        (f"<b>{line(59)}</b>", True),
        (f"<i>{line(60)}</i>", True),
        (f"<b><i>{line(60)}</i></b>", True),
        (f"<b>{line(81)}</b>{sentence(19)}", False),
        (f"<b>{line(80)}</b>{line(20)}", True),
        (f"<center><b>{line(60)}</b></center>", True),
        (f"<b>Ảnh: {line(60)}</b>", True),
    ],
)
def test_the_bold_lead_below_the_first_picture_is_text(below: str, has_caption: bool) -> None:
    (image,) = first(f"<p><img src='/a.jpg'></p><p>{below}</p>")
    assert (image.caption is not None) is has_caption


def test_a_heading_of_one_of_the_parts_of_a_text_is_no_caption() -> None:
    picture, heading = "<p><img src='/a.jpg'></p>", "<p><b>{}</b></p>"
    parts = f"{heading.format('Chuyện cũ')}{paragraphs()}{picture}{heading.format('Chuyện mới')}"
    assert read(parts).images[0].caption is None
    assert read(f"{paragraphs()}{picture}{heading.format('Chuyện mới')}").images[0].caption == "Chuyện mới"
    assert read(f"{picture}{heading.format('Một')}{ONE}{picture}{heading.format('Hai')}").images[0].caption == "Một"


def test_how_much_of_a_line_is_italic() -> None:
    (block,) = blocks("<p><i>ab</i><b>cd</b><b><i>ef</i></b><span style='font-style:italic'>gh</span></p>")
    assert (block.emphasis, block.italic) == (1.0, 0.75)


@pytest.mark.parametrize(
    "source", ["", DATA, "about:blank", "/a/blank.gif", "/x_placeholder-2.png?v=1", "/lazyload.gif"]
)
def test_placeholders(source: str) -> None:
    assert is_placeholder(source)


@pytest.mark.parametrize("source", ["/a.jpg", "/blank/a.jpg", "/a.php?f=blank.gif", "/blanket.jpg", "blank"])
def test_no_placeholders(source: str) -> None:
    assert not is_placeholder(source)
