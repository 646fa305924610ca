"""Ban Dân tộc: Drupal 7 (addresses with Vietnamese letters, percent-encoded; teasers with "Xem chi tiết"; ?page=0,1,…;
"T5, 21/03/2024 - 10:25"; print view, node/N, an unpublished node that answers 403, an endless calendar)."""
import html
import re
from datetime import datetime
from urllib.parse import parse_qs, quote

from tests.portals.parts import Portal, answer, load, png

e = html.escape


NAME = "drupal_bandantoc"
SITE = "Ban Dân tộc tỉnh Đồng Sơn"
PER_PAGE = 5
SECTIONS = {  # section of the text: (term id, name on the site)
    "Hoạt động Đảng bộ": (3, "Công tác Đảng"),
    "Chính trị": (4, "Tin trong nước"),
    "Quốc phòng - An ninh": (4, "Tin trong nước"),
    "Đoàn thể": (5, "Đoàn thể"),
    "Kiểm tra - Pháp luật": (6, "Pháp luật và đời sống"),
    "Thông báo": (8, "Thông báo"),
}
OTHER = (9, "Chính sách dân tộc")
EXTRAS = [
    (2, "Chúc mừng Chôl Chnăm Thmây", "Chính sách dân tộc", None, ["Nhân Tết cổ truyền Chôl Chnăm Thmây, Ban Dân tộc tỉnh kính chúc các vị sư sãi, achar, người có uy tín và đồng bào Khmer năm mới an vui, mùa màng tươi tốt.", "Trong ba ngày Tết, các đoàn của tỉnh đến thăm 141 chùa và gia đình chính sách."], None),
    (10, "Tin buồn", "Thông báo", None, ["Chi bộ, Ban lãnh đạo, Công đoàn Ban Dân tộc báo tin: bà Sơn Thị Ngọc Bích, thân mẫu đồng chí Thạch Sô Phi, chuyên viên phòng Chính sách, đã tạ thế ngày 8 tháng 2 âm lịch, thọ 79 tuổi."], None),
    (17, "Thông báo nghỉ lễ", "Thông báo", "Ban Dân tộc nghỉ Giỗ Tổ Hùng Vương một ngày, không bố trí làm bù.", ["Công chức trực bảo vệ cơ quan theo lịch của Văn phòng. Trường hợp cần xác nhận giấy tờ gấp, bà con liên hệ bảo vệ để được hướng dẫn."], "Văn phòng"),
    (25, "Thư cảm ơn", "Chính sách dân tộc", None, ["“Con đường mới dài hơn hai cây số, mưa không còn lầy, xe chở lúa vô tận sân. Bà con ấp Sóc Ruộng cảm ơn Nhà nước và các chú ở Ban Dân tộc đã lo cho dân”, thư viết bằng hai thứ tiếng Khmer và Việt, có chữ ký của 83 hộ."], None),
]
STATIC = {
    "giới-thiệu": ("Giới thiệu", ["Ban Dân tộc là cơ quan ngang sở, giúp Ủy ban nhân dân tỉnh quản lý nhà nước về công tác dân tộc. Tỉnh có 31,5% dân số là đồng bào Khmer, sống ở 59 xã vùng dân tộc.", "Ban hướng dẫn việc thực hiện các chương trình mục tiêu, chính sách với người có uy tín, học sinh dân tộc nội trú và hộ nghèo vùng sâu."]),
    "cơ-cấu-tổ-chức": ("Cơ cấu tổ chức", ["Trưởng ban và hai Phó Trưởng ban. Ba phòng: Văn phòng, Thanh tra, phòng Kế hoạch - Chính sách. Ở huyện có phòng Dân tộc trực thuộc Ủy ban nhân dân huyện."]),
    "liên-hệ": ("Liên hệ", ["Địa chỉ: 126 Trần Phú, phường 7. Điện thoại 0299 3866 777. Hộp thư bandantoc@dongson.example. Hòm thư góp ý đặt tại phòng bảo vệ."]),
}
WEEKDAY = "T2 T3 T4 T5 T6 T7 CN".split()


def alias(title):
    return re.sub(r"[^\w]+", "-", title.lower()).strip("-")[:100].strip("-")


