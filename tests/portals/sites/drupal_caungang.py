"""Drupal 7 (Bartik) portal: /node/123 for articles AND static pages, /taxonomy/term/N lists, 0-based ?page=, /rss.xml."""
import html
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from urllib.parse import parse_qs

from tests.portals.articles import articles
from tests.portals.parts import Portal

NAME = "drupal_caungang"
SITE = "Trang thông tin điện tử Đảng bộ huyện Cầu Ngang"
TZ = timezone(timedelta(hours=7))
TERMS = {"Xây dựng Đảng": 2, "Phổ biến, giáo dục pháp luật": 3, "Công đoàn - Đoàn thanh niên": 4,
         "Cải cách hành chính": 5, "Thông báo": 7}
TAGS = {21: ("chi bộ", "Chi bộ"), 22: ("2024", "Năm 2024"), 23: ("đoàn", "Đoàn thể"), 24: ("số", "Chuyển đổi số")}
PER = 8
RETITLE = {21: "Tin buồn", 22: "Thông báo", 24: "Lịch tiếp công dân", 27: "Kết quả xét tuyển 2024",
           9: "PHÁT ĐỘNG ĐỢT THI ĐUA CAO ĐIỂM CHÀO MỪNG ĐẠI HỘI ĐẢNG BỘ CÁC CẤP"}
EXTRA = [
    {"title": "Thư cảm ơn", "section": "Thông báo", "lead": None, "author": "Trần Thị Sáu", "date": "2024-11-12T08:10:00+07:00",
     "paragraphs": ["Tôi là Trần Thị Sáu, ngụ ấp Sóc Cụt, xã Kim Hòa. Nhân dịp con tôi xuất viện, gia đình xin cảm ơn tập thể y, "
                    "bác sĩ Trung tâm Y tế huyện đã tận tình cứu chữa trong những ngày cháu nguy kịch.",
                    "Kính chúc quý cơ quan dồi dào sức khỏe."]},
    {"title": "Thông báo nghỉ lễ", "section": "Thông báo", "lead": None, "author": None, "date": "2024-11-21T15:00:00+07:00",
     "paragraphs": ["Văn phòng Huyện ủy thông báo lịch nghỉ Tết Dương lịch năm 2025: cán bộ, công chức được nghỉ 01 ngày, "
                    "thứ Tư 01/01/2025. Các đơn vị phân công trực và treo cờ Tổ quốc theo quy định."]},
    {"title": "Bản tin nội bộ số 11/2024", "section": "Xây dựng Đảng", "lead": None, "author": None, "date": "2024-11-05T09:00:00+07:00",
     "paragraphs": ["Bản tin sinh hoạt chi bộ số 11/2024 gồm 24 trang, phát hành 1.200 bản đến các chi bộ trực thuộc trong tuần "
                    "đầu của tháng. Bản điện tử có trên ứng dụng Sổ tay đảng viên."]},
]
PAGES = {
    1: ("Giới thiệu", ["Huyện Cầu Ngang nằm ở phía đông nam tỉnh, cách trung tâm tỉnh lỵ khoảng 24 km, có đường bờ biển dài hơn 15 km.",
                       "Đảng bộ huyện hiện có 42 tổ chức cơ sở đảng với gần 5.000 đảng viên, sinh hoạt tại 15 xã, thị trấn.",
                       "Trang thông tin điện tử do Ban Tuyên giáo Huyện ủy quản lý, hoạt động từ năm 2012."]),
    2: ("Cơ cấu tổ chức", ["Ban Chấp hành Đảng bộ huyện gồm 41 đồng chí; Ban Thường vụ gồm 13 đồng chí; Thường trực gồm 3 đồng chí.",
                           "Các cơ quan tham mưu: Văn phòng, Ban Tổ chức, Ban Tuyên giáo, Ban Dân vận, Cơ quan Ủy ban Kiểm tra Huyện ủy."]),
    3: ("Liên hệ", ["Mọi ý kiến đóng góp xin gửi về Ban Biên tập, khóm Minh Thuận A, thị trấn Cầu Ngang.",
                    "Điện thoại: 0294 3825 000. Thư điện tử: bbt@caungang.example.vn."]),
}
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")
DAYS = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
esc = html.escape


