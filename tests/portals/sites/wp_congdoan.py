"""WordPress portal: /slug/ for posts and pages, picture link before the title link, Yoast-like JSON-LD, sitemap index,
tag / author / date archives, oembed alternates, /page/N/ pagers."""
import html
import json
import re
import unicodedata
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from urllib.parse import parse_qs, quote, unquote

from tests.portals.articles import articles
from tests.portals.parts import Portal

NAME = "wp_congdoan"
SITE = "Công đoàn Viên chức tỉnh"
TZ = timezone(timedelta(hours=7))
PER = 6
CATS = {"Xây dựng Đảng": "Công tác Đảng", "Công tác xây dựng Đảng": "Công tác Đảng", "Kiểm tra - Giám sát": "Công tác Đảng",
        "Phổ biến, giáo dục pháp luật": "Pháp luật", "Công đoàn - Đoàn thanh niên": "Hoạt động công đoàn", "Hoạt động đoàn thể": "Hoạt động công đoàn",
        "Thông báo": "Thông báo", "Cải cách hành chính": "Tin tức", "Kinh tế - Xã hội": "Tin tức"}
TAGS = {"Chi bộ": "chi bộ", "Thi đua": "thi", "Năm 2024": "2024", "Công đoàn": "công đoàn"}
RETITLE = {12: "Luật Căn cước 2023", 5: "Công tác báo cáo viên quý IV", 20: "BẢO VỆ NỀN TẢNG TƯ TƯỞNG CỦA ĐẢNG NĂM 2024"}
EXTRA = [
    ("Tin buồn", "Thông báo", "2024-11-08T10:05:00+07:00", None,
     ["Ban Thường vụ Công đoàn Viên chức tỉnh vô cùng thương tiếc báo tin: đồng chí Lê Văn Bảy, nguyên Phó Chủ tịch, đã từ trần lúc 4 giờ 15 phút, hưởng thọ 71 tuổi.",
      "Lễ viếng bắt đầu lúc 14 giờ cùng ngày tại nhà riêng, phường 7."]),
    ("Thư cảm ơn", "Thông báo", "2024-11-10T09:30:00+07:00", None,
     ["Gia đình đồng chí Lê Văn Bảy xin chân thành cảm ơn các cơ quan, đoàn thể, bạn bè đã đến viếng và tiễn đưa chồng, cha, ông chúng tôi.",
      "Trong lúc tang gia bối rối, có điều gì sơ suất, kính mong được lượng thứ."]),
    ("Thông báo nghỉ lễ", "Thông báo", "2024-11-27T14:00:00+07:00", None,
     ["Cơ quan Công đoàn Viên chức tỉnh nghỉ Tết Dương lịch ngày 01/01/2025. Bộ phận trực tiếp nhận văn bản khẩn qua số 0294 3850 111."]),
    ("Kế hoạch 2025", "Tin tức", "2024-11-19T16:20:00+07:00", "Ngọc Hân",
     ["Năm 2025, các cấp công đoàn phấn đấu kết nạp mới 450 đoàn viên, thành lập 6 công đoàn cơ sở và vận động xây 10 căn nhà Mái ấm công đoàn."]),
]
PAGES = {"gioi-thieu": ("Giới thiệu", ["Công đoàn Viên chức tỉnh được thành lập năm 1994, là công đoàn cấp trên trực tiếp cơ sở của cán bộ, công chức, viên chức.",
                                       "Hiện nay đơn vị quản lý 78 công đoàn cơ sở với hơn 4.600 đoàn viên, trong đó nữ chiếm 46%."]),
         "co-cau-to-chuc": ("Cơ cấu tổ chức", ["Ban Chấp hành khóa VI gồm 21 đồng chí, Ban Thường vụ 7 đồng chí.", "Cơ quan có Văn phòng, Ban Tổ chức - Tuyên giáo và Ban Nữ công."]),
         "lien-he": ("Liên hệ", ["Địa chỉ: số 5 đường Lê Thánh Tôn, phường 2. Điện thoại 0294 3850 111.", "Giờ làm việc: 7 giờ đến 11 giờ và 13 giờ đến 17 giờ, từ thứ Hai đến thứ Sáu."]),
         "so-do-trang": ("Sơ đồ trang", ["Trang này liệt kê các chuyên mục chính của trang tin."])}
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
esc = html.escape


