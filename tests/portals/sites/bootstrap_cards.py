"""Bootstrap 5 portal: the whole card is one <a>, addresses /{lang}/{section}/{slug}, the pager is a row of
<button data-page data-url="/ajax/list" data-section> whose answer is a piece of HTML; og: and article: meta, no sitemap, no RSS."""
import html
import re
import unicodedata
from datetime import datetime
from urllib.parse import parse_qs, quote

from tests.portals.articles import articles
from tests.portals.parts import Portal

NAME = "bootstrap_cards"
SITE = "Cổng thông tin điện tử huyện Lạc Sơn"
PER = 6
SECTIONS = {"chinh-tri": "Chính trị", "van-hoa-xa-hoi": "Văn hóa - Xã hội", "quoc-phong-an-ninh": "Quốc phòng - An ninh",
            "thong-tin-chi-dao": "Thông tin chỉ đạo", "chuyen-doi-so": "Chuyển đổi số"}
RETITLE = {4: "Lịch tuần", 11: "XÂY DỰNG TỔ CHỨC CƠ SỞ ĐẢNG NĂM 2024: NHỮNG ĐIỀU CẦN BIẾT", 19: "Mái ấm công đoàn", 28: "Thông báo số 231-TB/TU"}
EXTRA = [
    ("Thông báo nghỉ lễ", "thong-tin-chi-dao", "2024-11-18T14:22", None, ["Văn phòng HĐND và UBND huyện thông báo: cán bộ, công chức, viên chức, người lao động nghỉ Tết Dương lịch 2025 một ngày, thứ Tư 01/01/2025; các xã, thị trấn duy trì chế độ trực 24/24 giờ."]),
    ("Tin buồn", "van-hoa-xa-hoi", "2024-11-09T08:15", None, ["Huyện ủy, HĐND, UBND, Ủy ban MTTQ Việt Nam huyện thương tiếc báo tin: cụ Bùi Văn Ệu, nghệ nhân ưu tú Mo Mường, đã từ trần tại xã Nhân Nghĩa, hưởng thọ 93 tuổi.", "Lễ truy điệu lúc 7 giờ 30 phút ngày 11/11/2024."]),
    ("Thư mời", "thong-tin-chi-dao", "2024-11-13T10:02", "Phòng Tài chính - Kế hoạch", ["Phòng Tài chính - Kế hoạch huyện kính mời các nhà thầu quan tâm gửi báo giá thiết bị phòng họp trực tuyến cho 12 điểm cầu cấp xã trước 16 giờ ngày 22/11/2024."]),
]
ABOUT = {"co-cau-to-chuc": ("Cơ cấu tổ chức", ["Ủy ban nhân dân huyện gồm Chủ tịch, hai Phó Chủ tịch và các ủy viên phụ trách chuyên môn.", "Huyện có 12 phòng, ban chuyên môn và 24 xã, thị trấn trực thuộc."]),
         "dieu-kien-tu-nhien": ("Điều kiện tự nhiên", ["Lạc Sơn là huyện miền núi, diện tích tự nhiên hơn 580 km², cách trung tâm tỉnh 56 km theo quốc lộ 12B.", "Sông Bưởi chảy qua địa bàn huyện với chiều dài 55 km, là nguồn nước tưới chính của vùng Mường Vang."])}
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
SCRIPT = """document.addEventListener('click', function (e) {
  var b = e.target.closest('button[data-url]'); if (!b) return;
  var p = new URLSearchParams(); p.set('section', b.dataset.section); p.set('page', b.dataset.page);
  fetch(b.dataset.url + '?' + p.toString(), {headers: {'X-Requested-With': 'XMLHttpRequest'}})
    .then(function (r) { return r.text(); })
    .then(function (t) { document.querySelector('#news-list').innerHTML = t; window.scrollTo(0, 0); });
});
"""
esc = html.escape


def slugify(text):
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def load():
    src = articles()[160:200]
    codes = {v: k for k, v in SECTIONS.items()}
    rows = [(RETITLE.get(i, a["title"]), codes[a["section"]], a["date"], a["author"], ([a["lead"]] if a["lead"] else []) + a["paragraphs"]) for i, a in enumerate(src)] + EXTRA
    items = []
    for t, s, d, by, p in rows:
        at = datetime.fromisoformat(d or "2024-11-11T07:00").replace(tzinfo=None)
        items.append({"title": t, "sec": s, "at": at, "by": by, "text": p, "slug": slugify(t)})
    return sorted(items, key=lambda a: a["at"], reverse=True)


