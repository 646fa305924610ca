"""Tỉnh Đoàn: a static site (Hugo, served as files). Articles, sections and pages share root-level slugs; lists are tables;
the date stands only in the lists; pager "Mới hơn / Cũ hơn"; tags, alias pages with meta refresh, RSS, sitemap."""
import html
from datetime import datetime
from urllib.parse import quote

from tests.portals.parts import Portal, answer, load, slugify

e = html.escape


NAME = "hugo_tinhdoan"
SITE = "Tỉnh Đoàn Đồng Sơn"
PER_PAGE = 6
SECTIONS = {  # section of the text: (slug, name on the site)
    "Chính trị": ("chinh-tri", "Chính trị"),
    "Văn hóa - Xã hội": ("van-hoa-xa-hoi", "Văn hóa - Xã hội"),
    "Quốc phòng - An ninh": ("quoc-phong", "Quốc phòng"),
    "Chuyển đổi số": ("chuyen-doi-so", "Chuyển đổi số"),
    "Thông tin chỉ đạo": ("thong-bao", "Thông báo"),
}
EXTRAS = [
    (4, "Tin vui", "Văn hóa - Xã hội", None, ["Đội tuyển robot của học sinh Trường THPT Nguyễn Đáng vừa giành giải Nhì cuộc thi toàn quốc. Ba thành viên đều là đoàn viên, tự hàn lấy khung máy trong gian bếp nhà thầy dạy tin học."], "Minh Trí"),
    (13, "Thông báo nghỉ lễ 30/4", "Thông tin chỉ đạo", None, ["Văn phòng Tỉnh Đoàn nghỉ từ chiều thứ Ba đến hết thứ Năm. Đội thanh niên xung kích trực tại bến phà và hai chốt giao thông theo lịch đã phân công.", "Cơ sở có việc gấp gọi số 0299 386 2222."], None),
    (21, "Thư cảm ơn", "Văn hóa - Xã hội", None, ["Ban Thường vụ Tỉnh Đoàn cảm ơn 67 nhà hảo tâm đã chung tay xây chiếc cầu bê tông ở ấp Cây Da. Cầu dài 24 mét, nay xe cứu thương đã qua được, các em nhỏ đi học không còn phải lội mương."], None),
    (33, "Tuyển cộng tác viên", "Thông tin chỉ đạo", "Ban biên tập trang tin cần mười bạn trẻ biết viết, biết chụp và ham đi.", ["Bạn gửi một bài đã viết, chừng năm trăm chữ, kèm hai tấm ảnh tự chụp. Không cần bằng cấp, chỉ cần chăm và thật thà."], None),
]
STATIC = {
    "gioi-thieu": ("Giới thiệu", ["Tỉnh Đoàn Đồng Sơn là cơ quan lãnh đạo của Đoàn TNCS Hồ Chí Minh trong tỉnh giữa hai kỳ đại hội. Toàn tỉnh có 14 huyện, thị đoàn và đoàn trực thuộc, với 61.200 đoàn viên.", "Trang tin này do Ban Tuyên giáo Tỉnh Đoàn phụ trách, ra mắt năm 2021, dựng bằng phần mềm nguồn mở để ai trong ban cũng sửa được bài."]),
    "bo-may": ("Bộ máy", ["Thường trực có Bí thư và hai Phó Bí thư. Giúp việc có Văn phòng, Ban Tổ chức - Kiểm tra, Ban Tuyên giáo, Ban Phong trào, Ban Thanh thiếu nhi trường học, Trung tâm Hoạt động thanh thiếu nhi."]),
    "lien-he": ("Liên hệ", ["Tầng 2, nhà làm việc các đoàn thể, số 9 đường 19 tháng 5. Điện thoại: 0299 386 2222. Thư: tinhdoan@dongson.example."]),
}
TAGS = {"tinh-nguyen": "tình nguyện", "hoc-tap": "học tập", "an-toan": "an toàn"}