def slugify(text):
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def load():
    src = articles()[40:80]
    for i, a in enumerate(src):
        a["title"], a["cat"] = RETITLE.get(i, a["title"]), CATS[a["section"]]
    src += [{"title": t, "cat": c, "date": d, "author": by, "lead": None, "paragraphs": p} for t, c, d, by, p in EXTRA]
    last, used, posts = datetime(2024, 11, 29, tzinfo=TZ), set(PAGES), []
    for i, a in enumerate(src):
        at = datetime.fromisoformat(a["date"]) if a["date"] else last - timedelta(hours=5)
        last = at = at if at.tzinfo else at.replace(hour=8, tzinfo=TZ)
        slug = base = slugify(a["title"])
        n = 2
        while slug in used:
            slug, n = f"{base}-{n}", n + 1
        used.add(slug)
        posts.append({"id": 3011 + i * 7, "title": a["title"], "slug": slug, "cat": a["cat"], "at": at, "by": a["author"] or "Ban Biên tập",
                      "text": ([a["lead"]] if a["lead"] else []) + a["paragraphs"]})
    return sorted(posts, key=lambda p: p["at"], reverse=True)


def excerpt(text):
    words = text.split()
    return " ".join(words[:30]) + (" […]" if len(words) > 30 else "")


def build(base_url):
    base = base_url.rstrip("/")
    posts = load()
    by_slug, by_id = {p["slug"]: p for p in posts}, {str(p["id"]): p for p in posts}
    url = lambda p: f"{base}/{p['slug']}/"
    vn = lambda at: f"{at.day} Tháng {at.month}, {at.year}"
    group = {}                                                     # archive path -> (heading, posts)
    for p in posts:
        keys = [(f"category/{slugify(p['cat'])}", f"Chuyên mục: {p['cat']}"), (f"author/{slugify(p['by'])}", f"Tác giả: {p['by']}"),
                (f"{p['at']:%Y/%m}", f"Tháng: {p['at'].month}/{p['at'].year}"), (f"{p['at']:%Y/%m/%d}", f"Ngày: {vn(p['at'])}")]
        keys += [(f"tag/{slugify(t)}", f"Thẻ: {t}") for t, k in TAGS.items() if k in p["title"].lower()]
        for k, h in keys:
            group.setdefault(k, (h, []))[1].append(p)
    cats = sorted({p["cat"] for p in posts})

    def related(p):
        row = group[f"category/{slugify(p['cat'])}"][1]
        i = row.index(p)
        return (row[i + 1:] + row[:i])[:4]

    def near(p):
        i = posts.index(p)
        return (posts[i + 1] if i + 1 < len(posts) else None), (posts[i - 1] if i else None)

    def page(title, main, head=""):
        menu = "".join(f'<li class="menu-item"><a href="{base}{u}">{esc(t)}</a></li>' for u, t in [("/", "Trang chủ"), ("/gioi-thieu/", "Giới thiệu")] +
                       [(f"/category/{slugify(c)}/", c) for c in cats] + [("/lien-he/", "Liên hệ")])
        recent = "".join(f'<li><a href="{url(p)}">{esc(p["title"])}</a></li>' for p in posts[:5])
        months = "".join(f'<li><a href="{base}/{k}/">Tháng {k[5:]} {k[:4]}</a>&nbsp;({len(v[1])})</li>' for k, v in group.items() if re.fullmatch(r"\d{4}/\d\d", k))
        cloud = " ".join(f'<a href="{base}/tag/{slugify(t)}/" class="tag-cloud-link" style="font-size:{10 + i}pt;">{t}</a>' for i, t in enumerate(TAGS))
        return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{esc(title)} &#8211; {SITE}</title>
