"""The probes: by name, what an address of the hostile site answers."""

from __future__ import annotations

import socket
from collections.abc import Callable

from tests.hostile.server import (
    LAUGHS,
    TEXT,
    TITLE,
    Hostile,
    Send,
    address,
    article,
    brotli_bomb,
    fixed,
    gzip_bomb,
    redirect,
    reply,
    reset,
    robots,
)

Answer = Callable[[Send, socket.socket], None]

MANY = 100_000
CONTROLS = "\x00\x07\x1b[31m\u2028\u202e\r\nWARNING: forged line"


# As typing errors and attackers write them; a browser finds a file behind the first and the last only.
BAD_LINKS = (
    *("/tep/a.pdf", "https:x.pdf", "http: //a.vn/x.pdf", "http://[::1", "http://a.vn:99999/x.pdf", "https://", "//"),
    *("http://u:p@x.vn\\@a.vn/x.pdf", "http://tệp kèm.pdf", "javascript:x.pdf", "data:,x.pdf", "%zz%.html"),
    *("a" * 100_000, "http://\u202efdp.vn/x.pdf", "http://x.vn/\x1b[31m\n\u202e/b.pdf"),
)


def announced(name: str, text: str) -> bytes:
    """A page with the title that the front page announces, and a date."""
    return article(f"Bài viết thử tên là {name} ở trang này", f"<p>12/06/2023</p>{TEXT}{text}")


def files(*links: str) -> str:
    """Files, pictures and frames of an article, and its list of further articles, at these addresses."""
    found = [f"<a href='{link}'>Kế hoạch số {number}</a><img src='{link}'>" for number, link in enumerate(links)]
    found += [f"<a href='{link}'></a><iframe src='{link}'></iframe>" for link in links]
    news = [f"<li><a href='{link}'>Chợ phiên họp lại ngày {number}</a></li>" for number, link in enumerate(links)]
    return f"<p>Tệp đính kèm: {' '.join(found)}</p><h4>Tin khác</h4><ul>{''.join(news)}</ul>"