def build(base_url):
    base = base_url.rstrip("/")
    arts = load()
    index = {(a["sec"], a["slug"]): a for a in arts}
    assert len(index) == len(arts)
    sect = {s: [a for a in arts if a["sec"] == s] for s in SECTIONS}
    path = lambda a: f"/vi/{a['sec']}/{a['slug']}"

    def related(a):
        return [o for o in sect[a["sec"]] if o is not a][:3]      # always the newest: later pages are reached by the pager alone

    def card(a, width="col-md-4"):
        return f"""<div class="{width} mb-4"><a href="{path(a)}" class="card h-100 text-decoration-none text-body">
<img src="/storage/{a['slug'][:20]}.jpg" class="card-img-top" alt="Ảnh đại diện" loading="lazy">
<div class="card-body"><h5 class="card-title">{esc(a['title'])}</h5><p class="card-text">{esc(a['text'][0][:110])}…</p></div>
<div class="card-footer small text-muted"><i class="bi bi-clock"></i> {a['at']:%d-%m-%Y}</div></a></div>"""

    def page(title, main, head="", lang="vi"):
        nav = "".join(f'<li class="nav-item"><a class="nav-link" href="/vi/{s}">{t}</a></li>' for s, t in SECTIONS.items())
        about = "".join(f'<li><a class="dropdown-item" href="/vi/gioi-thieu/{k}">{v[0]}</a></li>' for k, v in ABOUT.items())
        hot = "".join(f'<a href="{path(a)}" class="list-group-item list-group-item-action"><span class="badge rounded-pill bg-danger">{i}</span> {esc(a["title"])}</a>' for i, a in enumerate(arts[5:30:6], 1))
        return f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{esc(title)}</title>
<link href="https://cdn.jsdelivr.net/npm/bootstrap@5.2.3/dist/css/bootstrap.min.css" rel="stylesheet">{head}</head><body>
<nav class="navbar navbar-expand-lg navbar-dark bg-primary"><div class="container"><a class="navbar-brand" href="/vi"><img src="/storage/logo.jpg" alt="" height="40"> {SITE}</a>
<ul class="navbar-nav"><li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" data-bs-toggle="dropdown">Giới thiệu</a><ul class="dropdown-menu">{about}</ul></li>{nav}
<li class="nav-item"><a class="nav-link" href="/vi/lich?thang=2024-12">Lịch sự kiện</a></li><li class="nav-item"><a class="nav-link" href="/vi/lien-he">Liên hệ</a></li></ul>
<form class="d-flex" action="/vi/tim-kiem" method="get"><input class="form-control" type="search" name="q" placeholder="Nhập từ khóa"><button class="btn btn-light" type="submit">Tìm</button></form>
<div class="lang"><a href="/vi"><img src="/storage/vn.jpg" alt="Tiếng Việt"></a> <a href="/en"><img src="/storage/en.jpg" alt="English"></a></div></div></nav>
<div class="container my-4"><div class="row"><main class="col-lg-9">{main}</main><aside class="col-lg-3"><div class="card mb-3"><div class="card-header">Xem nhiều</div><div class="list-group list-group-flush">{hot}</div></div>
<div class="card mb-3"><div class="card-header">Liên kết</div><div class="card-body"><a href="https://dichvucong.gov.vn">Cổng Dịch vụ công Quốc gia</a><br><a href="/vi/so-do-trang">Sơ đồ trang</a></div></div>
<a href="https://tinnhiemmang.vn/danh-ba-tin-nhiem" title="Chung nhan Tin Nhiem Mang"><img src="/storage/tnm.jpg" alt="Chung nhan Tin Nhiem Mang"></a></aside></div></div>
<footer class="bg-dark text-white py-4"><div class="container"><p>ỦY BAN NHÂN DÂN HUYỆN LẠC SƠN</p><p>Chịu trách nhiệm: Chánh Văn phòng HĐND và UBND huyện. Điện thoại: 0218 3861 000</p>
<p>Đang truy cập: 9 | Hôm nay: 512 | Tổng lượt truy cập: 3.410.877</p></div></footer>
<script src="/js/bootstrap.bundle.min.js"></script><script src="/js/site.js"></script></body></html>"""

    def front():
        slides = "".join(f'<div class="carousel-item{" active" if i == 0 else ""}"><a href="{path(a)}"><img src="/storage/s{i}.jpg" class="d-block w-100" alt=""><div class="carousel-caption"><h3>{esc(a["title"])}</h3></div></a></div>' for i, a in enumerate(arts[:3]))
        main = f'<div id="slide" class="carousel slide" data-bs-ride="carousel"><div class="carousel-inner">{slides}</div></div>'
        for s, t in SECTIONS.items():
            main += f'<div class="d-flex justify-content-between border-bottom my-3"><h4>{t}</h4><a href="/vi/{s}">Xem tất cả</a></div><div class="row">' + "".join(map(card, sect[s][:3])) + "</div>"
        return page(SITE, main)

    def listing(s):
        last = -(-len(sect[s]) // PER)
        bar = "".join(f'<li class="page-item{" active" if k == 1 else ""}"><button type="button" class="page-link" data-page="{k}" data-section="{s}" data-url="/ajax/list">{k}</button></li>' for k in range(1, last + 1))
        crumb = f'<ol class="breadcrumb"><li class="breadcrumb-item"><a href="/vi">Trang chủ</a></li><li class="breadcrumb-item active">{SECTIONS[s]}</li></ol>'
        return page(f"{SECTIONS[s]} | {SITE}", f'{crumb}<h1 class="h4">{SECTIONS[s]}</h1><div class="row" id="news-list">' + "".join(map(card, sect[s][:PER])) + f'</div><nav><ul class="pagination justify-content-center">{bar}</ul></nav>')

    def article(a):
        u, t = base + path(a), esc(a["title"])
        lead, rest = (a["text"][0], a["text"][1:]) if len(a["text"]) > 2 else (None, a["text"])
        head = f"""<link rel="canonical" href="{u}"><meta property="og:type" content="article"><meta property="og:title" content="{t}"><meta property="og:description" content="{esc(a['text'][0][:150])}">
