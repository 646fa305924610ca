"""Hội Liên hiệp Phụ nữ tỉnh: WordPress with a bought newspaper theme (dated paths, categories, archives, feed, Yoast)."""
import html
import json
import re
from datetime import datetime
from urllib.parse import parse_qs, quote

from tests.portals.parts import Portal, answer, load, png, slugify

e = html.escape


NAME = "wp_hoiphunu"
SITE = "Hội Liên hiệp Phụ nữ tỉnh Đồng Sơn"
PER_PAGE = 8
SECTIONS = {  # section of the text: (slug path, name on the site)
    "Xây dựng Đảng": ("tin-tuc/xay-dung-dang", "Xây dựng Đảng"),
    "Công đoàn - Đoàn thanh niên": ("tin-tuc/hoat-dong-hoi", "Hoạt động Hội"),
    "Phổ biến, giáo dục pháp luật": ("phap-luat", "Phụ nữ với pháp luật"),
    "Cải cách hành chính": ("cai-cach-hanh-chinh", "Cải cách hành chính"),
    "Thông báo": ("thong-bao", "Thông báo"),
}
EXTRAS = [
    (2, "Tin buồn", "Thông báo", None, ["Ban Thường vụ Hội Liên hiệp Phụ nữ tỉnh và gia đình vô cùng thương tiếc báo tin: bà Nguyễn Thị Sáu, nguyên Phó Chủ tịch Hội, đã từ trần hồi 4 giờ 20 phút tại nhà riêng, hưởng thọ 86 tuổi.", "Lễ viếng bắt đầu từ 8 giờ cùng ngày tại Nhà tang lễ tỉnh; lễ truy điệu lúc 6 giờ sáng hôm sau, an táng tại nghĩa trang quê nhà."], None),
    (11, "Thư cảm ơn", "Công đoàn - Đoàn thanh niên", None, ["Hội Liên hiệp Phụ nữ tỉnh trân trọng cảm ơn các cơ quan, doanh nghiệp và chị em hội viên đã góp 214 suất quà cho chương trình “Mẹ đỡ đầu”. Nhờ tấm lòng ấy, 214 em nhỏ mồ côi có thêm sách vở và áo ấm trước năm học mới."], "BAN THƯỜNG VỤ HỘI"),
    (20, "Thông báo nghỉ lễ", "Thông báo", None, ["Cơ quan Hội nghỉ lễ hai ngày theo quy định. Trong thời gian nghỉ, bộ phận trực tiếp nhận phản ánh qua số điện thoại 0299.3812.345, từ 7 giờ đến 17 giờ.", "Đề nghị các phòng, ban kiểm tra điện, nước, niêm phong tủ hồ sơ trước khi ra về."], None),
    (30, "Chúc mừng 20/10", "Công đoàn - Đoàn thanh niên", "Nhân kỷ niệm ngày thành lập Hội, Ban Thường vụ gửi tới toàn thể cán bộ, hội viên lời chúc sức khỏe và hạnh phúc.", ["Chín mươi tư năm qua, phong trào phụ nữ trong tỉnh luôn gắn với những chặng đường của quê hương. Ban Thường vụ mong mỗi chi hội tiếp tục giữ nếp sinh hoạt, giúp nhau làm kinh tế và chăm lo con trẻ."], None),
]
STATIC = {
    "gioi-thieu": ("Giới thiệu", ["Hội Liên hiệp Phụ nữ tỉnh Đồng Sơn là tổ chức chính trị - xã hội, đại diện cho quyền và lợi ích hợp pháp của các tầng lớp phụ nữ trong tỉnh. Hội được thành lập ngày 20/10/1930, trải qua mười lăm kỳ đại hội.", "Hiện nay Hội có 11 đơn vị cấp huyện, 142 cơ sở và 1.287 chi hội với hơn 163.000 hội viên. Cơ quan chuyên trách gồm Văn phòng và bốn ban chuyên môn.", "Chức năng của Hội là vận động phụ nữ thực hiện đường lối của Đảng, chính sách của Nhà nước, tham gia xây dựng Đảng và giám sát, phản biện xã hội."]),
    "co-cau-to-chuc": ("Cơ cấu tổ chức", ["Thường trực Hội gồm Chủ tịch và ba Phó Chủ tịch, chịu trách nhiệm điều hành công việc hằng ngày giữa hai kỳ họp Ban Chấp hành.", "Văn phòng Hội: tham mưu tổng hợp, tài chính, văn thư. Ban Tổ chức - Kiểm tra: công tác cán bộ, thi hành Điều lệ. Ban Tuyên giáo - Chính sách luật pháp; Ban Hỗ trợ phụ nữ phát triển kinh tế; Ban Gia đình - Xã hội."]),
    "lien-he": ("Liên hệ", ["Trụ sở: số 27 đường Lê Lợi, phường 2, thành phố Đồng Sơn. Điện thoại 0299.3812.345, thư điện tử hoiphunu@dongson.example.", "Giờ làm việc: sáng 7 giờ đến 11 giờ 30, chiều 13 giờ đến 16 giờ 30, từ thứ Hai đến thứ Sáu."]),
}
TAGS = {"chi-bo": "chi bộ", "hoi-nghi": "hội nghị", "phap-luat": "pháp luật"}
MONTH = "Th1 Th2 Th3 Th4 Th5 Th6 Th7 Th8 Th9 Th10 Th11 Th12".split()