def build(base_url):
    base = base_url.rstrip("/")
    arts, used = load(200, 240, EXTRAS, datetime(2024, 4, 25), 37, capitals={7, 18, 31}), set()
    for a in arts:
        a.term, a.section = SECTIONS.get(a.section, OTHER)
        a.nid = 1290 - 4 * a.n
        a.alias = alias(a.title)
        while a.alias in used:
            a.alias += "-0"
        used.add(a.alias)
        a.path = "/content/" + a.alias
        a.url = base + quote(a.path)
    terms = dict([*SECTIONS.values(), OTHER])

    def stamp(a):
        return f"{WEEKDAY[a.when.weekday()]}, {a.when:%d/%m/%Y - %H:%M}"

    def others(a):
        return [b for b in arts if b.term == a.term and b is not a][:7]

    def teaser(a):
        text = (a.lead or a.paras[0]).split()
        image = f'<div class="field field-name-field-image"><a href="{quote(a.path)}"><img typeof="foaf:Image" src="/sites/default/files/styles/thumbnail/public/{a.nid}.png" width="100" height="75" alt="" /></a></div>' if a.n % 3 else ""
        return f"""<div id="node-{a.nid}" class="node node-article node-promoted node-teaser clearfix" about="{quote(a.path)}" typeof="sioc:Item foaf:Document">
  <h2 property="dc:title" datatype=""><a href="{quote(a.path)}">{e(a.title)}</a></h2>
  <div class="meta submitted">Gửi bởi <span class="username">quantri</span> vào <span property="dc:date">{stamp(a)}</span></div>
  <div class="content clearfix">{image}<div class="field field-name-body field-type-text-with-summary"><p>{e(" ".join(text[:34]))}{"..." if len(text) > 34 else ""}</p></div></div>
  <div class="link-wrapper"><ul class="links inline"><li class="node-readmore first last"><a href="{quote(a.path)}" rel="tag" title="{e(a.title)}">Xem chi tiết<span class="element-invisible"> về {e(a.title)}</span></a></li></ul></div>
</div>
"""

    def page(title, main, head="", crumbs=""):
        menu = "".join(f'<li class="leaf"><a href="/taxonomy/term/{t}">{n}</a></li>' for t, n in terms.items())
        static = "".join(f'<li class="leaf"><a href="{quote("/" + s)}">{v[0]}</a></li>' for s, v in STATIC.items())
        popular = "".join(f'<li><a href="{quote(a.path)}">{e(a.title)}</a></li>' for a in arts[6:34:7])
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML+RDFa 1.0//EN" "http://www.w3.org/MarkUp/DTD/xhtml-rdfa-1.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" version="XHTML+RDFa 1.0" dir="ltr">
<head profile="http://www.w3.org/1999/xhtml/vocab">
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="Generator" content="Drupal 7 (http://drupal.org)" />
{head}<title>{e(title)} | {SITE}</title>
<style type="text/css" media="all">@import url("/sites/default/files/css/css_x.css");</style>
</head>
<body class="html not-logged-in one-sidebar sidebar-first">
<div id="skip-link"><a href="#main-content" class="element-invisible">Nhảy đến nội dung</a></div>
<div id="page-wrapper"><div id="header"><a href="/" title="Trang chủ" rel="home" id="logo"><img src="/sites/default/files/logo.png" alt="Trang chủ" /></a><div id="site-name"><strong><a href="/" rel="home"><span>{SITE}</span></a></strong></div></div>
<div id="main-menu" class="navigation"><h2 class="element-invisible">Menu chính</h2><ul class="links inline clearfix"><li class="first"><a href="/" class="active">Trang chủ</a></li>{menu}</ul></div>
<div id="breadcrumb"><h2 class="element-invisible">Bạn đang ở đây</h2><div class="breadcrumb"><a href="/">Trang chủ</a>{crumbs}</div></div>
<div id="main"><div id="content" class="column"><a id="main-content"></a>
{main}
</div>
<div id="sidebar-first" class="column sidebar">
<form action="/" method="get" id="search-block-form"><input type="text" name="tim" size="15" /><input type="submit" value="Tìm kiếm" class="form-submit" /></form>
<div class="block block-menu"><h2>Giới thiệu</h2><ul class="menu">{static}<li class="leaf"><a href="/calendar/2024-04">Lịch làm việc</a></li></ul></div>
<div class="block block-statistics"><h2>Nội dung phổ biến</h2><div class="item-list"><h3>Tất cả thời gian:</h3><ul>{popular}<li><a href="/node/733">Danh sách xã đặc biệt khó khăn</a></li></ul></div></div>
<div class="block block-user"><h2>Đăng nhập</h2><a href="/user/login?destination=node">Đăng nhập hệ thống</a></div></div></div>
<div id="footer"><p>Bản quyền thuộc Ban Dân tộc tỉnh. Giấy phép số 07/GP-STTTT. Trưởng Ban biên tập: Trưởng ban Dân tộc.</p><span>Powered by <a href="http://drupal.org">Drupal</a></span></div></div>
</body></html>"""

    def pager(root, n, count):
        last = -(-count // PER_PAGE) - 1
        if last < 1:
            return ""
        at = lambda k: root + (f"?page={k}" if k else "")
        items = (f'<li class="pager-first first"><a title="Đến trang đầu tiên" href="{at(0)}">« đầu</a></li><li class="pager-previous"><a title="Đến trang trước" href="{at(n - 1)}">‹ trước</a></li>' if n else "")
        items += "".join(f'<li class="pager-current">{k + 1}</li>' if k == n else f'<li class="pager-item"><a title="Đến trang {k + 1}" href="{at(k)}">{k + 1}</a></li>' for k in range(max(0, n - 2), min(last, n + 2) + 1))
        items += f'<li class="pager-ellipsis">…</li><li class="pager-next"><a title="Đến trang sau" href="{at(n + 1)}">sau ›</a></li><li class="pager-last last"><a title="Đến trang cuối cùng" href="{at(last)}">cuối »</a></li>' if n < last else ""
        return f'<h2 class="element-invisible">Trang</h2><div class="item-list"><ul class="pager">{items}</ul></div>'

    def listing(title, found, root, n, head=""):
        rows = "".join(teaser(a) for a in found[n * PER_PAGE:(n + 1) * PER_PAGE]) or "<p>Hiện không có nội dung nào trong phân loại này.</p>"
        return page(title, f'<h1 class="title" id="page-title">{title}</h1>\n{rows}{pager(root, n, len(found))}', head)

    def body_of(a):
        text = "".join(f'<p class="rtejustify">{e(p)}</p>\n' for p in a.paras)
        if a.author:
            text += f'<p class="rteright"><strong>{e(a.author)}</strong></p>\n'
        return (f'<div class="field field-name-field-tom-tat"><div class="field-items"><div class="field-item even"><strong>{e(a.lead)}</strong></div></div></div>\n' if a.lead else "") + \
            f'<div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded">{text}</div></div></div>'

    def node(a):
        head = f'<link rel="canonical" href="{quote(a.path)}" />\n<link rel="shortlink" href="/node/{a.nid}" />\n'
        rows = "".join(f'<div class="views-row views-row-{k}"><div class="views-field views-field-title"><span class="field-content"><a href="{quote(b.path)}">{e(b.title)}</a></span></div> <span class="views-field views-field-created">({b.when:%d/%m/%Y})</span></div>\n' for k, b in enumerate(others(a), 1))
        return page(a.title, f"""<h1 class="title" id="page-title">{e(a.title)}</h1>