def load():
    src = articles()[0:40]
    items, last = [], datetime(2024, 11, 30, tzinfo=TZ)
    for i, a in enumerate(src + EXTRA):
        when = datetime.fromisoformat(a["date"]) if a["date"] else last - timedelta(hours=3)
        if when.tzinfo is None:
            when = when.replace(hour=7, minute=30, tzinfo=TZ)
        last = when
        text = ([a["lead"]] if a["lead"] else []) + a["paragraphs"]
        items.append({"title": RETITLE.get(i, a["title"]), "sec": a["section"], "text": text, "by": a["author"], "at": when})
    items.sort(key=lambda a: a["at"], reverse=True)
    for rank, a in enumerate(reversed(items)):
        a["nid"] = 118 + rank * 2 + rank // 5
    return items


def when(at):
    return f"{DAYS[at.weekday()]}, {at:%d/%m/%Y - %H:%M}"


def cut(text, n=240):
    return text if len(text) <= n else text[:n].rsplit(" ", 1)[0] + "..."


def build(base_url):
    base = base_url.rstrip("/")
    arts = load()
    by_nid = {a["nid"]: a for a in arts}
    same = {s: [a for a in arts if a["sec"] == s] for s in TERMS}
    tagged = {t: [a for a in arts if key in a["title"].lower()] for t, (key, _) in TAGS.items()}

    def related(a):
        row = same[a["sec"]]
        i = row.index(a)
        return row[i + 1:i + 6]

    def page(title, main, h1=True, head=""):
        menu = "".join(f'<li class="leaf"><a href="{u}">{esc(t)}</a></li>' for u, t in
                       [("/", "Trang chủ"), ("/node/1", "Giới thiệu"), ("/node/2", "Cơ cấu tổ chức")] +
                       [(f"/taxonomy/term/{n}", s) for s, n in TERMS.items()] + [("/node/3", "Liên hệ"), ("/sitemap", "Sơ đồ trang")])
        hot = "".join(f'<li class="views-row"><div class="views-field views-field-title"><span class="field-content">'
                      f'<a href="/node/{a["nid"]}">{esc(a["title"])}</a></span></div></li>' for a in arts[3:30:6])
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML+RDFa 1.0//EN" "http://www.w3.org/MarkUp/DTD/xhtml-rdfa-1.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" version="XHTML+RDFa 1.0" dir="ltr">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="Generator" content="Drupal 7 (http://drupal.org)" />
<link rel="alternate" type="application/rss+xml" title="{esc(SITE)} RSS" href="{base}/rss.xml" />{head}
<title>{esc(title)} | {esc(SITE)}</title></head>
<body class="html not-front not-logged-in two-sidebars">
<div id="skip-link"><a href="#main-content" class="element-invisible element-focusable">Nhảy đến nội dung</a></div>
<div id="page-wrapper"><div id="header"><a href="/" title="Trang chủ" rel="home" id="logo"><img src="/files/logo.png" alt="Trang chủ" /></a>
<div id="site-name"><strong><a href="/" rel="home">{esc(SITE)}</a></strong></div>
<div id="main-menu"><ul id="main-menu-links" class="links inline clearfix">{menu}</ul></div></div>
<div id="main"><div id="sidebar-first" class="column sidebar"><div id="block-search-form" class="block"><form action="/search/node" method="get">
<input type="text" name="keys" size="15" /><input type="submit" value="Tìm kiếm" /></form></div>
<div class="block block-views"><h2>Đọc nhiều nhất</h2><div class="content"><ul>{hot}</ul></div></div>
<div class="block block-block"><h2>Văn bản mới</h2><p><a href="/node/97">Hướng dẫn số 12-HD/BTCHU (đã gỡ)</a></p>
<p><a href="https://dangcongsan.vn/">Báo điện tử Đảng Cộng sản Việt Nam</a></p></div>
<div class="block block-user"><h2>Đăng nhập</h2><a href="/user">Đăng nhập</a></div></div>
<div id="content" class="column"><a id="main-content"></a>{f'<h1 class="title" id="page-title">{esc(title)}</h1>' if h1 else ''}
<div class="region region-content">{main}</div></div></div>
<div id="footer-wrapper"><p>Cơ quan chủ quản: Huyện ủy Cầu Ngang. Chịu trách nhiệm: Trưởng Ban Tuyên giáo Huyện ủy.</p>
<p>Giấy phép số 14/GP-STTTT ngày 05/6/2012. Số lượt truy cập: 1 204 551</p>
<span>Powered by <a href="http://drupal.org">Drupal</a></span></div></div></body></html>"""

    def teaser(a):
        url, t = f"/node/{a['nid']}", esc(a["title"])
        img = f'<div class="field field-name-field-image"><a href="{url}"><img src="/files/n{a["nid"]}.png" alt="" /></a></div>' if a["nid"] % 3 else ""
        return f"""<div id="node-{a['nid']}" class="node node-article node-promoted node-teaser clearfix" about="{url}" typeof="sioc:Item foaf:Document">