<meta property="og:url" content="{u}"><meta property="og:image" content="{base}/storage/{a['slug'][:20]}.jpg"><meta property="article:published_time" content="{a['at']:%Y-%m-%dT%H:%M:%S}+07:00"><meta property="article:section" content="{SECTIONS[a['sec']]}">"""
        share = quote(u, safe="")
        att = '<div class="mt-3"><strong>TÀI LIỆU ĐÍNH KÈM</strong><br><a href="/storage/files/phu-luc.pdf"><i class="bi bi-paperclip"></i> phu-luc.pdf</a></div>' if a["sec"] == "thong-tin-chi-dao" else ""
        more = related(a)
        return page(f"{a['title']} | {SITE}", f"""<ol class="breadcrumb"><li class="breadcrumb-item"><a href="/vi">Trang chủ</a></li><li class="breadcrumb-item"><a href="/vi/{a['sec']}">{SECTIONS[a['sec']]}</a></li></ol>
<h1 class="display-6">{t}</h1><div class="d-flex justify-content-between text-muted small mb-3"><span><i class="bi bi-calendar3"></i> {a['at']:%d-%m-%Y, %H:%M} &middot; <a class="badge bg-secondary" href="/vi/{a['sec']}">{SECTIONS[a['sec']]}</a></span>
<span><button class="btn btn-sm" onclick="window.print()">In trang</button> <a href="https://www.facebook.com/sharer/sharer.php?u={share}">Facebook</a> <a href="https://zalo.me/share?u={share}">Zalo</a></span></div>
<article class="content-detail">{f'<p class="fw-bold">{esc(lead)}</p>' if lead else ''}<figure class="text-center"><img class="img-fluid" src="/storage/{a['slug'][:20]}.jpg" alt="{t}"></figure>{''.join(f'<p>{esc(p)}</p>' for p in rest)}</article>
{f'<p class="text-end"><em>Tác giả: <strong>{esc(a["by"])}</strong></em></p>' if a['by'] else ''}{att}
{f'<h4 class="mt-4 border-bottom">Tin liên quan</h4><div class="row">{"".join(map(card, more))}</div>' if more else ''}""", head)

    def calendar(q):
        m = re.fullmatch(r"(\d{4})-(\d\d)", q.get("thang", "2024-12"))
        y, k = (int(m[1]), int(m[2])) if m and 1 <= int(m[2]) <= 12 else (2024, 12)
        back, ahead = (f"{y - (k == 1)}-{(k - 2) % 12 + 1:02d}", f"{y + (k == 12)}-{k % 12 + 1:02d}")
        return page("Lịch sự kiện", f'<h1 class="h4">Lịch sự kiện tháng {k}/{y}</h1><a href="/vi/lich?thang={back}">Tháng trước</a> <a href="/vi/lich?thang={ahead}">Tháng sau</a><table class="table"><tr><td>15/{k:02d}/{y}</td><td>Họp báo định kỳ</td></tr></table>')

    def route(p, q):
        part = p.strip("/").split("/")
        if p == "/":
            return "302 Found", base + "/vi"
        if p == "/ajax/list":
            rows, n = sect.get(q.get("section")), int(q["page"]) if q.get("page", "").isdigit() else 1
            if rows is None:
                return "400 Bad Request", "Thiếu tham số"
            return "200 OK", "".join(map(card, rows[(n - 1) * PER:n * PER])) if n > 0 else ""
        if p == "/js/site.js" or p == "/js/bootstrap.bundle.min.js":
            return "200 OK", SCRIPT if "site" in p else "/*! Bootstrap v5.2.3 */"
        if part[0] == "storage":
            return "200 OK", b"%PDF-1.4\n%%EOF\n" if p.endswith(".pdf") else PIXEL
        if part == ["vi"]:
            return "200 OK", front()
        if part[0] == "en":
            a = index.get(tuple(part[1:3])) if len(part) == 3 else None
            if a:
                return "302 Found", base + path(a)
            if len(part) == 1:
                return "200 OK", page("Lac Son District Portal", '<h1 class="h4">Lac Son District Portal</h1><p>The English version is being updated. Please visit the <a href="/vi">Vietnamese version</a>.</p>', lang="en")
        if part[0] == "vi" and len(part) == 2 and part[1] in SECTIONS:
            return "200 OK", listing(part[1])
        if part[0] == "vi" and len(part) == 3 and tuple(part[1:]) in index:
            return "200 OK", article(index[tuple(part[1:])])
        if part[:2] == ["vi", "gioi-thieu"] and len(part) == 3 and part[2] in ABOUT:
            t, text = ABOUT[part[2]]
            return "200 OK", page(f"{t} | {SITE}", f'<ol class="breadcrumb"><li class="breadcrumb-item"><a href="/vi">Trang chủ</a></li><li class="breadcrumb-item">Giới thiệu</li></ol><h1 class="display-6">{t}</h1><article class="content-detail">' + "".join(f"<p>{x}</p>" for x in text) + "</article>",
                                  f'<meta property="og:type" content="website"><meta property="og:title" content="{t}">')
        if p == "/vi/lich":
            return "200 OK", calendar(q)
        if p == "/vi/lien-he":
            return "200 OK", page("Liên hệ", '<h1 class="h4">Liên hệ</h1><p>Trụ sở: phố Hữu Nghị, thị trấn Vụ Bản. Bộ phận tiếp nhận phản ánh làm việc từ 7 giờ 30 đến 17 giờ các ngày trong tuần.</p><form method="post"><input name="email" class="form-control"></form>')
        if p == "/vi/so-do-trang":
            return "200 OK", page("Sơ đồ trang", "<ul>" + "".join(f'<li><a href="/vi/{s}">{t}</a></li>' for s, t in SECTIONS.items()) + '<li><a href="/vi/chinh-tri/ky-hop-thu-muoi-hdnd-huyen">Kỳ họp thứ mười HĐND huyện</a></li></ul>')
        if p == "/vi/tim-kiem":
            key = q.get("q", "").lower()
            return "200 OK", page("Tìm kiếm", f'<h1 class="h4">Kết quả cho "{esc(key)}"</h1><div class="row">' + "".join(card(a) for a in arts if key and key in a["title"].lower()) + "</div>")
        return "404 Not Found", page("404", '<div class="text-center"><h1 class="display-1">404</h1><p>Trang bạn tìm không tồn tại.</p></div>')

    def app(environ, start_response):
        p = environ.get("PATH_INFO") or "/"
        status, text = route(p, {k: v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()})
        kind = "application/javascript" if p.endswith(".js") else "application/pdf" if p.endswith(".pdf") else "image/gif" if isinstance(text, bytes) else "text/html; charset=utf-8"
        headers = [("Content-Type", kind)]
        if status[0] == "3":
            headers.append(("Location", text))
            text = ""
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        start_response(status, headers + [("Content-Length", str(len(data))), ("X-Frame-Options", "SAMEORIGIN")])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else data]

    truth = [{"url": base + path(a), "title": a["title"], "date": f"{a['at']:%Y-%m-%d}", "section": SECTIONS[a["sec"]], "authors": [a["by"]] if a["by"] else [],
              "body": a["text"][0][:200], "other_news": [base + path(o) for o in related(a)]} for a in arts]
    return Portal(app, base + "/", truth)