<link rel="alternate" type="application/rss+xml" title="Dòng thông tin {SITE} &raquo;" href="{base}/feed/" />
<link rel="https://api.w.org/" href="{base}/wp-json/" /><link rel="EditURI" type="application/rsd+xml" title="RSD" href="{base}/xmlrpc.php?rsd" />{head}
<meta name="generator" content="WordPress 6.4.3" /></head><body class="wp-embed-responsive">
<a class="skip-link screen-reader-text" href="#content">Chuyển đến phần nội dung</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="{base}/" rel="home">{SITE}</a></p><nav id="site-navigation"><ul id="primary-menu">{menu}</ul></nav></header>
<div id="content" class="site-content"><main id="primary" class="site-main">{main}</main>
<aside id="secondary" class="widget-area"><section class="widget widget_search"><form role="search" method="get" class="search-form" action="{base}/"><input type="search" name="s" placeholder="Tìm kiếm &hellip;"><input type="submit" value="Tìm kiếm"></form></section>
<section class="widget widget_recent_entries"><h2 class="widget-title">Bài viết mới</h2><ul>{recent}</ul></section>
<section class="widget widget_archive"><h2 class="widget-title">Lưu trữ</h2><ul>{months}</ul></section>
<section class="widget widget_tag_cloud"><h2 class="widget-title">Thẻ</h2><div class="tagcloud">{cloud}</div></section>
<section class="widget"><h2 class="widget-title">Liên kết</h2><ul><li><a href="http://www.congdoan.vn/">Tổng Liên đoàn Lao động Việt Nam</a></li>
<li><a href="{base}/hoi-thao-cong-doan-2019/">Hội thảo công đoàn 2019</a></li><li><a href="{base}/so-do-trang/">Sơ đồ trang</a></li></ul></section></aside></div>
<footer id="colophon" class="site-footer">Bản quyền © 2024 {SITE}. Giấy phép số 08/GP-STTTT. <a href="https://wordpress.org/">Tự hào được hỗ trợ bởi WordPress</a></footer></body></html>"""

    def card(p):
        u, t = url(p), esc(p["title"])
        return f"""<article id="post-{p['id']}" class="post-{p['id']} post type-post status-publish format-standard has-post-thumbnail hentry">
<a class="post-thumbnail" href="{u}" aria-hidden="true" tabindex="-1"><img width="300" height="200" src="{base}/wp-content/uploads/{p['at']:%Y/%m}/anh-{p['id']}-300x200.gif" class="attachment-thumbnail wp-post-image" alt="" loading="lazy" /></a>
<header class="entry-header"><h2 class="entry-title"><a href="{u}" rel="bookmark">{t}</a></h2>
<div class="entry-meta"><span class="posted-on">Đăng vào <a href="{base}/{p['at']:%Y/%m/%d}/" rel="bookmark"><time class="entry-date published" datetime="{p['at'].isoformat()}">{vn(p['at'])}</time></a></span></div></header>
<div class="entry-summary"><p>{esc(excerpt(p['text'][0]))}</p></div></article>"""

    def archive(title, row, root, n):
        last = -(-len(row) // PER)
        link = lambda k: f"{base}/{root}" + (f"page/{k}/" if k > 1 else "")
        show = [k for k in range(1, last + 1) if k in (1, last) or abs(k - n) <= 1]
        bar, prev = [], 0
        for k in show:
            if k - prev > 1:
                bar.append('<span class="page-numbers dots">&hellip;</span>')
            bar.append(f'<span aria-current="page" class="page-numbers current">{k}</span>' if k == n else f'<a class="page-numbers" href="{link(k)}">{k}</a>')
            prev = k
        if n < last:
            bar.append(f'<a class="next page-numbers" href="{link(n + 1)}">Sau</a>')
        nav = f'<nav class="navigation pagination" aria-label="Bài viết"><h2 class="screen-reader-text">Điều hướng bài viết</h2><div class="nav-links">{"".join(bar)}</div></nav>' if last > 1 else ""
        head = f'<header class="page-header"><h1 class="page-title">{esc(title)}</h1></header>' if root else ""
        return page(title, head + "".join(map(card, row[(n - 1) * PER:n * PER])) + nav)

    def single(p):
        u, t = url(p), esc(p["title"])
        graph = {"@context": "https://schema.org", "@graph": [
            {"@type": "Article", "@id": u + "#article", "isPartOf": {"@id": u}, "headline": p["title"], "datePublished": p["at"].isoformat(),
             "dateModified": (p["at"] + timedelta(days=1)).isoformat(), "author": {"name": p["by"], "@id": f"{base}/#/schema/person/{slugify(p['by'])}"}, "articleSection": [p["cat"]], "inLanguage": "vi"},
            {"@type": "WebPage", "@id": u, "url": u, "name": f"{p['title']} - {SITE}", "breadcrumb": {"@id": u + "#breadcrumb"}},
            {"@type": "BreadcrumbList", "@id": u + "#breadcrumb", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Trang chủ", "item": base + "/"}, {"@type": "ListItem", "position": 2, "name": p["title"]}]},
            {"@type": "Person", "@id": f"{base}/#/schema/person/{slugify(p['by'])}", "name": p["by"], "url": f"{base}/author/{slugify(p['by'])}/"},
            {"@type": "WebSite", "@id": base + "/#website", "url": base + "/", "name": SITE}]}
        embed = f"{base}/wp-json/oembed/1.0/embed?url={quote(u, safe='')}"
        head = f"""<link rel="canonical" href="{u}" /><link rel="shortlink" href="{base}/?p={p['id']}" />