<div class="tabs"></div>
<div id="node-{a.nid}" class="node node-article node-full clearfix">
<div class="meta submitted">Gửi bởi <span class="username" xml:lang="">quantri</span> vào <span property="dc:date dc:created" content="{a.when:%Y-%m-%dT%H:%M:00+07:00}" datatype="xsd:dateTime">{stamp(a)}</span></div>
<div class="content clearfix">{body_of(a)}
<div class="field field-name-field-chuyen-muc clearfix"><h3 class="field-label">Chuyên mục: </h3><ul class="links"><li class="taxonomy-term-reference-0"><a href="/taxonomy/term/{a.term}">{a.section}</a></li></ul></div></div>
<div class="link-wrapper"><ul class="links inline"><li class="print_html first"><a href="/print/{a.nid}" class="print-page" rel="nofollow">Bản in</a></li><li class="statistics_counter last"><span>{88 + a.nid % 700} lần đọc</span></li></ul></div></div>
<div class="block block-views"><h2>Bài cùng chuyên mục</h2><div class="content"><div class="view view-bai-khac"><div class="view-content">
{rows}</div></div></div></div>""", head, f' › <a href="/taxonomy/term/{a.term}">{a.section}</a>')

    def route(path, query):
        n = query.get("page", ["0"])[0]
        n = int(n) if n.isdigit() else 0
        if path in ("/", "/node"):
            if "tim" in query:
                word = query["tim"][0].lower()
                return listing("Kết quả tìm kiếm", [a for a in arts if word in a.title.lower()][:PER_PAGE], "/", 0)
            return listing("Tin mới", arts[:15], "/node", n, f'<link rel="alternate" type="application/rss+xml" title="{SITE} RSS" href="{base}/rss.xml" />\n')
        if (m := re.fullmatch(r"/taxonomy/term/(\d+)", path)) and int(m[1]) in terms:
            t = int(m[1])
            return listing(terms[t], [a for a in arts if a.term == t], path, n, f'<link rel="alternate" type="application/rss+xml" title="RSS - {terms[t]}" href="{base}{path}/feed" />\n')
        if m := re.fullmatch(r"/(node|print)/(\d+)", path):
            a = next((a for a in arts if str(a.nid) == m[2]), None)
            if a and m[1] == "print":
                return f'<html><head><title>{e(a.title)}</title><base href="{base}/" /><meta name="robots" content="noindex, nofollow, noarchive" /><link rel="canonical" href="{quote(a.path)}" /></head><body><div class="print-site_name">Được đăng trên <em>{SITE}</em> (<a href="{base}">{base}</a>)</div><h1 class="print-title">{e(a.title)}</h1><div class="print-content">{body_of(a)}</div><div class="print-source_url"><strong>URL nguồn:</strong> {a.url}</div></body></html>'
            return node(a) if a else None
        if m := re.fullmatch(r"/calendar/(\d{4})-(\d\d)", path):
            year, month = int(m[1]), int(m[2])
            if not (1 <= month <= 12 and 1970 <= year <= 2099):
                return None
            before, after = (f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}", f"{year + (month == 12)}-{month % 12 + 1:02d}")
            days = "".join(f'<td class="single-day"><div class="day">{d}</div></td>' + ("</tr><tr>" if d % 7 == 0 else "") for d in range(1, 29))
            return page("Lịch làm việc", f'<h1 class="title" id="page-title">Tháng {month} {year}</h1><div class="date-nav"><a href="/calendar/{before}" rel="nofollow">« Trước</a> <a href="/calendar/{after}" rel="nofollow">Tiếp »</a></div><table class="month-calendar"><tr>{days}</tr></table>')
        if path[1:] in STATIC:
            title, text = STATIC[path[1:]]
            return page(title, f'<h1 class="title" id="page-title">{title}</h1><div class="node node-page"><div class="field field-name-body">{"".join(f"<p>{p}</p>" for p in text)}</div></div>')
        if path == "/user/login":
            return page("Tài khoản", '<h1>Tài khoản người dùng</h1><form action="/user/login" method="post"><input name="name" /><input name="pass" type="password" /></form>')
        return next((node(a) for a in arts if a.path == path), None)

    def feed(found):
        items = "".join(f'<item><title>{e(a.title)}</title><link>{a.url}</link><description>{e(e((a.lead or a.paras[0])[:160]))}</description><pubDate>{a.when:%a, %d %b %Y %H:%M:00} +0000</pubDate><dc:creator>quantri</dc:creator><guid isPermaLink="false">{a.nid} at {base}</guid></item>' for a in found[:10])
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xml:base="{base}" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{SITE}</title><link>{base}</link><language>vi</language>{items}</channel></rss>'

    def app(environ, start_response):
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        reply = lambda *args, **kw: answer(environ, start_response, *args, **kw)
        if path.endswith(".png"):
            return reply(png(), kind="image/png")
        if path.endswith(".css"):
            return reply("body{}", kind="text/css")
        if path == "/rss.xml" or re.fullmatch(r"/taxonomy/term/\d+/feed", path):
            return reply(feed([a for a in arts if path == "/rss.xml" or f"/{a.term}/" in path]), kind="application/rss+xml; charset=utf-8")
        if path == "/node/733":  # no longer published
            return reply(page("Truy cập bị từ chối", '<h1 class="title" id="page-title">Truy cập bị từ chối</h1>Bạn không được phép truy cập trang này.'), "403 Forbidden")
        body = route(path.rstrip("/") or "/", parse_qs(environ.get("QUERY_STRING", "")))
        if body is None:
            return reply(page("Không tìm thấy trang", '<h1 class="title" id="page-title">Không tìm thấy trang</h1>Trang được yêu cầu không tồn tại.'), "404 Not Found")
        return reply(body, kind="text/html; charset=utf-8", extra=[("X-Generator", "Drupal 7 (http://drupal.org)")])

    truth = [{"url": a.url, "title": a.title, "date": f"{a.when:%Y-%m-%d}", "section": a.section, "authors": [a.author] if a.author else [],
              "body": (a.lead or a.paras[0])[:200], "other_news": [b.url for b in others(a)]} for a in arts]
    return Portal(app, base + "/", truth)