def probes(site: Hostile) -> dict[str, Answer]:
    """All that is linked from its front page."""
    inner = f"http://{site.inner}"
    return {
        "redirect-to-loopback": redirect(f"{inner}/secret"),
        "redirect-to-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
        "redirect-to-mapped": redirect(f"http://[::ffff:127.0.0.2]:{site.inner.split(':')[1]}/secret"),
        "redirect-to-decimal": redirect(f"http://2130706434:{site.inner.split(':')[1]}/secret"),
        "redirect-to-userinfo": redirect(f"http://127.0.0.1:{site.port}@{site.inner}/secret"),
        "redirect-to-file": redirect("file:///etc/passwd"),
        "redirect-to-data": redirect("data:text/html,<h1>secret</h1>"),
        "redirect-loop": redirect(address("redirect-loop", 7)),
        "redirect-too-long": redirect("/tin/" + "a" * 5_000),
        "meta-refresh": fixed(reply(f'<meta http-equiv="refresh" content="0;url={inner}/secret">'.encode())),
        "canonical": fixed(
            reply(f'<link rel="canonical" href="{inner}/secret"><base href="{inner}/">'.encode() + article())
        ),
        "links": fixed(
            reply(
                f'<a href="{inner}/secret">Một bài viết khác ở nơi khác của tỉnh</a>'
                f'<iframe src="{inner}/secret"></iframe>'
                '<a href="file:///etc/passwd">Một tệp của máy chủ này</a><a href="data:text/html,x">Dữ liệu</a>'
                '<a href="ftp://127.0.0.2/x">Kho tệp</a>'.encode()
            )
        ),
        "gzip-bomb": lambda send, _: send(reply(gzip_bomb(), "200 OK", "Content-Encoding: gzip")),
        "brotli-bomb": lambda send, _: send(reply(brotli_bomb(), "200 OK", "Content-Encoding: br")),
        "endless": site.endless,
        "drip": site.drip,
        "huge-length": fixed(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<html>"),
        "short-length": fixed(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + article()),
        "long-length": fixed(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n" + article()),
        "negative-length": fixed(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + article()),
        "two-lengths": fixed(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n" + article()),
        "bad-chunks": fixed(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n<html>\r\n0\r\n\r\n"),
        "bad-gzip": fixed(reply(b"\x1f\x8b\x08\x00 this is no gzip", "200 OK", "Content-Encoding: gzip")),
        "no-http": fixed(b"SSH-2.0-OpenSSH_9.2\r\n"),
        "reset": reset,
        "header-flood": fixed(
            b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(MANY)) + b"\r\n" + article()
        ),
        "cookie-flood": fixed(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            + b"".join(b"Set-Cookie: c%d=%s\r\n" % (i, b"x" * 200) for i in range(400))
            + b"Connection: close\r\n\r\n"
            + article("Bài viết có nhiều bánh quy trong phần đầu")
        ),
        "nested": fixed(reply(b"<div>" * 200_000 + TEXT.encode())),
        "attributes": fixed(reply(b"<div " + b" ".join(b"a%d=1" % i for i in range(MANY)) + b">" + article())),
        "one-row": fixed(reply(article(text=f"{TEXT}<table><tr>{'<td>ô</td>' * (MANY // 20)}</tr></table>{TEXT}"))),
        "dense-dates": fixed(reply(article(text=TEXT + "<p>12/06/2023 16:30</p>" * 2_000))),
        "comments": fixed(reply(b"<!-- x -->" * 400 + b"words without a tag")),
        "open-tags": fixed(reply(b"<a " * 6_600)),
        "nul-bytes": fixed(reply(article().replace(b" ", b" \x00") * 2)),
        "invalid-utf8": fixed(reply(article().replace(b"g", b"g\xff\xfe"))),
        "controls": fixed(reply(article(TITLE + CONTROLS, TEXT + f"<p>{CONTROLS} và chữ thường ở phía sau</p>"))),
        "entities": fixed(reply(article(TITLE + "&#0;&#27;[31m&#x2028;&#x202e;", TEXT))),
        "bad-links": fixed(reply(announced("bad-links", files(*BAD_LINKS)))),
        "half-characters": fixed(
            reply(
                f'<html><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">'
                f'{{"post": {{"title": "{TITLE} \\ud800", "content": "{TEXT} \\udfff", "image": "/\\ud800.jpg"}}}}'
                "</script></body></html>".encode()
            )
        ),
        "header-controls": fixed(
            reply(article(), "200 \x1b[2J\x9b", "Content-Encoding: \x1b[2J", kind="text/\x1b]0;a\x07; charset=\u202e")
        ),
        "redirect-to-controls": redirect("http://127.0.0.2/\x1b[2J\u202e/WARNING: forged"),
        "script": fixed(reply(article(f"=HYPERLINK(1) {TITLE}", f"<script>fetch('{inner}/secret')</script>" + TEXT))),
    }


def armed(site: Hostile) -> list[str]:
    """Give the site all its probes, a front page that links to them, a sitemap and a robots.txt; the probes' names."""
    found = probes(site)
    links = []
    for number, (name, answer) in enumerate(found.items()):
        path = address(name, number)
        site.answers[path] = answer
        links.append(f'<li><a href="{path}">Bài viết thử tên là {name} ở trang này</a></li>')
    path = "/tin-tuc/" + "a" * 4_000
    links += [
        f'<li><a href="{path}">Một địa chỉ quá dài cho mọi máy chủ</a></li>',
        '<li><a href="/a\r\nWARNING: forged">Một địa chỉ có xuống dòng ở giữa</a></li>',
    ]
    site.answers[address("redirect-loop", 7)] = redirect(address("redirect-loop", 7))
    site.answers["/"] = fixed(reply(f"<html><body><ul>{''.join(links)}</ul></body></html>".encode()))
    sitemap = f"<urlset><url><loc>http://{site.inner}/secret</loc></url></urlset>"
    site.answers["/sitemap.xml"] = fixed(reply(LAUGHS, kind="application/xml"))
    site.answers["/foreign.xml"] = fixed(reply(sitemap.encode(), kind="application/xml"))
    rules = f"Sitemap: {site.base_url}/foreign.xml\nSitemap: http://{site.inner}/secret.xml\n".encode() + robots()
    site.answers["/robots.txt"] = fixed(reply(rules, kind="text/plain"))
    return list(found)