<link rel="alternate" type="application/rss+xml" title="{t} Dòng bình luận" href="{u}feed/" /><link rel="alternate" type="application/json" href="{base}/wp-json/wp/v2/posts/{p['id']}" />
<link rel="alternate" type="application/json+oembed" href="{embed}" /><link rel="alternate" type="text/xml+oembed" href="{embed}&#038;format=xml" />
<script type="application/ld+json" class="yoast-schema-graph">{json.dumps(graph, ensure_ascii=False)}</script>"""
        older, newer = near(p)
        nav = "".join(f'<div class="nav-{c}"><a href="{url(o)}" rel="{r}"><span class="nav-subtitle">{lab}:</span> <span class="nav-title">{esc(o["title"])}</span></a></div>'
                      for o, c, r, lab in [(older, "previous", "prev", "Bài trước"), (newer, "next", "next", "Bài sau")] if o)
        more = "".join(f'<li><a class="related-thumb" href="{url(o)}"><img src="{base}/wp-content/uploads/{o["at"]:%Y/%m}/anh-{o["id"]}-150x150.gif" alt=""></a><h4><a href="{url(o)}">{esc(o["title"])}</a></h4></li>' for o in related(p))
        tags = ", ".join(f'<a href="{base}/tag/{slugify(t2)}/" rel="tag">{t2}</a>' for t2, k in TAGS.items() if k in p["title"].lower())
        return page(p["title"], f"""<article id="post-{p['id']}" class="post type-post hentry"><header class="entry-header"><h1 class="entry-title">{t}</h1>
