"""Tỉnh ủy: Nuxt 3 rendered on the server (language prefix, id before the slug, __NUXT_DATA__, NewsArticle JSON-LD with times
in UTC, infinite scroll with a real rel=next address, an /en/ twin of every page that names /vi/ as canonical)."""
import html
import json
import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from tests.portals.parts import Portal, answer, load, png, slugify

e = html.escape


NAME = "nuxt_tinhuy"
SITE = "Cổng thông tin điện tử Tỉnh ủy Đồng Sơn"
PER_PAGE = 6
SECTIONS = {  # section of the text: (slug, name on the site)
    "Chính trị": ("chinh-tri", "Chính trị"),
    "Công tác xây dựng Đảng": ("xay-dung-dang", "Xây dựng Đảng"),
    "Kiểm tra - Giám sát": ("xay-dung-dang", "Xây dựng Đảng"),
    "Hoạt động đoàn thể": ("mat-tran-doan-the", "Mặt trận - Đoàn thể"),
    "Quốc phòng - An ninh": ("quoc-phong-an-ninh", "Quốc phòng - An ninh"),
}
OTHER = ("van-hoa-xa-hoi", "Kinh tế - Văn hóa - Xã hội")
EXTRAS = [
    (0, "Chào năm mới 2026", "Chính trị", "Năm 2025 khép lại với nhiều việc lớn đã làm xong, nhiều việc khó đã bắt đầu.", ["Đảng bộ và nhân dân trong tỉnh đón năm mới với niềm tin vững chắc. Thường trực Tỉnh ủy gửi tới đồng bào, chiến sĩ lời chúc mạnh khỏe, ấm no.", "Mùa xuân này, cây cầu bắc qua sông Trà sẽ thông xe, hai trường học mới đón học trò, và hơn ba trăm gia đình có nhà mới."], "Hoài Nam"),
    (7, "Tin buồn", "Thông báo nội bộ Khối", None, ["Ban Thường vụ Tỉnh ủy, Hội đồng nhân dân, Ủy ban nhân dân, Ủy ban Mặt trận Tổ quốc tỉnh và gia đình thương tiếc báo tin: đồng chí Võ Thành Công, cán bộ hoạt động cách mạng trước năm 1945, huy hiệu 80 năm tuổi Đảng, đã từ trần.", "Do niên cao sức yếu, đồng chí mất lúc 1 giờ 15 phút, hưởng thọ 103 tuổi."], None),
    (18, "Bổ nhiệm cán bộ", "Công tác xây dựng Đảng", None, ["Ban Thường vụ Tỉnh ủy công bố quyết định điều động đồng chí Huỳnh Thanh Tùng giữ chức Phó Trưởng Ban Nội chính. Đồng chí nhận nhiệm vụ từ đầu tháng tới."], "Mai Anh"),
    (29, "Điện chia buồn", "Chính trị", None, ["Được tin cơn bão gây thiệt hại nặng nề cho nhân dân các tỉnh miền Trung, Ban Thường vụ Tỉnh ủy gửi điện chia buồn tới cấp ủy, chính quyền và đồng bào vùng bị nạn, đồng thời trích ngân sách ba tỷ đồng giúp bà con dựng lại nhà cửa."], None),
]
STATIC = {
    "gioi-thieu": ("Giới thiệu", ["Tỉnh Đồng Sơn nằm ở hạ lưu sông Trà, diện tích 2.358 km², dân số trên một triệu người gồm ba dân tộc Kinh, Khmer, Hoa cùng chung sống.", "Đảng bộ tỉnh có 15 đảng bộ trực thuộc, 612 tổ chức cơ sở đảng và hơn 46.000 đảng viên. Đại hội đại biểu Đảng bộ tỉnh họp năm năm một lần.", "Cổng thông tin điện tử là tiếng nói chính thức của Tỉnh ủy trên mạng, do Văn phòng Tỉnh ủy quản lý."]),
    "co-cau-to-chuc": ("Cơ cấu tổ chức", ["Ban Chấp hành Đảng bộ tỉnh gồm 51 đồng chí, Ban Thường vụ 15 đồng chí.", "Các ban tham mưu: Văn phòng, Ban Tổ chức, Ban Tuyên giáo và Dân vận, Ủy ban Kiểm tra, Ban Nội chính. Đơn vị sự nghiệp: Báo, Trường Chính trị."]),
    "lien-he": ("Liên hệ", ["Văn phòng Tỉnh ủy, số 1 Quảng trường Trung tâm. Điện thoại 080.12345; thư điện tử vptu@dongson.example."]),
    "so-do-trang": ("Sơ đồ trang", ["Sơ đồ này giúp bạn đọc tìm nhanh chuyên mục. Các chuyên mục chính nằm ở thanh trên cùng; các trang giới thiệu và liên hệ nằm ở chân trang."]),
}