<h2 property="dc:title" datatype=""><a href="{url}">{t}</a></h2><span property="dc:title" content="{t}" class="rdf-meta element-hidden"></span>
<div class="meta submitted">Gửi bởi <span class="username">admin</span> vào {when(a['at'])}</div>
<div class="content clearfix">{img}<div class="field field-name-body"><p>{esc(cut(a['text'][0]))}</p></div></div>
<div class="link-wrapper"><ul class="links inline"><li class="node-readmore first last"><a href="{url}" rel="tag" title="{t}">Đọc tiếp<span class="element-invisible"> về {t}</span></a></li></ul></div></div>"""

    def listing(title, row, path, query, h1=True):
        n = int(query["page"]) if query.get("page", "").isdigit() else 0
        last = (len(row) - 1) // PER
        link = lambda k: path + (f"?page={k}" if k else "")
        bar = [f'<li class="pager-current">{k + 1}</li>' if k == n else
               f'<li class="pager-item"><a title="Đến trang {k + 1}" href="{link(k)}">{k + 1}</a></li>' for k in range(last + 1)]
        if n:
            bar.insert(0, f'<li class="pager-previous"><a title="Đến trang trước" href="{link(n - 1)}">‹ trước</a></li>')
        if n < last:
            bar += [f'<li class="pager-next"><a title="Đến trang sau" href="{link(n + 1)}">sau ›</a></li>',
                    f'<li class="pager-last last"><a title="Đến trang cuối cùng" href="{link(last)}">cuối »</a></li>']
        main = "".join(map(teaser, row[n * PER:n * PER + PER])) or "<p>Hiện tại không có nội dung nào được phân loại với thuật ngữ này.</p>"
        pager = f'<h2 class="element-invisible">Các trang</h2><div class="item-list"><ul class="pager">{"".join(bar)}</ul></div>' if last else ""
        return page(title, main + pager, h1)

    def article(a, printing=False):
        url, t = f"/node/{a['nid']}", esc(a["title"])
        body = "".join(f"<p>{esc(p)}</p>" for p in a["text"])
        if a["by"]:
            body += f'<p class="rtecenter" style="text-align: right;"><strong>{esc(a["by"])}</strong></p>'
        if printing:
            return (f'<html><head><meta charset="utf-8"><title>{t}</title><meta name="robots" content="noindex, nofollow"><link rel="canonical" href="{base}{url}">'
                    f'</head><body><h1>{t}</h1><p>Gửi bởi admin vào {when(a["at"])}</p>{body}<hr>URL nguồn: {base}{url}</body></html>')
        tags = "".join(f'<li><a href="/taxonomy/term/{k}" rel="dc:subject">{esc(name)}</a></li>' for k, (_, name) in TAGS.items() if a in tagged[k])
        other = "".join(f'<li class="views-row"><span class="field-content"><a href="/node/{o["nid"]}">{esc(o["title"])}</a></span></li>' for o in related(a))
        img = f'<div class="field field-name-field-image"><img src="/files/n{a["nid"]}.png" alt="" width="480" /></div>' if a["nid"] % 3 else ""
        main = f"""<div id="node-{a['nid']}" class="node node-article node-full clearfix" about="{url}" typeof="sioc:Item foaf:Document">
