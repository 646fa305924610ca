"""Bodies of any size: what people write, and what breaks readers. Each function returns about ``size`` bytes."""

from __future__ import annotations

import base64
import gzip
import random
from collections.abc import Callable

Body = Callable[[int], bytes]

SENTENCE = "Từ tờ mờ sáng, người dân ba thôn đã kéo nhau ra sân đình dựng rạp và treo đèn lồng giấy. "
TITLE = "Hội làng mở lại sau ba năm"
DEEP = "<div>" * 2_100
START = (
    f"<html><head><title>{TITLE}</title></head><body><div><h1>{TITLE}</h1><p>12/06/2023 16:30</p><p>{SENTENCE * 4}</p>"
)


def filled(piece: str, size: int) -> str:
    """A piece repeated up to a size in bytes."""
    return piece * (size // len(piece.encode()) + 1)


def _repeated(piece: str, before: str = START, after: str = "") -> Body:
    return lambda size: (before + filled(piece, size) + after).encode()


def _numbered(piece: str, before: str = START, after: str = "") -> Body:
    """Repeated with a number in place of ``%d``, so that no two are equal."""

    def body(size: int) -> bytes:
        count = size // len((piece % 100_000).encode()) + 1
        return (before + "".join([piece % number for number in range(count)]) + after).encode()

    return body


def _random(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def _printable(size: int) -> bytes:
    table = bytes(32 + byte % 95 for byte in range(256))
    return _random(size).translate(table)


def _markup(size: int) -> bytes:
    """Random characters of markup and little else."""
    signs = b"<>/='\" &;!-abdiptx\n"
    return _random(size).translate(bytes(signs[byte % len(signs)] for byte in range(256)))


def _pictures(size: int) -> bytes:
    picture = base64.b64encode(_random(200_000)).decode()
    return _repeated(f"<p>{SENTENCE}</p><img src='data:image/png;base64,{picture}'>")(size)


def _wide(size: int) -> bytes:
    return filled(f"{START}<p>{SENTENCE}</p>", size // 2).encode("utf-16")


def _words(size: int) -> bytes:
    """Words of which few are the same."""
    numbers = random.Random(2)
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ"
    words = ["".join(numbers.choices(letters, k=5)) for _ in range(20_000)]
    return (START + "<p>" + " ".join(numbers.choices(words, k=size // 8))).encode()


def _alternating(size: int) -> bytes:
    piece = "<div>" * 200 + "<p>một dòng</p>" + "</div>" * 200 + "<p>hai dòng</p>"
    return _repeated(piece)(size)


def _nested(size: int) -> bytes:
    return (START + "".join(f"<ul><li>mục {number}" for number in range(size // 16))).encode()


def _deep_then(piece: str) -> Body:
    """A piece repeated behind more levels than the parser reads."""
    return _repeated(piece, before=DEEP)


def _json(size: int) -> bytes:
    return f"{START}<script type='application/json'>{'[' * (size // 2)}{']' * (size // 2)}</script>".encode()


def _json_objects(size: int) -> bytes:
    return f"{START}<script>window.__NUXT__={filled('{a:', size)}</script>".encode()


def _gzip(size: int) -> bytes:
    return gzip.compress(_random(size), 0)


def _attributes(piece: str, before: str) -> Body:
    def body(size: int) -> bytes:
        count = size // len(piece)
        crowd = "".join([piece % number for number in range(count)]) if "%d" in piece else piece * count
        return f"{before}<p{crowd}>{START}".encode()

    return body


PLAIN: dict[str, Body] = {
    "article": _numbered(f"<p class='MsoNormal'>{SENTENCE}%d</p>"),
    "article, the same again": _repeated(f"<p>{SENTENCE * 3}</p>"),
    "pages": _repeated(f"{START}<p>{SENTENCE * 3}</p><ul><li><a href='/tin-1'>Chợ phiên họp lại</a></li></ul>", ""),
    "Word paste": _numbered(
        "<p class=MsoNormal style='margin:0cm;text-align:justify;line-height:150%%'><span lang=VI style='"
        "font-size:14.0pt;line-height:150%%;font-family:Arial,serif'>Từ tờ mờ sáng, người dân <b>ba thôn</b> "
        "đã kéo nhau ra sân đình<o:p></o:p> lần %d.</span></p>\n"
    ),
    "rows of a table": _numbered(
        "<tr><td>%d</td><td>Nguyễn Văn An</td><td>01/01/1980</td><td>12,5</td><td>Thôn Đoài</td></tr>",
        START + "<table>",
        "</table>",
    ),
    "list of links": _numbered("<li><a href='/tin-tuc/hoi-lang-mo-lai-%d.html'>Hội làng mở lại sau ba năm</a></li>"),
    "list with dates": _numbered("<li><a href='/tin-tuc/bai-%d'>Hội làng mở lại sau ba năm</a> (01/01/2020)</li>"),
    "pictures": _numbered("<p><img src='/upload/anh-%d.jpg' alt='Ảnh'></p><p>Ảnh: Một chú thích</p>"),
    "base64 pictures": _pictures,
    "files": _numbered("<p><a href='/upload/van-ban-%d.pdf'>Văn bản</a></p>"),
    "one line of words": _repeated(SENTENCE, START + "<p>"),
    "one line of other words": _words,
    "broken by <br>": _repeated(f"{SENTENCE}<br>"),
    "UTF-16": _wide,
}

TEXTS = {
    "digits": "0123456789",
    "one digit": "1",
    "slashes": "/",
    "spaces": " ",
    "lines": "\n",
    "no-break spaces": "\u00a0",
    "no-break entities": "&nbsp;",
    "ampersands": "&",
    "entities": "&amp;",
    "numeric entities": "&#x2028;",
    "combining marks": "a\u0301\u0323\u0302",
    "only combining marks": "\u0301\u0323",
    "marked letters": "ấộữ",
    "one letter": "a",
    "capitals": "Ấ",
    "letter and space": "a ",
    "dots": ".",
    "commas": ", ",
    "dashes": "- ",
    "long dashes": "–",
    "bullets": "• ",
    "bars": " | ",
    "double quotes": '"',
    "single quotes": "'",
    "curly quotes": "“",
    "opening brackets": "(",
    "closing brackets": ")",
    "square brackets": "[",
    "braces": "{",
    "filled braces": "{{a}}",
    "percents": "%20",
    "dates": "1/1/",
    "whole dates": "12/06/2023 ",
    "dates and times": "12/06/2023 16:30 ",
    "times": "16:30 ",
    "hours": "16 giờ ",
    "dates in words": "ngày 12 tháng 6 năm 2023 ",
    "days": "ngày ",
    "bylines": "Tin: ",
    "authors": "Tác giả: ",
    "credits": "Tin, ảnh ",
    "sources": "(Theo ",
    "by": "bởi ",
    "names": "Nguyễn Văn An, ",
    "document numbers": "số 12-",
    "whole document numbers": "số 12/2023/NĐ-CP ",
    "mails": "a@a.",
    "addresses": "http://a.vn/",
    "dotted": "a.",
    "hashes": "#",
    "crumbs": "Trang chủ > ",
    "counters": "Lượt xem: 1 ",
    "ellipses": "…",
    "chinese": "中",
    "thai": "ก",
    "telex": "ñoàng",
    "tcvn3": "®¹i häc ",
    "mojibake": "Ã¡ÂºÂ¿",
    "directions": "\u202e",
    "nul": "\0",
    "replacement": "\ufffd",
    "slugs": "a-",
    "underscores": "_",
}
"""Texts of one piece; each is tried in one line, in many, and inside tags."""

TAGS = {
    "open angles": "<",
    "close angles": ">",
    "open div": "<div ",
    "open span": "<span ",
    "open a": "<a ",
    "open a href": "<a href='",
    "open p": "<p ",
    "open td": "<td ",
    "open embed": "<embed ",
    "embed": "<embed>",
    "open img": "<img src=",
    "open time": "<time ",
    "time": "<time>",
    "open time of a year": "<time datetime='2023",
    "end tags": "</div>",
    "open end tags": "</div ",
    "open end tags of spans": "</span ",
    "comments": "<!-- x -->",
    "open comments": "<!--",
    "closed comments": "-->",
    "dashes of comments": "<!--->--",
    "sections": "<![CDATA[",
    "ends of sections": "]]>",
    "doctypes": "<!DOCTYPE html [",
    "declarations": "<!",
    "instructions": "<?",
    "php": "<?php ",
    "conditional comments": "<!--[if gte mso 9]>",
    "conditional ends": "<![endif]-->",
    "script": "<script>",
    "open script": "<script ",
    "style": "<style>",
    "styles": "<style>p{}</style>",
    "scripts": "<script>var a=1;</script>",
    "JSON-LD": "<script type='application/ld+json'>{</script>",
    "dates of JSON-LD": '"datePublished":"',
    "title": "<title>",
    "titles": "<title>Tin</title>",
    "textarea": "<textarea>",
    "meta": "<meta ",
    "metas": "<meta property='og:title' content='Tin'>",
    "refresh": "<meta http-equiv='refresh' content='0; url=",
    "base": "<base href='/a/'>",
    "link": "<link rel=",
    "form": "<form>",
    "input": "<input name='a'>",
    "select": "<select>",
    "option": "<option value='/a'>a",
    "iframe": "<iframe>",
    "frames": "<iframe src='/a'></iframe>",
    "svg": "<svg>",
    "template": "<template>",
    "noscript": "<noscript>",
    "table": "<table>",
    "rows": "<tr>",
    "cells": "<td>ô",
    "cells of tables": "<table><tr><td>",
    "lists": "<ul><li>",
    "items": "<li>mục",
    "terms": "<dl><dt>a<dd>b",
    "divs": "<div>",
    "boxes": "<div>một dòng</div>",
    "boxes of links": "<div><a href='/a'>một dòng</a></div>",
    "boxes in pairs": "<div><p>một</p><p>hai</p></div>",
    "spans": "<span>",
    "spans with words": "<span>a</span>",
    "bold": "<b>",
    "bold words": "<b>a</b> ",
    "fonts": "<font>",
    "fonts of TCVN3": "<font face='.VnTime'>®",
    "paragraphs": "<p>",
    "empty paragraphs": "<p></p>",
    "links": "<a href='/a'>b</a>",
    "open links": "<a href='/a'>b",
    "breaks": "<br>",
    "words and breaks": "a<br>",
    "rules": "<hr>",
    "headings": "<h1>",
    "headings with words": "<h1>Tin tức</h1>",
    "headings of lists": "<h4>Tin khác</h4><ul><li><a href='/a'>Chợ phiên họp lại</a></li></ul>",
    "pictures": "<img src='/a.jpg'>",
    "figures": "<figure><img src='/a.jpg'><figcaption>Ảnh</figcaption></figure>",
    "centred": "<p align=center>Ảnh",
    "hidden": "<p style='display:none'>a</p>",
    "classes": "<p class='a b c d'>a</p>",
    "places": "<p id=a>a</p>",
    "data": "<p data-a='b'>a</p>",
    "events": "<a onclick=\"location.href='/a'\">a</a>",
    "asides": "<aside>Ý kiến</aside>",
    "comments of people": "<div class='comment'>Ý kiến 12/06/2023</div>",
    "times of day": "<time datetime='2023-06-12T16:30'>12/06/2023</time>",
    "embedded": "<object><embed src='/a.pdf'></object>",
    "html": "<html>",
    "body": "<body>",
    "head": "<head>",
    "crumbs": "<ul class='breadcrumb'><li><a href='/'>Trang chủ</a></li></ul>",
    "captions": "<p>Ảnh: chú thích</p>",
    "labels": "<p>Tác giả:</p>",
    "bold labels": "<b>Nguồn:</b>",
    "end labels": "<p>Tin liên quan</p>",
    "dates": "<p>12/06/2023 16:30</p>",
    "dates in boxes": "<div>12/06/2023 16:30</div>",
    "counters": "<p>Lượt xem: 12</p>",
    "letters": "<p>a",
    "bare href": "href='/a' ",
}
"""Markup of one piece; each is tried alone, behind 2,048 levels, and with words between."""

ATTRIBUTES = {
    "names": " a",
    "many names": " a%d",
    "values": " a%d=1",
    "data": " data-a%d='b'",
    "classes": "a%d ",
    "quotes": "'",
    "equals": "=",
    "slashes": "/",
    "angles": "<",
}

WHOLE: dict[str, Body] = {
    "random bytes": _random,
    "printable": _printable,
    "markup": _markup,
    "gzip": _gzip,
    "alternating depth": _alternating,
    "nested lists": _nested,
    "JSON brackets": _json,
    "JSON objects": _json_objects,
    "nuxt": lambda size: f"{START}<script>window.__NUXT__=(function(a){{return {filled('[', size)}</script>".encode(),
    "flight": lambda size: f"{START}<script>self.__next_f.push([1,\"{filled('1:T1,', size)}".encode(),
    "style braces": lambda size: f"<style>{filled('a{', size)}</style>{START}".encode(),
    "style rules": lambda size: f"<style>{filled('.a{display:none}', size)}</style>{START}".encode(),
    "style selectors": lambda size: f"<style>{filled('.a,', size)}{{display:none}}</style>{START}".encode(),
    "style comments": lambda size: f"<style>{filled('/*', size)}</style>{START}".encode(),
    "style media": lambda size: f"<style>{filled('@media screen{', size)}</style>{START}".encode(),
    "style of an element": lambda size: f"{START}<p style='{filled('display:', size)}'>a</p>".encode(),
    "class of an element": lambda size: f"{START}<p class='{filled('a ', size)}'>a</p>".encode(),
    "address of a link": lambda size: f"{START}<a href='/{filled('a', size)}'>a</a>".encode(),
    "steps up of a link": lambda size: f"{START}<a href='/{filled('../', size)}'>a</a>".encode(),
    "query of a link": lambda size: f"{START}<a href='/a?{filled('a=1&', size)}'>a</a>".encode(),
    "slashes of a link": lambda size: f"{START}<a href='{filled('/', size)}'>a</a>".encode(),
    "source of a picture": lambda size: f"{START}<img src='/a.jpg' srcset='{filled('/a.jpg 1x,', size)}'>".encode(),
    "content of a meta": lambda size: f"<meta name='keywords' content='{filled('tin, ', size)}'>{START}".encode(),
    "title": lambda size: f"<title>{filled('Tin tức - ', size)}</title>{START}".encode(),
    "heading": lambda size: f"<h1>{filled('Tin tức - ', size)}</h1>{SENTENCE * 9}".encode(),
    "words of a link": lambda size: f"{START}<a href='/a'>{filled('Tin tức - ', size)}</a>".encode(),
    "alt of a picture": lambda size: f"{START}<img src='/a.jpg' alt='{filled('Tin tức - ', size)}'>".encode(),
    "an unending tag": lambda size: f"{START}<p {filled('x', size)}".encode(),
    "attacked": lambda size: f"{DEEP}{filled('<div ', size // 2)}{filled('x', size // 2)}".encode(),
    **{f"attributes: {name}": _attributes(piece, "") for name, piece in ATTRIBUTES.items()},
    **{f"deep attributes: {name}": _attributes(piece, DEEP) for name, piece in ATTRIBUTES.items()},
    "links to others": _numbered("<a href='http://host%d.vn/a'>Một bài viết khác</a>"),
    "links of one path": _numbered("<a href='?a=%d'>Một bài viết khác ở đây</a>"),
    "boxes of dates": _numbered("<div><div>%d</div><div>12/06/2023</div></div>"),
    "boxes of links": _numbered("<div><p><a href='/tin/bai-%d'>Một bài viết khác ở đây</a></p></div>"),
    "headings and links": _numbered("<h3><a href='/tin/bai-%d'>Một bài viết khác ở đây</a></h3><p>Một dòng dưới.</p>"),
    "other lines": _numbered("<p>Dòng thứ %d của bài</p>"),
    "classes of their own": _numbered("<p class='c%d'>Một dòng</p>"),
    "styles of their own": _numbered("<p style='margin-left:%dpx'>Một dòng</p>"),
    "rules of their own": lambda size: (
        "<style>" + "".join(f".c{n}{{display:none}}" for n in range(size // 40)) + "</style>"
        + START + "".join(f"<p class='c{n}'>a</p>" for n in range(size // 40))
    ).encode(),
    "tables in cells": _repeated("<table><tr><td>một</td></tr><tr><td>hai</td></tr></table>"),
    "one row": _repeated("<td>ô</td>", START + "<table><tr>"),
    "titles again": _repeated(f"<p>{TITLE}</p>"),
    "links with the title": _numbered(f"<a href='/a-%d'>{TITLE}</a>"),
    "frames of their own": _numbered("<iframe src='/a-%d.pdf'></iframe>"),
    "options of their own": _numbered("<option value='/a-%d'>a"),
    "pictures in a row": _numbered("<img src='/upload/anh-%d.jpg'>"),
    "bylines": _numbered("<p align=right><b>Nguyễn Văn An %d</b></p>"),
    "signatures": _repeated("<p align=right><b>Nguyễn Văn An</b></p>"),
}  # fmt: skip


def kinds() -> dict[str, Body]:
    """All bodies by name."""
    found = {f"plain: {name}": body for name, body in PLAIN.items()} | WHOLE
    for name, piece in TEXTS.items():
        found[f"text: {name}, one line"] = _repeated(piece, START + "<p>")
        found[f"text: {name}, deep"] = _repeated(piece, DEEP)
        found[f"text: {name}, a box each"] = _repeated(f"<div>{piece}</div>")
    for name, piece in TAGS.items():
        found[f"tag: {name}"] = _repeated(piece)
        found[f"tag: {name}, deep"] = _deep_then(piece)
        found[f"tag: {name}, with words"] = _repeated(f"{piece}Một vài chữ. ")
    return found