def build(base_url):
    base = base_url.rstrip("/")
    arts, used = load(160, 200, EXTRAS, datetime(2023, 12, 20), 204, capitals={9, 23}), {"chinh-tri", *STATIC}
    for a in arts:
        a.cat, a.section = SECTIONS[a.section]
        slug = "-".join(slugify(a.title).lower().split("-")[:9])
        a.slug = slug if slug not in used else f"{slug}-{a.when.year}"
        assert a.slug not in used
        used.add(a.slug)
        a.url = f"{base}/{a.slug}/"
        a.tags = [t for t, w in TAGS.items() if w in " ".join(a.paras).lower()]
    names = dict(SECTIONS.values())

    def near(a):
        return sorted((b for b in arts if b is not a and b.cat == a.cat), key=lambda b: abs(b.n - a.n))[:4]

    def page(title, main, head=""):
        menu = "\n".join(f'      <li><a href="/{s}/">{n}</a></li>' for s, n in names.items())
        static = " · ".join(f'<a href="/{s}/">{v[0]}</a>' for s, v in STATIC.items())
        tags = " ".join(f'<a href="/tags/{t}/">#{w}</a>' for t, w in TAGS.items())
        return f"""<!DOCTYPE html>
<html lang="vi-vn">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <meta name="generator" content="Hugo 0.111.3">
  <title>{e(title)}</title>
  <link rel="stylesheet" href="/main.min.css">
  <link rel="alternate" type="application/rss+xml" href="{base}/index.xml" title="{SITE}">
{head}</head>
<body>
  <header>
    <p class="site"><a href="/">{SITE}</a></p>
    <nav><ul>
{menu}
    </ul></nav>
  </header>
  <main>
{main}
  </main>
  <aside class="side">
    <h2>Thẻ</h2><p>{tags}</p>
    <h2>Xưa mà hay</h2>
    <ul>
      <li><a href="/bai/2021/le-ra-quan.html">{e(arts[-3].title)}</a></li>
      <li><a href="/hanh-trinh-ve-nguon-2020/">Hành trình về nguồn 2020</a></li>
      <li><a href="https://doanthanhnien.vn/">Trung ương Đoàn</a></li>
    </ul>
  </aside>
  <footer><p>{static}</p><p>© 2023 {SITE}. Nội dung được dùng lại tự do, xin ghi nguồn.</p></footer>
</body>
</html>
"""

    def listing(title, found, root, n, label=True):
        last = -(-len(found) // PER_PAGE)
        if not 1 <= n <= last:
            return None
        at = lambda k: root + (f"page/{k}/" if k > 1 else "")
        rows = "\n".join(f'<tr><td class="day">{a.when:%d-%m-%Y}</td><td><a href="/{a.slug}/">{e(a.title)}</a></td>' + (f"<td>{a.section}</td>" if label else "") + "</tr>" for a in found[(n - 1) * PER_PAGE:n * PER_PAGE])
        pager = (f'<a class="newer" href="{at(n - 1)}">← Mới hơn</a> ' if n > 1 else "") + (f'<a class="older" href="{at(n + 1)}">Cũ hơn →</a>' if n < last else "")
        third = "<th>Mục</th>" if label else ""
        return page(f"{title} | {SITE}", f"""<h1>{title}</h1>
<table class="posts"><thead><tr><th>Ngày</th><th>Bài</th>{third}</tr></thead><tbody>
{rows}
</tbody></table>
<p class="pager">{pager}</p>""")

    def single(a):
        body = "\n".join(f"<p>{e(p)}</p>" if i != 2 else f"<blockquote>\n<p>{e(p)}</p>\n</blockquote>" for i, p in enumerate(a.paras))
        lead = f'<p class="dan">{e(a.lead)}</p>\n' if a.lead else ""
        by = f'<p class="ky-ten">— {e(a.author)}</p>\n' if a.author else ""
        more = "\n".join(f'<li><a href="/{b.slug}/">{e(b.title)}</a></li>' for b in near(a))
        return page(a.title, f"""<article>
<p class="muc"><a href="/{a.cat}/">{a.section}</a></p>
<h1>{e(a.title)}</h1>
{lead}{body}
{by}</article>
<section class="xem-tiep"><h2>Đọc tiếp</h2>
<ol>
{more}
</ol></section>""", f'  <link rel="canonical" href="{a.url}">\n')

    files = {"/robots.txt": ("User-agent: *\nSitemap: " + base + "/sitemap.xml\n", "text/plain; charset=utf-8"), "/main.min.css": ("body{max-width:60em}", "text/css; charset=utf-8")}

    def put(path, text):
        if text:
            files[path] = (text, "text/html; charset=utf-8")

    def put_list(title, found, root, label=True):
        for n in range(1, -(-len(found) // PER_PAGE) + 1):
            put(root + (f"page/{n}/" if n > 1 else ""), listing(title, found, root, n, label))
        put(root + "page/1/", f'<!DOCTYPE html><html><head><title>{base}{root}</title><link rel="canonical" href="{base}{root}"><meta http-equiv="refresh" content="0; url={base}{root}"></head></html>')

    put_list("Bài mới", arts, "/")
    for slug, name in names.items():
        put_list(name, [a for a in arts if a.cat == slug], f"/{slug}/", label=False)
    for tag, word in TAGS.items():
        put_list("#" + word, [a for a in arts if tag in a.tags], f"/tags/{tag}/")
    for a in arts:
        put(f"/{a.slug}/", single(a))
    for slug, (title, text) in STATIC.items():
        put(f"/{slug}/", page(f"{title} | {SITE}", f"<article>\n<h1>{title}</h1>\n" + "\n".join(f"<p>{p}</p>" for p in text) + "\n</article>"))
    put("/bai/2021/le-ra-quan.html", f'<!DOCTYPE html><html lang="vi-vn"><head><title>{arts[-3].url}</title><link rel="canonical" href="{arts[-3].url}"><meta name="robots" content="noindex"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={arts[-3].url}"></head></html>')
    items = "".join(f"<item><title>{e(a.title)}</title><link>{a.url}</link><pubDate>{a.when:%a, %d %b %Y %H:%M:00} +0700</pubDate><guid>{a.url}</guid><description>{e((a.lead or a.paras[0])[:160])}</description></item>\n" for a in arts[:15])
    files["/index.xml"] = (f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<rss version="2.0"><channel><title>{SITE}</title><link>{base}/</link><language>vi-vn</language>\n{items}</channel></rss>', "application/xml")
    locs = "".join(f"<url><loc>{base}{p}</loc></url>" for p, (_, kind) in files.items() if p.endswith("/") and "/page/" not in p)
    files["/sitemap.xml"] = (f'<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>', "application/xml")

    def app(environ, start_response):
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        path = path[:-10] if path.endswith("/index.html") else path
        if path in files:
            return answer(environ, start_response, files[path][0], kind=files[path][1])
        if path + "/" in files:
            return answer(environ, start_response, "", "301 Moved Permanently", extra=[("Location", quote(path) + "/")])
        return answer(environ, start_response, page("Không thấy trang", "<h1>404</h1><p>Trang này đã bị gỡ hoặc chưa bao giờ có.</p>"), "404 Not Found")

    truth = [{"url": a.url, "title": a.title, "date": f"{a.when:%Y-%m-%d}", "section": a.section, "authors": [a.author] if a.author else [],
              "body": (a.lead or a.paras[0])[:200], "other_news": [b.url for b in near(a)]} for a in arts]
    return Portal(app, base + "/", truth)