def build(base_url):
    base = base_url.rstrip("/")
    arts = load(120, 160, EXTRAS, datetime(2025, 12, 31), 55, capitals={3, 16})
    for a in arts:
        a.cat, a.section = SECTIONS.get(a.section, OTHER)
        a.id = 4890 - 2 * a.n
        a.tail = f"/bai-viet/{a.id}/{slugify(a.title).lower()}"
        a.path = "/vi" + a.tail
        a.url = base + a.path
    names = dict([*SECTIONS.values(), OTHER])

    def utc(a):
        return f"{a.when - timedelta(hours=7):%Y-%m-%dT%H:%M:00.000Z}"

    def related(a):
        return [b for b in arts[a.n + 1:] + arts[:a.n] if b.cat == a.cat][:5]

    def post(a, lang):
        return f"""<article class="post-item" data-v-7ba5bd90><div class="post-date" data-v-7ba5bd90><span class="d" data-v-7ba5bd90>{a.when.day}</span><span class="m" data-v-7ba5bd90>Th. {a.when:%m/%Y}</span></div><div class="post-info" data-v-7ba5bd90><a href="/{lang}{a.tail}" class="post-link" data-v-7ba5bd90><h3 data-v-7ba5bd90>{e(a.title)}</h3></a><p data-v-7ba5bd90>{e(" ".join((a.lead or a.paras[0]).split()[:30]))}…</p></div></article>"""

    def page(title, main, lang, tail, head="", data=()):
        menu = "".join(f'<li><a href="/{lang}/chuyen-muc/{s}" class="nav-link">{n}</a></li><!---->' for s, n in names.items())
        static = "".join(f'<a href="/{lang}/{s}" class="foot-link">{v[0]}</a>' for s, v in STATIC.items())
        latest = "".join(f'<li><a href="/{lang}{a.tail}">{e(a.title)}</a></li>' for a in arts[:6])
        other = "en" if lang == "vi" else "vi"
        state = json.dumps([["Reactive", 1], {"data": 2, "state": 3}, {"page": 4}, {"$slocale": 5}, list(data), lang], ensure_ascii=False).replace("<", "\\u003C")
        return f"""<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{e(title)}</title><link rel="stylesheet" href="/_nuxt/entry.4b1cf2.css">{head}<link rel="canonical" href="{base}/vi{tail}"><link rel="alternate" hreflang="vi" href="{base}/vi{tail}"><link rel="alternate" hreflang="en" href="{base}/en{tail}"><script type="module" src="/_nuxt/entry.9aa01f.js" crossorigin></script></head><body><div id="__nuxt"><!--[--><div class="layout"><header data-v-1c2d><a href="/{lang}" class="logo" aria-label="Trang chủ"><img src="/logo.png" alt="{SITE}"></a><nav><ul><!--[-->{menu}<!--]--></ul></nav><div class="lang"><a href="/{other}{tail}" hreflang="{other}">{"English" if other == "en" else "Tiếng Việt"}</a></div><form action="/{lang}/tim-kiem" method="get"><input name="tu-khoa" placeholder="Tìm kiếm"></form></header><div class="wrap"><main><!--[-->{main}<!--]--></main><aside><h4>Tin mới nhất</h4><ul class="latest">{latest}<li><a href="/{lang}/bai-viet/3127/hoi-nghi-tong-ket-nam-2019">Hội nghị tổng kết năm 2019</a></li></ul><a href="https://dangcongsan.vn" rel="noopener noreferrer" target="_blank"><img src="/banner.png" alt="Học tập và làm theo Bác"></a></aside></div><footer><div>{static}</div><p>Cơ quan chủ quản: Văn phòng Tỉnh ủy. Giấy phép số 88/GP-TTĐT. Ghi rõ nguồn khi sử dụng lại thông tin.</p></footer></div><!--]--></div><script type="application/json" id="__NUXT_DATA__" data-ssr="true">{state}</script><script>window.__NUXT__={{}};window.__NUXT__.config={{public:{{siteName:"{SITE}"}},app:{{baseURL:"/",buildAssetsDir:"/_nuxt/"}}}}</script></body></html>"""

    def section(slug, n, lang):
        found = [a for a in arts if a.cat == slug]
        chunk = found[(n - 1) * PER_PAGE:n * PER_PAGE]
        if not chunk:
            return None
        at = f"/chuyen-muc/{slug}?trang="
        more = n * PER_PAGE < len(found)
        head = (f'<link rel="next" href="{base}/{lang}{at}{n + 1}">' if more else "") + (f'<link rel="prev" href="{base}/{lang}{at}{n - 1}">' if n > 1 else "")
        sentinel = f'<div class="infinite-sentinel" data-v-55aa><a href="/{lang}{at}{n + 1}" rel="next" class="sr-only">Đang tải thêm…</a></div>' if more else "<!---->"
        return page(f"{names[slug]} - {SITE}", f'<h1 class="cat-title">{names[slug]}</h1><div class="posts"><!--[-->{"".join(post(a, lang) for a in chunk)}<!--]--></div>{sentinel}', lang, f"/chuyen-muc/{slug}" + (f"?trang={n}" if n > 1 else ""), head, [{"id": a.id, "title": a.title} for a in chunk])

    def detail(a, lang):
        ld = {"@context": "https://schema.org", "@type": "NewsArticle", "mainEntityOfPage": a.url, "headline": a.title, "datePublished": utc(a), "dateModified": utc(a), "image": [base + f"/media/{a.id}.png"],
              "publisher": {"@type": "Organization", "name": SITE}} | ({"author": {"@type": "Person", "name": a.author}} if a.author else {})
        head = f'<meta property="og:title" content="{e(a.title)}"><meta property="og:url" content="{a.url}"><meta property="og:description" content="{e((a.lead or a.paras[0])[:120])}"><script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>'
        body = "".join(f"<p>{e(p)}</p>" for p in a.paras)
        if a.n % 4 == 1:
            body = body.replace("</p>", f'</p><table class="image" align="center"><tbody><tr><td><img src="/media/{a.id}.png" alt=""></td></tr><tr><td>Ảnh: Văn phòng Tỉnh ủy</td></tr></tbody></table>', 1)
        lead = f'<div class="sapo" data-v-e2>{e(a.lead)}</div>' if a.lead else "<!---->"
        by = f'<span class="by" data-v-e2>Tác giả: <b data-v-e2>{e(a.author)}</b></span>' if a.author else "<!---->"
        others = "".join(f'<li data-v-r1><a href="/{lang}{b.tail}" data-v-r1><span class="t" data-v-r1>{e(b.title)}</span></a></li>' for b in related(a))
        return page(a.title, f"""<nav class="crumbs"><a href="/{lang}">Trang chủ</a><i>/</i><a href="/{lang}/chuyen-muc/{a.cat}">{a.section}</a></nav><h1 class="headline" data-v-e2>{e(a.title)}</h1><div class="meta" data-v-e2><time datetime="{utc(a)}" data-v-e2>{a.when:%H:%M} {a.when.day} tháng {a.when.month}, {a.when.year}</time>{by}<button type="button" class="tts">Nghe bài viết</button></div>{lead}<div class="article-content" data-v-e2>{body}</div><section class="related" data-v-r1><h2 data-v-r1>Tin liên quan</h2><ul data-v-r1><!--[-->{others}<!--]--></ul></section>""", lang, a.tail, head, [{"id": a.id, "title": a.title, "slug": a.tail, "content": body, "createdAt": utc(a)}])

    def route(path, query):
        m = re.fullmatch(r"/(vi|en)(/.*)?", path)
        if not m:
            return None
        lang, tail = m[1], m[2] or ""
        if not tail:
            blocks = "".join(f'<section class="home-block"><h2><a href="/{lang}/chuyen-muc/{s}">{n}</a></h2>{"".join(post(a, lang) for a in [a for a in arts if a.cat == s][:3])}<a class="more" href="/{lang}/chuyen-muc/{s}">Xem tất cả</a></section>' for s, n in names.items())
            slides = "".join(f'<a class="slide" href="/{lang}{a.tail}"><img src="/media/{a.id}.png" alt="{e(a.title)}"><span>{e(a.title)}</span></a>' for a in arts[:3])
            return page(SITE, f'<div class="swiper">{slides}</div>{blocks}', lang, "")
        if (m := re.fullmatch(r"/chuyen-muc/([\w-]+)", tail)) and m[1] in names:
            n = query.get("trang", ["1"])[0]
            return section(m[1], int(n) if n.isdigit() and n != "0" else 1, lang)
        if tail == "/tim-kiem":
            word = query.get("tu-khoa", [""])[0].lower()
            return page("Tìm kiếm", "".join(post(a, lang) for a in arts if word and word in a.title.lower()) or "<p>Không có kết quả phù hợp.</p>", lang, tail)
        if tail[1:] in STATIC:
            title, text = STATIC[tail[1:]]
            links = "".join(f'<li><a href="/{lang}/chuyen-muc/{s}">{n}</a></li>' for s, n in names.items()) if tail == "/so-do-trang" else ""
            return page(f"{title} - {SITE}", f'<h1 class="headline">{title}</h1><div class="article-content">{"".join(f"<p>{p}</p>" for p in text)}<ul>{links}</ul></div>', lang, tail)
        if m := re.fullmatch(r"/bai-viet/(\d+)(/[\w-]*)?", tail):  # the slug does not matter
            return next((detail(a, lang) for a in arts if str(a.id) == m[1]), None)
        return None

    def app(environ, start_response):
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        reply = lambda *args, **kw: answer(environ, start_response, *args, **kw)
        if path == "/":
            return reply("", "302 Found", extra=[("Location", "/vi")])
        if path.endswith(".png"):
            return reply(png(), kind="image/png")
        if path.startswith("/_nuxt/"):
            return reply("", kind="text/css" if path.endswith("css") else "text/javascript")
        if len(path) > 1 and path.endswith("/"):
            path = path.rstrip("/")
        body = route(path, parse_qs(environ.get("QUERY_STRING", "")))
        if body is None:
            return reply(page("404", '<div class="error"><h1>404</h1><p>Nội dung không tìm thấy</p><a href="/vi">Về trang chủ</a></div>', "vi", ""), "404 Not Found")
        return reply(body, kind="text/html;charset=utf-8", extra=[("x-powered-by", "Nuxt")])

    truth = [{"url": a.url, "title": a.title, "date": f"{a.when:%Y-%m-%d}", "section": a.section, "authors": [a.author] if a.author else [],
              "body": (a.lead or a.paras[0])[:200], "other_news": [b.url for b in related(a)]} for a in arts]
    return Portal(app, base + "/", truth)
