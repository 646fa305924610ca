"""Joomla 3 portal: /category/48-slug (id first), blog lists with "Read more: TITLE", one category as a table, ?start=N pagers,
RSS by ?format=feed&type=rss, ?tmpl=component&print=1 twins, mailto component, <base href> = own address."""
import html
import re
import unicodedata
from datetime import datetime
from urllib.parse import parse_qs

from tests.portals.articles import articles
from tests.portals.parts import Portal

NAME = "joomla_mattran"
SITE = "Ủy ban MTTQ Việt Nam huyện Tân Trụ"
CATS = {"hoat-dong-dang-bo": (8, "Hoạt động Đảng bộ", ("Hoạt động Đảng bộ", "Chính trị", "Quốc phòng - An ninh")),
        "tin-tuc/doan-the": (9, "Đoàn thể - Đời sống", ("Đoàn thể", "Văn hóa - Xã hội")),
        "tin-tuc/phap-luat-cai-cach": (10, "Pháp luật - Cải cách", ("Kiểm tra - Pháp luật", "Thi đua - Chuyển đổi số", "Chuyển đổi số")),
        "thong-bao": (11, "Thông báo", ("Thông báo",))}
WHERE = {old: path for path, (_, _, names) in CATS.items() for old in names}
RETITLE = {2: "KIỂM TRA BỘ LUẬT LAO ĐỘNG TẠI HUYỆN LẠC SƠN NĂM 2024", 17: "Gỡ vướng", 25: "PHÒNG HỌP KHÔNG TÀI LIỆU IN: 8 THÁNG NHÌN LẠI"}
EXTRA = [
    ("Lịch tiếp công dân", "2024-11-15T08:00", None, ["Thường trực Ủy ban MTTQ Việt Nam huyện tiếp công dân định kỳ vào ngày 15 hằng tháng tại phòng tiếp dân, từ 7 giờ 30 phút đến 11 giờ; nếu trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp."]),
    ("Tin buồn", "2024-11-06T15:20", None, ["Ban Thường trực Ủy ban MTTQ Việt Nam huyện vô cùng thương tiếc báo tin: bà Nguyễn Thị Út, Mẹ Việt Nam Anh hùng, xã Bình Lãng, đã từ trần, hưởng thọ 99 tuổi.", "Lễ an táng tại nghĩa trang liệt sĩ huyện lúc 9 giờ ngày 08/11/2024."]),
    ("Thư cảm ơn", "2024-11-17T10:10", "Lê Minh Đức", ["Thay mặt bà con ấp Bình Hòa, tôi xin gửi lời cảm ơn đến Ban Vận động Quỹ Vì người nghèo huyện đã hỗ trợ 40 bồn chứa nước trong mùa hạn mặn vừa qua."]),
    ("Thông báo nghỉ lễ", "2024-11-28T16:30", None, ["Cơ quan Mặt trận nghỉ Tết Dương lịch 2025 từ ngày 01/01/2025 đến hết ngày 01/01/2025; trực cơ quan do Văn phòng phân công."]),
    ("Ủng hộ bão lũ: 1.284.500.000 đồng", "2024-11-03T09:00", None, ["Tính đến 17 giờ ngày 02/11/2024, Quỹ cứu trợ huyện tiếp nhận 1.284.500.000 đồng từ 214 tổ chức, cá nhân ủng hộ đồng bào các tỉnh phía Bắc bị thiệt hại do bão số 3."]),
]
PAGES = {"gioi-thieu": ("Giới thiệu", ["Ủy ban Mặt trận Tổ quốc Việt Nam huyện là liên minh chính trị, liên hiệp tự nguyện của các tổ chức chính trị - xã hội và cá nhân tiêu biểu.", "Nhiệm kỳ 2024 - 2029, Ủy ban có 55 vị, Ban Thường trực có 4 vị."]),
         "gioi-thieu/co-cau-to-chuc": ("Cơ cấu tổ chức", ["Cơ quan gồm Ban Thường trực, bộ phận Phong trào, bộ phận Dân chủ - Pháp luật và Văn phòng.", "Có 11 Ủy ban MTTQ cấp xã, 57 Ban Công tác Mặt trận ấp, khu phố."]),
         "lien-he": ("Liên hệ", ["Khu phố Tân Bình, thị trấn Tân Trụ. Điện thoại 0272 3867 000."]),
         "so-do-web": ("Sơ đồ web", ["Các chuyên mục của trang thông tin được liệt kê ở trình đơn chính."])}
