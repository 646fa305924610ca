"""Text that was pasted in another charset, encoded twice or escaped twice is read as it was meant."""

from __future__ import annotations

from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.pages.letters_repair import WARNING_LOST, repair_letters
from scraper.text.legacy_charsets import CHARSETS, TCVN3, VNI, LegacyCharset
from tests.pages.reading import SENTENCES, TITLE, page
from tests.pins import pins
from tests.text.test_legacy_charsets import encoded

TEXT = "Từ tờ mờ sáng, người dân ba thôn đã kéo nhau ra sân đình dựng rạp và treo đèn lồng giấy."
ESCAPED_TWICE, ENCODED_TWICE = "double-escaped entities→letters", "double-encoded UTF-8→UTF-8"


def repaired(html: str) -> tuple[str, list[str]]:
    found = repair_letters(html.encode("utf-8", "surrogatepass"))
    return found.html.decode(), found.repairs


def western(text: str) -> str:
    """UTF-8 read as windows-1252, as browsers do."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in text.encode()
    )


def entities(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode()


def shown(body: str, head: str = "") -> tuple[str, list[str]]:
    """The text of a page, and the repairs."""
    found = page(body, head=head)
    return "\n".join(block.text for block in found.blocks), found.repairs


@pytest.mark.parametrize("levels", [1, 2])
def test_entities_that_were_escaped_again_are_letters(levels: int) -> None:
    twice = entities(TEXT)
    for _ in range(levels):
        twice = escape(twice)
    assert shown(f"<p>{twice}</p><p>{SENTENCES[1]}</p>") == (f"{TEXT}\n{SENTENCES[1]}", [ESCAPED_TWICE])


def test_spaces_and_quotes_that_were_escaped_again_are_no_words() -> None:
    html = "<p>m&amp;ocirc;n&amp;nbsp;h&amp;ocirc;m &amp;ldquo;nay&amp;rdquo;</p><p>&amp;nbsp;</p><p>AT&amp;amp;T</p>"
    assert repaired(html)[0] == "<p>m&ocirc;n&nbsp;h&ocirc;m &ldquo;nay&rdquo;</p><p>&nbsp;</p><p>AT&amp;amp;T</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Write &amp;lt;b&amp;gt; and &amp;nbsp; for a space, &amp;ocirc; for one letter, &amp;agrave; too</p>",
        "<pre>h&amp;ocirc;m v&amp;agrave; m&amp;ocirc;t</pre>",
        "<script>var a = 'h&amp;ocirc;m v&amp;agrave; m&amp;ocirc;t'</script>",
        '<a href="?a=1&amp;eacute;t=2&amp;ocirc;n=3&amp;agrave;o=4">a</a>',
    ],
)
def test_examples_of_markup_stay(html: str) -> None:
    assert repaired(html) == (html, [])


@pins("letters_repair._MIN_ENTITIES")
@pytest.mark.parametrize(("count", "is_repaired"), [(2, False), (3, True)])
def test_few_entities_are_an_example(count: int, is_repaired: bool) -> None:
    assert bool(repaired(f"<p>{'h&amp;ocirc;m ' * count}</p>")[1]) is is_repaired


@pytest.mark.parametrize("write", [western, lambda text: text.encode().decode("latin-1")], ids=["windows", "latin-1"])
@pytest.mark.parametrize("escaped", [False, True])
def test_a_body_that_was_encoded_twice_under_a_right_title(write: object, escaped: bool) -> None:
    assert callable(write)
    body = write(TEXT)
    body = entities(body) if escaped else body
    assert shown(f"<h1>{TITLE}</h1><p>{body}</p>") == (f"{TITLE}\n{TEXT}", [ENCODED_TWICE])


def test_part_of_a_line_may_be_encoded_twice() -> None:
    assert shown(f"<p>Hôm nay: {western(TEXT)}</p>") == (f"Hôm nay: {TEXT}", [ENCODED_TWICE])


@pins("letters_repair._MIN_TWICE")
@pytest.mark.parametrize(("count", "is_repaired"), [(4, False), (5, True)])
def test_few_letters_encoded_twice_are_an_accident(count: int, is_repaired: bool) -> None:
    html = f"<h1>{TITLE}ộ</h1><p>{western('ộ ') * count}</p>"
    assert bool(repaired(html)[1]) is is_repaired


def test_lost_letters_are_warned_of() -> None:
    lost = "".join(char for char in TEXT.encode().decode("latin-1") if not "\x80" <= char <= "\x9f")
    assert WARNING_LOST in page(f"<h1>{TITLE}</h1>{f'<p>{lost}</p>' * 3}").warnings
    assert WARNING_LOST not in page(f"<h1>{TITLE}</h1><p>«{TEXT} á»</p>").warnings


@pytest.mark.parametrize("charset", CHARSETS, ids=lambda charset: charset.name)
@pytest.mark.parametrize("escaped", [False, True])
def test_a_body_in_a_charset_from_before_unicode(charset: LegacyCharset, escaped: bool) -> None:
    text = encoded(TEXT, charset)
    text = entities(text) if escaped else text
    assert shown(f"<h1>{TITLE}</h1><p>{text}</p>") == (f"{TITLE}\n{TEXT}", [f"{charset.name}→Unicode"])


@pytest.mark.parametrize("charset", CHARSETS, ids=lambda charset: charset.name)
def test_a_title_alone_may_be_in_it(charset: LegacyCharset) -> None:
    title = "Hội nghị tổng kết công tác năm"
    assert shown(f"<h1>{encoded(title, charset)}</h1><p>{TEXT}</p>")[0] == f"{title}\n{TEXT}"


@pytest.mark.parametrize("family", ['<font face=".VnTimeH">', "<span style=\"font-family:'.VnArialH'; color:red\">"])
def test_a_font_of_capitals(family: str) -> None:
    end = family[1:5].strip()
    html = f"<p>{family}{encoded('hội nghị tổng kết', TCVN3)}</{end}></p><p>{encoded(TEXT, TCVN3)}</p>"
    assert shown(html)[0] == f"HỘI NGHỊ TỔNG KẾT\n{TEXT}"


def test_a_font_shows_the_charset_of_words_that_are_syllables_in_both() -> None:
    text = encoded(TEXT, TCVN3)
    assert shown(f'<font face=".VnTime"><p>{text}</p><p>cã</p></font><p>cã</p>')[0] == f"{TEXT}\ncó\ncã"
    # … unless Unicode text is in that font too.
    html = f'<p>{text}</p><font face=".VnTime"><p>được</p><p>cã</p></font>'
    assert shown(html)[0] == f"{TEXT}\nđược\ncã"


def test_each_word_may_have_an_element_of_its_own() -> None:
    text = encoded("từ tờ mờ sáng, người dân ba thôn đã kéo nhau ra sân đình", TCVN3)
    words = "".join(f"<span>{word} </span>" for word in text.split())
    assert shown(f"<p>{words}</p><p>cã</p>")[0] == "từ tờ mờ sáng, người dân ba thôn đã kéo nhau ra sân đình\ncã"
    assert shown(f"<p><b>Thông báo</b> {text}</p>")[0].startswith("Thông báo từ tờ mờ sáng")


@pins("letters_repair._MIN_ODD", "letters_repair._MIN_ODD_IN_FONT")
@pytest.mark.parametrize(
    ("text", "font", "is_repaired"),
    [
        ("Héi nghÞ tæng", "", False),
        ("Héi nghÞ tæng kÕt", "", True),
        ("Héi", '<font face="VNI-Times">', False),
        ("Héi", '<font face=".VnTime">', False),
        ("Héi nghÞ", '<font face=".VnTime">', True),
    ],
)
def test_few_words_prove_nothing_without_their_font(text: str, font: str, is_repaired: bool) -> None:
    assert bool(repaired(f"<p>{font}{text}</p>")[1]) is is_repaired


@pins("letters_repair._MIN_GOOD")
@pytest.mark.parametrize(("foreign", "is_repaired"), [("Müller", True), ("Müller Jörg", False)])
def test_most_changed_words_must_be_syllables(foreign: str, is_repaired: bool) -> None:
    assert bool(repaired(f"<p>Héi nghÞ tæng kÕt {foreign}</p>")[1]) is is_repaired


@pins("letters_repair._MIN_VALID")
@pytest.mark.parametrize(("others", "is_repaired"), [(2, True), (3, False)])
def test_most_words_must_be_syllables(others: int, is_repaired: bool) -> None:
    assert bool(repaired(f"<p>Héi nghÞ tæng kÕt {'Windows ' * others}</p>")[1]) is is_repaired


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>{TITLE}</h1><p>{TEXT} © 2020 · Windows® » 5 µm, Müller, Citroën, señor</p>",
        "<p>Le député a été élu à la tête de l'assemblée, où chaque côté s'est exprimé à l'époque</p>",
        '<font face=".VnTime"><p>Thông báo là có và không</p></font>',
        "<p>5 µm 7 µm 9 µm naïve façade café Curaçao</p>",
    ],
)
def test_right_text_stays(html: str) -> None:
    assert repaired(html) == (html, [])


def test_other_text_of_the_page_stays() -> None:
    html = f"<p>{encoded(TEXT, TCVN3)}</p><p>Thông báo © 2020</p><p>Mời ông Müller</p><a title='®'>được ®</a>"
    assert repaired(html)[0] == f"<p>{TEXT}</p>" + html.partition("</p>")[2]


@pins("letters_repair._MAX_OPEN")
@pytest.mark.parametrize(("depth", "text"), [(199, "cã"), (200, "có")])
def test_an_element_closes_with_one_of_the_last(depth: int, text: str) -> None:
    # Beyond them it stays open.
    inside = f'<font face=".VnTime">{encoded(TEXT, TCVN3)}{"<b>" * depth}</font><p>cã'
    assert shown(f"<div>{inside}")[0].endswith(text)


def test_a_record_lists_the_repairs() -> None:
    found = page(f"<h1>{TITLE}</h1><p>{encoded(TEXT, VNI)}</p>")
    assert found.repairs == ["VNI→Unicode"]
    assert found.received != found.html
    assert page(f"<p>{TEXT}</p>").repairs == []


@given(st.text(max_size=200), st.sampled_from(["{}", "&amp;ocirc;m{}", "Héi nghÞ tæng kÕt {}", "<p>{}</p><b>ñy&shy;"]))
def test_any_page_is_repaired(text: str, form: str) -> None:
    repair_letters(form.format(text).encode("utf-8", "replace")).html.decode()


@given(st.lists(st.sampled_from([*TEXT.split(), "(Müller)", "2020", "«a»"]), max_size=12))
def test_right_words_are_never_changed(words: list[str]) -> None:
    html = f"<p>{escape(' '.join(words))}</p>"
    assert repaired(html) == (unescape(html), [])