def vn(when):
    return f"{when.day:02d} {MONTH[when.month - 1]}, {when.year}"


def build(base_url):
    base = base_url.rstrip("/")
    arts, used = load(0, 40, EXTRAS, datetime(2025, 2, 26), 168, capitals={6, 25}), set()
    for a in arts:
        a.id = 9100 - 7 * a.n
        a.cat, a.section = SECTIONS[a.section]
        slug = slugify(a.title).lower()
        a.slug = slug if slug not in used else slug + "-2"
        used.add(a.slug)
        a.path = f"/{a.when:%Y/%m/%d}/{a.slug}/"
        a.url = base + a.path
        a.tags = [t for t, word in TAGS.items() if word in " ".join([a.title, *a.paras]).lower()]
    names = {path: name for path, name in SECTIONS.values()} | {"tin-tuc": "Tin tức"}

    def stamp(a):
        return f"{a.when:%Y-%m-%dT%H:%M:00}+07:00"

    def module(a, excerpt=True):
        words = (a.lead or a.paras[0]).split()
        text = f'<div class="td-excerpt">{e(" ".join(words[:28]))}[…]</div>' if excerpt else ""
        return f"""<div class="td_module_10 td_module_wrap td-animation-stack">
<div class="td-module-thumb"><a href="{a.url}" rel="bookmark" class="td-image-wrap" title="{e(a.title)}"><img width="218" height="150" class="entry-thumb" src="{base}/wp-content/uploads/{a.when:%Y/%m}/{a.id}-218x150.png" alt="" loading="lazy"></a></div>
<div class="item-details"><h3 class="entry-title td-module-title"><a href="{a.url}" rel="bookmark" title="{e(a.title)}">{e(a.title)}</a></h3>
<div class="td-module-meta-info"><a href="{base}/chuyen-muc/{a.cat}/" class="td-post-category">{a.section}</a> <span class="td-post-date"><time class="entry-date updated td-module-date" datetime="{stamp(a)}">{vn(a.when)}</time></span> <div class="td-module-comments"><a href="{a.url}#respond">0</a></div></div>
{text}</div></div>"""

    def related(a):
        return [b for b in arts[a.n + 1:] + arts[:a.n] if b.cat == a.cat][:3]

    def calendar():
        last = arts[0].when
        days = {a.when.day: a for a in arts if (a.when.year, a.when.month) == (last.year, last.month)}
        cells = "".join(f'<td><a href="{base}/{last:%Y/%m}/{d:02d}/" aria-label="Bài viết đã đăng">{d}</a></td>' if d in days else f"<td>{d}</td>" for d in range(1, 29))
        return f'<table id="wp-calendar"><caption>Tháng Hai {last.year}</caption><tbody><tr>{cells}</tr></tbody></table><nav class="wp-calendar-nav"><a href="{base}/2025/01/">« Th1</a></nav>'

    def page(title, main, head=""):
        menu = "".join(f'<li class="menu-item"><a href="{base}/chuyen-muc/{p}/">{n}</a></li>' for p, n in SECTIONS.values())
        static = "".join(f'<li><a href="{base}/{s}/">{t}</a></li>' for s, (t, _) in STATIC.items())
        read = "".join(f'<div class="td_module_6"><a href="{a.url}">{e(a.title)}</a> <span class="td-post-date">{vn(a.when)}</span></div>' for a in arts[4:40:9])
        tags = "".join(f'<a href="{base}/tag/{t}/" class="tag-cloud-link">{w}</a> ' for t, w in TAGS.items())
        return f"""<!doctype html >
<html lang="vi"><head><meta charset="UTF-8" /><title>{e(title)}</title><meta name="viewport" content="width=device-width, initial-scale=1.0">
<link rel="pingback" href="{base}/xmlrpc.php" /><link rel="alternate" type="application/rss+xml" title="Dòng thông tin" href="{base}/feed/" />
{head}<link rel='stylesheet' href='{base}/wp-content/themes/Newspaper/style.css?ver=10.3' media='all' /><meta name="generator" content="WordPress 5.8.2" /></head>
<body class="home td-standard-pack"><div id="td-outer-wrap"><div class="td-header-wrap"><a class="td-main-logo" href="{base}/">{SITE}</a>
<form method="get" class="td-search-form" action="{base}/"><input type="text" name="s" value="" /><input class="wpb_button" type="submit" value="Tìm kiếm" /></form>
<ul id="menu-chinh" class="sf-menu"><li class="menu-item"><a href="{base}/">Trang chủ</a></li><li class="menu-item"><a href="{base}/chuyen-muc/tin-tuc/">Tin tức</a></li>{menu}{static}</ul></div>
<div class="td-main-content-wrap"><div class="td-pb-span8 td-main-content">{main}</div>
<div class="td-pb-span4 td-main-sidebar"><aside class="widget"><h4 class="block-title"><span>ĐỌC NHIỀU NHẤT</span></h4>{read}<div class="td_module_6"><a href="{base}/2023/05/19/ke-hoach-to-chuc-hoi-thi-can-bo-hoi-gioi/">Kế hoạch tổ chức Hội thi Cán bộ Hội giỏi</a></div></aside>
<aside class="widget widget_calendar">{calendar()}</aside><aside class="widget widget_tag_cloud">{tags}</aside>
<aside class="widget"><h4 class="block-title"><span>LIÊN KẾT</span></h4><select onchange="window.open(this.value)"><option value="http://hoilhpn.org.vn">Trung ương Hội</option></select></aside></div></div>
<div class="td-footer-wrapper"><p>Cơ quan chủ quản: {SITE}. Chịu trách nhiệm nội dung: Ban Biên tập.</p><p>Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p></div></div></body></html>"""

    def single(a):
        graph = {"@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "@id": base + "/#website", "url": base + "/", "name": SITE},
            {"@type": "WebPage", "@id": a.url + "#webpage", "url": a.url, "name": f"{a.title} - {SITE}", "datePublished": stamp(a), "dateModified": stamp(a), "author": {"@id": base + "/#/schema/person/1"}},
            {"@type": "Person", "@id": base + "/#/schema/person/1", "name": "quantri"}]}
        head = f"""<link rel="canonical" href="{a.url}" /><meta property="og:type" content="article" /><meta property="og:title" content="{e(a.title)} - {SITE}" /><meta property="og:url" content="{a.url}" /><meta property="article:published_time" content="{stamp(a)}" />
<script type="application/ld+json" class="yoast-schema-graph">{json.dumps(graph)}</script><link rel='shortlink' href='{base}/?p={a.id}' />
"""
        lead = f"<p><strong>{e(a.lead)}</strong></p>\n" if a.lead else ""
        figure = f'<figure class="wp-block-image size-large"><img src="{base}/wp-content/uploads/{a.when:%Y/%m}/{a.id}.png" alt="" /><figcaption>Quang cảnh buổi làm việc</figcaption></figure>\n' if a.n % 3 == 0 and len(a.paras) > 2 else ""
        body = "".join(f'<p style="text-align: justify;">{e(p)}</p>\n' + (figure if i == 0 else "") for i, p in enumerate(a.paras))
        sign = f'<p style="text-align: right;"><strong>{e(a.author)}</strong></p>\n' if a.author else ""
        tags = "".join(f'<li><a href="{base}/tag/{t}/">{TAGS[t]}</a></li>' for t in a.tags)
        return page(f"{a.title} - {SITE}", f"""<article id="post-{a.id}" class="post-{a.id} post type-post status-publish format-standard hentry">
<div class="td-post-header"><ul class="td-category"><li class="entry-category"><a href="{base}/chuyen-muc/{a.cat}/">{a.section}</a></li></ul><header class="td-post-title"><h1 class="entry-title">{e(a.title)}</h1>
<div class="td-module-meta-info"><span class="td-post-date"><time class="entry-date updated td-module-date" datetime="{stamp(a)}">{vn(a.when)}</time></span><div class="td-post-views"><i class="td-icon-views"></i><span>{37 + a.id % 911}</span></div></div></header></div>
<div class="td-post-content tagdiv-type">
{lead}{body}{sign}</div>
<footer><ul class="td-tags"><li><span>TAGS</span></li>{tags}</ul><div class="td-post-sharing"><a href="https://www.facebook.com/sharer.php?u={quote(a.url, '')}">Facebook</a></div></footer></article>
<div class="td_block_wrap td_block_related_posts"><h4 class="td-related-title"><a class="td-related-left td-cur-simple-item" href="#">BÀI VIẾT LIÊN QUAN</a><a class="td-related-right" href="#">XEM THÊM</a></h4>{"".join(module(b, False) for b in related(a))}</div>
<div id="respond" class="comment-respond"><h3>BÌNH LUẬN</h3><form action="{base}/wp-comments-post.php" method="post"><textarea name="comment"></textarea><input type="submit" value="Đăng bình luận"></form></div>""", head)

    def archive(name, found, root, n):
        last = max(1, -(-len(found) // PER_PAGE))
        if not 1 <= n <= last:
            return None
        def at(k):
            return f"{base}{root}" + (f"page/{k}/" if k > 1 else "")
        nav = "".join(f'<span class="current">{k}</span>' if k == n else f'<a href="{at(k)}" class="page" title="{k}">{k}</a>' for k in range(1, last + 1))
        if n < last:
            nav += f'<a href="{at(n + 1)}" aria-label="next-page"><i class="td-icon-menu-right"></i></a>'
        nav = f'<div class="page-nav td-pb-padding-side">{nav}<span class="pages">Trang {n} của {last}</span></div>' if last > 1 else ""
        head = f'<link rel="next" href="{at(n + 1)}" />' if n < last else ""
        items = "".join(module(a) for a in found[(n - 1) * PER_PAGE:n * PER_PAGE]) or '<div class="no-results"><h2>Không có bài viết nào để hiển thị</h2></div>'
        return page(f"{name} - {SITE}", f'<h1 class="entry-title td-page-title"><span>{name}</span></h1>{items}{nav}', head)

    def route(path, query):
        if path == "/" and "s" in query:
            word = query["s"][0].lower()
            return archive("Tìm kiếm: " + e(word), [a for a in arts if word in a.title.lower()][:PER_PAGE], "/", 1)
        if path == "/":
            grid = "".join(f'<div class="td-big-grid-post"><a href="{a.url}" class="td-image-wrap" title="{e(a.title)}"><img src="{base}/wp-content/uploads/{a.id}.png" alt=""></a><h3 class="entry-title"><a href="{a.url}">{e(a.title)}</a></h3></div>' for a in arts[:5])
            rows = "".join(f'<div class="td_block_wrap"><h4 class="block-title"><a href="{base}/chuyen-muc/{c}/">{n}</a></h4>{"".join(module(a, False) for a in [a for a in arts if a.cat == c][:4])}</div>' for c, n in SECTIONS.values())
            return page(SITE, grid + rows)
        if m := re.fullmatch(r"/chuyen-muc/(.+?)/(?:page/(\d+)/)?", path):
            if m[1] in names:
                return archive(names[m[1]], [a for a in arts if (a.cat + "/").startswith(m[1] + "/")], f"/chuyen-muc/{m[1]}/", int(m[2] or 1))
        if (m := re.fullmatch(r"/tag/([\w-]+)/(?:page/(\d+)/)?", path)) and m[1] in TAGS:
            return archive("Từ khóa: " + TAGS[m[1]], [a for a in arts if m[1] in a.tags], f"/tag/{m[1]}/", int(m[2] or 1))
        if m := re.fullmatch(r"(/\d{4}(?:/\d\d){0,2}/)(?:page/(\d+)/)?", path):
            found = [a for a in arts if a.path.startswith(m[1])]
            return archive("Lưu trữ " + m[1].strip("/"), found, m[1], int(m[2] or 1)) if found else None
        if path.strip("/") in STATIC:
            title, text = STATIC[path.strip("/")]
            return page(f"{title} - {SITE}", f'<h1 class="entry-title td-page-title">{title}</h1><div class="td-page-content tagdiv-type">{"".join(f"<p>{p}</p>" for p in text)}</div>')
        return next((single(a) for a in arts if a.path == path), None)

    def feed():
        items = "".join(f"<item><title>{e(a.title)}</title><link>{a.url}</link><pubDate>{a.when:%d %b %Y %H:%M:00} +0700</pubDate><category><![CDATA[{a.section}]]></category><guid isPermaLink=\"false\">{base}/?p={a.id}</guid></item>" for a in arts[:10])
        return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{SITE}</title><link>{base}</link><description/>{items}</channel></rss>'

    def app(environ, start_response):
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        query = parse_qs(environ.get("QUERY_STRING", ""))
        reply = lambda *args, **kw: answer(environ, start_response, *args, **kw)
        if path == "/feed/":
            return reply(feed(), kind="application/rss+xml; charset=UTF-8")
        if path == "/robots.txt":
            return reply("User-agent: *\nDisallow: /wp-admin/\n", kind="text/plain")
        if path.endswith(".png"):
            return reply(png(), kind="image/png")
        if path.endswith(".css"):
            return reply("body{font-family:Roboto}", kind="text/css")
        short = next((a for a in arts if query.get("p") == [str(a.id)]), None)
        if path == "/" and short:
            return reply("", "301 Moved Permanently", extra=[("Location", short.url)])
        body = route(path, query)
        if body is None and route(path + "/", query):
            return reply("", "301 Moved Permanently", extra=[("Location", base + quote(path) + "/")])
        if body is None:
            return reply(page("Không tìm thấy trang", '<div class="td-404-title">Lỗi 404</div><p>Xin lỗi, trang bạn tìm không tồn tại.</p>'), "404 Not Found")
        return reply(body)

    truth = [{"url": a.url, "title": a.title, "date": f"{a.when:%Y-%m-%d}", "section": a.section, "authors": [a.author] if a.author else [],
              "body": (a.lead or a.paras[0])[:200], "other_news": [b.url for b in related(a)]} for a in arts]
    return Portal(app, base + "/", truth)