WEEK = ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"]
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
esc = html.escape


def slugify(text):
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def load():
    src = articles()[200:240]
    rows = [(RETITLE.get(i, a["title"]), WHERE[a["section"]], a["date"], a["author"], ([a["lead"]] if a["lead"] else []) + a["paragraphs"]) for i, a in enumerate(src)]
    rows += [(t, "thong-bao", d, by, p) for t, d, by, p in EXTRA]
    items = []
    for t, c, d, by, p in rows:
        items.append({"title": t, "cat": c, "at": datetime.fromisoformat(d or "2024-11-10T09:15").replace(tzinfo=None), "by": by, "text": p, "slug": slugify(t)})
    items.sort(key=lambda a: a["at"], reverse=True)
    for rank, a in enumerate(reversed(items)):
        a["id"] = 12 + rank + rank // 4
    return items


def build(base_url):
    base = base_url.rstrip("/")
    arts = load()
    by_id = {a["id"]: a for a in arts}
    cat = {c: [a for a in arts if a["cat"] == c] for c in CATS}
    href = lambda a: f"/{a['cat']}/{a['id']}-{a['slug']}"
    vn = lambda at: f"{WEEK[at.weekday()]}, {at.day:02d} Tháng {at.month} {at.year}"

    def newer_older(a):
        row = cat[a["cat"]]
        i = row.index(a)
        return row[max(0, i - 3):i], row[i + 1:i + 6]

    def page(path, title, main, head=""):
        menu = "".join(f'<li class="item-{101 + i}"><a href="{u}">{esc(t)}</a></li>' for i, (u, t) in enumerate(
            [("/", "Trang chủ"), ("/gioi-thieu", "Giới thiệu"), ("/gioi-thieu/co-cau-to-chuc", "Cơ cấu tổ chức")] + [(f"/{c}", v[1]) for c, v in CATS.items()] + [("/lien-he", "Liên hệ"), ("/so-do-web", "Sơ đồ web")]))
        hot = "".join(f'<li itemscope itemtype="https://schema.org/Article"><a href="{href(a)}" itemprop="url"><span itemprop="name">{esc(a["title"])}</span></a></li>' for a in arts[2:40:9])
        return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi-vn" lang="vi-vn" dir="ltr"><head><base href="{base}{esc(path)}" />
<meta http-equiv="content-type" content="text/html; charset=utf-8" /><meta name="generator" content="Joomla! - Open Source Content Management" /><title>{esc(title)}</title>{head}</head>
<body class="site com_content view-article no-layout no-task"><div class="body"><div class="container"><header class="header"><a class="brand pull-left" href="/"><span class="site-title" title="{SITE}">{SITE}</span></a>
<form action="/component/search/" method="get" class="form-inline"><input name="searchword" type="search" placeholder="Tìm kiếm..." /><input type="hidden" name="option" value="com_search" /></form></header>
<nav class="navigation"><ul class="nav menu nav-pills mod-list">{menu}</ul></nav><div class="row-fluid"><main id="content" role="main" class="span9"><div id="system-message-container"></div>{main}</main>
<div id="aside" class="span3"><div class="well"><h3 class="page-header">Bài đọc nhiều</h3><ul class="mostread mod-list">{hot}</ul></div>
<div class="well"><h3 class="page-header">Thẻ phổ biến</h3><ul><li><a href="/component/tags/tag/nguoi-ngheo">người nghèo</a></li><li><a href="/component/tags/tag/chi-bo">chi bộ</a></li></ul></div>
<div class="well"><h3 class="page-header">Văn bản</h3><a href="/index.php?option=com_content&amp;view=article&amp;id={arts[7]['id']}&amp;catid={CATS[arts[7]['cat']][0]}">Xem bài giới thiệu trên trang cũ</a><br /><a href="/thong-bao/9-moi-thau-sua-chua-tru-so">Mời thầu sửa chữa trụ sở</a></div>
<div class="well"><h3 class="page-header">Đăng nhập</h3><form action="/" method="post"><input name="username" /><input name="password" type="password" /></form></div></div></div></div></div>
<footer class="footer"><p class="pull-right"><a href="#top">Về đầu trang</a></p><p>&copy; 2024 {SITE}. Trưởng ban biên tập: Chủ tịch Ủy ban MTTQ huyện.</p></footer></body></html>"""

    def info(a):
        return f"""<dl class="article-info muted"><dt class="article-info-term">Chi tiết</dt>
<dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">Viết bởi: <span itemprop="name">{esc(a['by'] or 'Super User')}</span></dd>
<dd class="category-name">Chuyên mục: <a href="/{a['cat']}" itemprop="genre">{CATS[a['cat']][1]}</a></dd>
<dd class="published"><span class="icon-calendar"></span> <time datetime="{a['at'].isoformat()}+07:00" itemprop="datePublished">Được đăng: {vn(a['at'])}</time></dd><dd class="hits"><meta itemprop="interactionCount" content="UserPageVisits:{a['id'] * 17}" />Lượt xem: {a['id'] * 17}</dd></dl>"""

    def icons(a):
        return (f'<div class="icons"><ul class="dropdown-menu"><li class="print-icon"><a href="{href(a)}?tmpl=component&amp;print=1&amp;layout=default" title="In bài viết &lt; {esc(a["title"])} &gt;" onclick="window.open(this.href);return false;" rel="nofollow">In</a></li>'
                f'<li class="email-icon"><a href="/component/mailto/?tmpl=component&amp;template=protostar&amp;link={a["id"]:040x}" rel="nofollow">Email</a></li></ul></div>')

    def blog_item(a):
        return f"""<div class="items-row cols-1 row-{a['id']}"><div class="item column-1" itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting"><div class="page-header"><h2 itemprop="name"><a href="{href(a)}" itemprop="url">{esc(a['title'])}</a></h2></div>
{icons(a)}{info(a)}<p>{esc(a['text'][0])}</p><p class="readmore"><a class="btn" href="{href(a)}" itemprop="url" aria-label="Read more: {esc(a['title'])}"><span class="icon-chevron-right" aria-hidden="true"></span> Read more: {esc(a['title'])}</a></p></div></div>"""

    def pager(path, total, start, per):
        last = -(-total // per)
        now = start // per
        at = lambda k: path + (f"?start={k * per}" if k else "")
        bar = [f'<li><a title="Bắt đầu" href="{at(0)}" class="pagenav">Bắt đầu</a></li><li><a title="Trước" href="{at(now - 1)}" class="pagenav">Trước</a></li>' if now else '<li class="disabled"><a>Bắt đầu</a></li><li class="disabled"><a>Trước</a></li>']
        bar += [f'<li class="active hidden-phone"><a>{k + 1}</a></li>' if k == now else f'<li class="hidden-phone"><a title="{k + 1}" href="{at(k)}" class="pagenav">{k + 1}</a></li>' for k in range(last)]
        bar += [f'<li><a title="Kế tiếp" href="{at(now + 1)}" class="pagenav">Kế tiếp</a></li><li><a title="Cuối" href="{at(last - 1)}" class="pagenav">Cuối</a></li>' if now + 1 < last else '<li class="disabled"><a>Kế tiếp</a></li>']
        return f'<div class="pagination"><p class="counter pull-right">Trang {now + 1} / {last}</p><ul class="pagination-list">{"".join(bar)}</ul></div>' if last > 1 else ""

    def listing(path, q):
        start = int(q["start"]) if q.get("start", "").isdigit() else 0
        if path == "/":                                            # featured: 1 leading + 4 items per page
            return page(path, "Trang chủ", '<div class="blog-featured"><div class="items-leading">' + "".join(map(blog_item, arts[start:start + 1])) + "</div>" + "".join(map(blog_item, arts[start + 1:start + 5])) + pager(path, len(arts), start, 5) + "</div>")
        c = path.strip("/")
        rows, feed = cat[c], f'<link href="{path}?format=feed&amp;type=rss" rel="alternate" type="application/rss+xml" title="RSS 2.0" />'
        if c == "thong-bao":
            body = '<form action="/thong-bao" method="post" name="adminForm"><label>Hiển thị #</label><select name="limit" onchange="this.form.submit()"><option value="5">5</option><option value="10" selected>10</option></select>'
            body += '<table class="category table table-striped table-bordered"><thead><tr><th>Tiêu đề</th><th>Ngày tạo</th><th>Tác giả</th></tr></thead>' + "".join(
                f'<tr class="cat-list-row{i % 2}"><td headers="categorylist_header_title" class="list-title"><a href="{href(a)}">{esc(a["title"])}</a></td><td class="list-date small">{vn(a["at"])}</td><td class="list-author">Viết bởi {esc(a["by"] or "Super User")}</td></tr>' for i, a in enumerate(rows[start:start + 10])) + "</table></form>"
        else:
            more = rows[start + 8:start + 10]
            body = "".join(map(blog_item, rows[start:start + 8]))
            if more:
                body += '<div class="items-more"><h3>Các bài viết khác...</h3><ol class="nav nav-tabs nav-stacked">' + "".join(f'<li><a href="{href(a)}">{esc(a["title"])}</a></li>' for a in more) + "</ol></div>"
        return page(path, CATS[c][1], f'<div class="blog" itemscope itemtype="https://schema.org/Blog"><h1>{CATS[c][1]}</h1>{body}{pager(path, len(rows), start, 10)}</div>', feed)

    def article(a, bare=False):
        body = "".join(f"<p>{esc(p)}</p>" for p in a["text"])
        item = f"""<div class="item-page" itemscope itemtype="https://schema.org/Article"><meta itemprop="inLanguage" content="vi-VN" /><div class="page-header"><h2 itemprop="headline">{esc(a['title'])}</h2></div>
{'' if bare else icons(a)}{info(a)}<div itemprop="articleBody">{body}</div>"""
        if bare:
            return f'<!DOCTYPE html><html lang="vi-vn"><head><meta charset="utf-8"><title>{esc(a["title"])}</title><meta name="robots" content="noindex, nofollow"></head><body class="contentpane" onload="window.print()">{item}</div></body></html>'
        new, old = newer_older(a)
        block = lambda name, row: f'<strong>{name}</strong><ul class="relateditems">' + "".join(f'<li><a href="{href(o)}">{esc(o["title"])}</a> - <small>{o["at"]:%d/%m/%Y %H:%M}</small></li>' for o in row) + "</ul>" if row else ""
        nav = "".join(f'<li class="{k}"><a class="hasTooltip" href="{href(o)}" rel="{r}" aria-label="{lab}: {esc(o["title"])}">{t}</a></li>' for k, o, r, lab, t in
                      [("previous", new[-1] if new else None, "prev", "Previous article", "Trước"), ("next", old[0] if old else None, "next", "Next article", "Kế tiếp")] if o)
        return page(href(a), a["title"], f'{item}<ul class="pager pagenav">{nav}</ul><div class="newsrelated">{block("Tin mới hơn:", new)}{block("Tin cũ hơn:", old)}</div></div>')

    def feed(c):
        items = "".join(f"<item><title>{esc(a['title'])}</title><link>{base}{href(a)}</link><guid isPermaLink=\"true\">{base}{href(a)}</guid><pubDate>{a['at']:%a, %d %b %Y %H:%M:%S} +0700</pubDate></item>" for a in cat[c][:10])
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{CATS[c][1]}</title><link>{base}/{c}</link>{items}</channel></rss>'

    def route(path, q):
        key = path.strip("/")
        if path == "/index.php" and q.get("option") == "com_content" and q.get("id", "").split(":")[0].isdigit():
            a = by_id.get(int(q["id"].split(":")[0]))
            return ("301 Moved Permanently", base + href(a)) if a else missing(path)
        if path == "/" or path == "/index.php":
            return "200 OK", listing("/", q)
        if key in CATS:
            return "200 OK", feed(key) if q.get("format") == "feed" else listing("/" + key, q)
        m = re.fullmatch(r"(.+)/(\d+)(-[a-z0-9-]*)?", key)
        if m and m[1] in CATS:
            a = by_id.get(int(m[2]))
            if not a:
                return missing(path)
            if path != href(a):
                return "301 Moved Permanently", base + href(a)
            return "200 OK", article(a, q.get("tmpl") == "component")
        if key in PAGES:
            t, text = PAGES[key]
            return "200 OK", page(path, t, f'<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h2 itemprop="headline">{t}</h2></div><div itemprop="articleBody">' + "".join(f"<p>{x}</p>" for x in text) + "</div></div>")
        if key.startswith("component/tags/tag/"):
            word = {"nguoi-ngheo": "hỗ trợ", "chi-bo": "chi bộ"}.get(key.rsplit("/", 1)[-1])
            return ("200 OK", page(path, "Thẻ", '<div class="tag-category"><ul class="category list-striped">' + "".join(f'<li><h3><a href="{href(a)}">{esc(a["title"])}</a></h3></li>' for a in arts if word in a["title"].lower()) + "</ul></div>")) if word else missing(path)
        if key == "component/mailto":
            return "200 OK", '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Email</title></head><body><h2>Gửi liên kết này cho bạn bè</h2><form method="post"><input name="mailto" /></form></body></html>'
        if key == "component/search":
            word = q.get("searchword", "").lower()
            return "200 OK", page(path, "Tìm kiếm", '<dl class="search-results">' + "".join(f'<dt class="result-title"><a href="{href(a)}">{esc(a["title"])}</a></dt><dd class="result-created">Ngày tạo {vn(a["at"])}</dd>' for a in arts if word and word in a["title"].lower()) + "</dl>")
        if key == "robots.txt":
            return "200 OK", "User-agent: *\nDisallow: /administrator/\nDisallow: /cache/\nDisallow: /component/\n"
        if key == "favicon.ico":
            return "200 OK", PIXEL
        return missing(path)

    def missing(path):
        return "404 Not Found", page(path, "Lỗi: 404", '<h1 class="page-header">Không tìm thấy trang yêu cầu.</h1><p>404 Không tìm thấy bài viết</p>')

    def app(environ, start_response):
        path = environ.get("PATH_INFO") or "/"
        query = {k: v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()}
        status, text = route(path, query)
        kind = "application/rss+xml; charset=utf-8" if query.get("format") == "feed" else "text/plain" if path.endswith(".txt") else "image/gif" if isinstance(text, bytes) else "text/html; charset=utf-8"
        headers = [("Content-Type", kind)]
        if status[0] == "3":
            headers.append(("Location", text))
            text = ""
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        start_response(status, headers + [("Content-Length", str(len(data)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else data]

    truth = [{"url": base + href(a), "title": a["title"], "date": f"{a['at']:%Y-%m-%d}", "section": CATS[a["cat"]][1], "authors": [a["by"]] if a["by"] else [],
              "body": a["text"][0][:200], "other_news": [base + href(o) for part in newer_older(a) for o in part]} for a in arts]
    return Portal(app, base + "/", truth)