<span property="dc:title" content="{t}" class="rdf-meta element-hidden"></span>
<div class="meta submitted"><span property="dc:date dc:created" content="{a['at'].isoformat()}" datatype="xsd:dateTime">Gửi bởi <span class="username">admin</span> vào {when(a['at'])}</span></div>
<div class="content clearfix">{img}<div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div class="field-item even" property="content:encoded">{body}</div></div></div>
<div class="field field-name-field-chuyen-muc"><div class="field-label">Chuyên mục:&nbsp;</div><div class="field-items"><a href="/taxonomy/term/{TERMS[a['sec']]}">{esc(a['sec'])}</a></div></div>
{f'<div class="field field-name-field-tags"><h3 class="field-label">Từ khóa: </h3><ul class="links">{tags}</ul></div>' if tags else ''}</div>
<ul class="links inline"><li class="print_html first"><a href="/print/{a['nid']}" rel="nofollow" title="Hiển thị phiên bản để in">Bản in</a></li>
<li class="comment_forbidden last"><span><a href="/user/login?destination=node/{a['nid']}%23comment-form">Đăng nhập</a> để gửi bình luận</span></li></ul></div>"""
        if other:
            main += f'<div class="block block-views"><h2>Tin cùng chuyên mục</h2><div class="view view-tin-cung-muc"><div class="item-list"><ul>{other}</ul></div></div></div>'
        return page(a["title"], main, head=f'\n<link rel="canonical" href="{url}" /><link rel="shortlink" href="{url}" />')

    def rss(row):
        items = "".join(f"<item><title>{esc(a['title'])}</title><link>{base}/node/{a['nid']}</link><description>{esc('<p>' + esc(cut(a['text'][0])) + '</p>')}</description>"
                        f"<pubDate>{format_datetime(a['at'])}</pubDate><dc:creator>admin</dc:creator><guid isPermaLink=\"false\">{a['nid']} at {base}</guid></item>" for a in row)
        return ('<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                f"<channel><title>{esc(SITE)}</title><link>{base}/</link><language>vi</language>{items}</channel></rss>")

    def route(path, q):
        if path == "/" and q.get("q", "").startswith("node/"):      # unclean address, same page with a canonical link
            path = "/" + q["q"]
        part = path.strip("/").split("/")
        num = int(part[-1]) if part[-1].isdigit() else None
        if path == "/" or part == ["node"]:
            return "200 OK", "html", listing("Trang chủ", arts, path, q, h1=False)
        if path == "/rss.xml":
            return "200 OK", "rss", rss(arts[:10])
        if path == "/robots.txt":
            return "200 OK", "txt", "User-agent: *\nCrawl-delay: 10\nDisallow: /search/\nDisallow: /user/\nDisallow: /admin/\n"
        if part[0] == "files":
            return "200 OK", "png", ""
        if part[0] == "node" and len(part) == 2 and num in by_nid:
            return "200 OK", "html", article(by_nid[num])
        if part[0] == "print" and num in by_nid:
            return "200 OK", "html", article(by_nid[num], True)
        if part[0] == "node" and len(part) == 2 and num in PAGES:
            name, text = PAGES[num]
            return "200 OK", "html", page(name, f'<div id="node-{num}" class="node node-page"><div class="content">' + "".join(f"<p>{esc(p)}</p>" for p in text) + "</div></div>")
        if part[:2] == ["taxonomy", "term"] and len(part) == 3:
            for s, n in TERMS.items():
                if n == num:
                    return "200 OK", "html", listing(s, same[s], path, q)
            if num in tagged:
                return "200 OK", "html", listing(TAGS[num][1], tagged[num], path, q)
        if part[:2] == ["search", "node"]:
            key = q.get("keys", "").lower()
            hits = [a for a in arts if key and key in a["title"].lower()]
            return "200 OK", "html", page("Tìm kiếm", '<ol class="search-results">' + "".join(f'<li><h3><a href="/node/{a["nid"]}">{esc(a["title"])}</a></h3></li>' for a in hits) + "</ol>")
        if path == "/sitemap":
            return "200 OK", "html", page("Sơ đồ trang", "<ul>" + "".join(f'<li><a href="/taxonomy/term/{n}">{esc(s)}</a></li>' for s, n in TERMS.items()) + "</ul>")
        if part[0] == "user":
            return "200 OK", "html", page("Tài khoản người dùng", '<form action="/user" method="post"><input name="name" /><input type="password" name="pass" /><input type="submit" value="Đăng nhập" /></form>')
        return "404 Not Found", "html", page("Không tìm thấy trang", f"Không tìm thấy trang yêu cầu \"{esc(path)}\".")

    kinds = {"html": "text/html; charset=utf-8", "rss": "application/rss+xml; charset=utf-8", "txt": "text/plain", "png": "image/png"}

    def app(environ, start_response):
        query = {k: v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()}
        status, kind, text = route(environ.get("PATH_INFO", "/") or "/", query)
        data = PIXEL if kind == "png" else text.encode("utf-8")
        start_response(status, [("Content-Type", kinds[kind]), ("Content-Length", str(len(data))), ("X-Generator", "Drupal 7 (http://drupal.org)")])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else data]

    truth = [{"url": f"{base}/node/{a['nid']}", "title": a["title"], "date": f"{a['at']:%Y-%m-%d}", "section": a["sec"],
              "authors": [a["by"]] if a["by"] else [], "body": a["text"][0][:200],
              "other_news": [f"{base}/node/{o['nid']}" for o in related(a)]} for a in arts]
    return Portal(app, base + "/", truth)