<div class="entry-meta"><span class="posted-on">Đăng vào <a href="{base}/{p['at']:%Y/%m/%d}/" rel="bookmark"><time class="entry-date published" datetime="{p['at'].isoformat()}">{vn(p['at'])}</time></a></span>
<span class="byline"> bởi <span class="author vcard"><a class="url fn n" href="{base}/author/{slugify(p['by'])}/">{esc(p['by'])}</a></span></span></div></header>
<div class="post-thumbnail"><img src="{base}/wp-content/uploads/{p['at']:%Y/%m}/anh-{p['id']}.gif" alt="" /></div>
<div class="entry-content">{''.join(f'<p>{esc(x)}</p>' for x in p['text'])}</div>
<footer class="entry-footer"><span class="cat-links">Đăng trong <a href="{base}/category/{slugify(p['cat'])}/" rel="category tag">{p['cat']}</a></span>{f'<span class="tags-links">Được gắn thẻ {tags}</span>' if tags else ''}</footer></article>
<nav class="navigation post-navigation"><h2 class="screen-reader-text">Điều hướng bài viết</h2><div class="nav-links">{nav}</div></nav>
<div class="related-posts"><h3>Bài viết liên quan</h3><ul>{more}</ul></div>
<div id="comments"><h2 class="comments-title">1 bình luận</h2><div class="comment-body"><cite class="fn">Minh Tâm</cite>: Bài viết hữu ích. <a rel="nofollow" class="comment-reply-link" href="{u}?replytocom={p['id'] + 1}#respond">Trả lời</a></div></div>""", head)

    def feed(title, row):
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>%s</title><link>%s/</link>%s</channel></rss>" % (esc(title), base, "".join(
            f"<item><title>{esc(p['title'])}</title><link>{url(p)}</link><dc:creator><![CDATA[{p['by']}]]></dc:creator><pubDate>{format_datetime(p['at'])}</pubDate><category><![CDATA[{p['cat']}]]></category><description><![CDATA[{excerpt(p['text'][0])}]]></description></item>" for p in row))

    def sitemap(name):
        sets = {"posts-post-1": [(url(p), p["at"].isoformat()) for p in posts], "posts-page-1": [(f"{base}/{s}/", "") for s in PAGES],
                "taxonomies-category-1": [(f"{base}/category/{slugify(c)}/", "") for c in cats], "users-1": [(f"{base}/{k}/", "") for k in group if k.startswith("author/")]}
        ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        if name == "":
            return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex {ns}>' + "".join(f"<sitemap><loc>{base}/wp-sitemap-{k}.xml</loc></sitemap>" for k in sets) + "</sitemapindex>"
        rows = sets.get(name.strip("-"))
        return rows and f'<?xml version="1.0" encoding="UTF-8"?><urlset {ns}>' + "".join(f"<url><loc>{u}</loc>{f'<lastmod>{d}</lastmod>' if d else ''}</url>" for u, d in rows) + "</urlset>"

    def route(path, q):
        if path == "/" and q.get("p") in by_id:
            return "301 Moved Permanently", url(by_id[q["p"]]), ""
        if path == "/" and "s" in q:
            return "200 OK", "html", archive(f"Kết quả tìm kiếm cho: {q['s']}", [p for p in posts if q["s"].lower() in p["title"].lower()], "?s=", 1)
        m = re.fullmatch(r"/wp-sitemap(-[a-z0-9-]+)?\.xml", path)
        if m:
            xml = sitemap(m[1] or "")
            return ("200 OK", "xml", xml) if xml else missing()
        if path == "/robots.txt":
            return "200 OK", "txt", f"User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: {base}/wp-sitemap.xml\n"
        if path.startswith("/wp-content/"):
            return "200 OK", "gif", ""
        if path.startswith("/wp-json/oembed/"):
            p = by_slug.get(unquote(q.get("url", "")).rstrip("/").rsplit("/", 1)[-1])
            data = {"version": "1.0", "provider_name": SITE, "title": p["title"], "type": "rich"} if p else {"code": "oembed_invalid_url", "data": {"status": 404}}
            if p and q.get("format") == "xml":
                return "200 OK", "xml", f"<?xml version=\"1.0\"?><oembed><title>{esc(p['title'])}</title></oembed>"
            return ("200 OK" if p else "404 Not Found"), "json", json.dumps(data)
        if path.startswith("/wp-json/wp/v2/posts/"):
            p = by_id.get(path.rsplit("/", 1)[-1])
            return ("200 OK", "json", json.dumps({"id": p["id"], "link": url(p), "title": {"rendered": p["title"]}})) if p else ("404 Not Found", "json", "{}")
        if not path.endswith("/"):
            return ("301 Moved Permanently", base + path + "/", "") if "." not in path else missing()
        m = re.fullmatch(r"/(.*?)(?:page/(\d+)/)?", path)
        root, n = m[1], int(m[2] or 1)
        if root == "feed/":
            return "200 OK", "rss", feed(SITE, posts[:10])
        key = root.strip("/")
        title, row = ("Trang chủ", posts) if root == "" else group.get(key, (None, None))
        if row:
            return ("200 OK", "html", archive(title, row, root, n)) if (n - 1) * PER < len(row) and n > 0 else missing()
        if key.endswith("/feed") and (key[:-5] in by_slug or key[:-5] in group):
            return "200 OK", "rss", feed(key[:-5], group.get(key[:-5], ("", []))[1][:10])
        if key in by_slug:
            return "200 OK", "html", single(by_slug[key])
        if key in PAGES:
            t, text = PAGES[key]
            extra = "<ul>" + "".join(f'<li><a href="{base}/category/{slugify(c)}/">{c}</a></li>' for c in cats) + "</ul>" if key == "so-do-trang" else ""
            return "200 OK", "html", page(t, f'<article class="page type-page hentry"><h1 class="entry-title">{t}</h1><div class="entry-content">{"".join(f"<p>{x}</p>" for x in text)}{extra}</div></article>')
        return missing()

    def missing():
        return "404 Not Found", "html", page("Không tìm thấy trang", '<section class="error-404 not-found"><h1 class="page-title">Oops! Không tìm thấy trang này.</h1></section>')

    kinds = {"html": "text/html; charset=UTF-8", "xml": "application/xml; charset=UTF-8", "rss": "application/rss+xml; charset=UTF-8", "json": "application/json; charset=UTF-8", "txt": "text/plain; charset=utf-8", "gif": "image/gif"}

    def app(environ, start_response):
        query = {k: v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True).items()}
        status, kind, text = route(environ.get("PATH_INFO") or "/", query)
        data = PIXEL if kind == "gif" else text.encode("utf-8")
        headers = [("Content-Length", str(len(data))), ("Content-Type", kinds.get(kind, "text/html; charset=UTF-8"))]
        start_response(status, headers + ([("Location", kind)] if status[0] == "3" else []))
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else data]

    truth = [{"url": url(p), "title": p["title"], "date": f"{p['at']:%Y-%m-%d}", "section": p["cat"], "authors": [p["by"]], "body": p["text"][0][:200],
              "other_news": [url(o) for o in related(p)], "prev_next": [url(o) for o in near(p) if o]} for p in posts]
    return Portal(app, base + "/", truth)
