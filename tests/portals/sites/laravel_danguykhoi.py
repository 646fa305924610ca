"""Đảng ủy Khối các cơ quan và doanh nghiệp: Laravel with Bootstrap (slug + hash, whole cards as links, "Xem thêm" button
whose data-href answers JSON with HTML and the next address, month in words)."""
import html
import json
import re
import zlib
from datetime import datetime
from urllib.parse import parse_qs, quote

from tests.portals.parts import Portal, answer, load, png, slugify

e = html.escape


NAME = "laravel_danguykhoi"
SITE = "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Đồng Sơn"
PER_PAGE = 6
SECTIONS = {  # section of the text: (slug, name on the site)
    "Công tác xây dựng Đảng": ("cong-tac-xay-dung-dang", "Công tác xây dựng Đảng"),
    "Kiểm tra - Giám sát": ("kiem-tra-giam-sat", "Kiểm tra, giám sát"),
    "Hoạt động đoàn thể": ("hoat-dong-doan-the", "Hoạt động đoàn thể"),
    "Kinh tế - Xã hội": ("kinh-te-xa-hoi", "Kinh tế - Xã hội"),
    "Thông báo nội bộ Khối": ("thong-bao", "Thông báo"),
}
EXTRAS = [
    (1, "Thư cảm ơn", "Thông báo nội bộ Khối", None, ["Gia đình ông Lý Văn Tân, nguyên Bí thư Đảng ủy Khối, xin gửi lời cảm ơn chân thành đến Thường trực Đảng ủy, các ban, đoàn thể và bạn bè gần xa đã đến viếng, gửi vòng hoa và tiễn đưa ông về nơi an nghỉ cuối cùng.", "Trong lúc tang gia bối rối, có điều gì sơ suất, mong được lượng thứ."], None),
    (8, "Tin buồn", "Thông báo nội bộ Khối", None, ["Đảng ủy Khối và chi bộ Văn phòng thương tiếc báo tin: đồng chí Lý Văn Tân, 58 năm tuổi Đảng, đã từ trần. Lễ truy điệu cử hành lúc 7 giờ tại hội trường Khối."], None),
    (15, "Lịch tiếp dân tháng 3", "Thông báo nội bộ Khối", "Thường trực Đảng ủy tiếp đảng viên và công dân vào ngày 10 và ngày 25.", ["Buổi sáng từ 8 giờ, buổi chiều từ 14 giờ, tại phòng tiếp dân tầng trệt. Người đến gặp mang theo giấy tờ tùy thân và đơn, nếu có."], None),
    (22, "Gương sáng", "Hoạt động đoàn thể", "Chị Kim Thị Dung, tổ trưởng tổ vệ sinh Công ty Công trình đô thị, ba lần nhặt được của rơi đều tìm trả người mất.", ["Chiếc ví nằm giữa đống lá bàng trước cổng chợ, bên trong có 11 triệu đồng và tấm thẻ bảo hiểm. Chị Dung gọi theo số điện thoại ghi trên thẻ, đứng đợi gần một giờ cho tới khi bà cụ chủ ví đi xe ôm tới.", "Chi bộ công ty đã biểu dương chị trong buổi sinh hoạt tháng này. Chị chỉ cười: “Của người ta thì trả người ta, có chi đâu mà khen”."], "Thảo Vy"),
    (36, "Kết quả kỳ họp thứ 31", "Kiểm tra - Giám sát", None, ["Ủy ban Kiểm tra Đảng ủy Khối họp kỳ thứ 31, xem xét báo cáo giám sát chuyên đề đối với hai chi bộ và kết luận một nội dung tố cáo là không đúng.", "Ủy ban yêu cầu các chi bộ rút kinh nghiệm về việc ghi biên bản và thu nộp đảng phí."], None),
]
STATIC = {
    "gioi-thieu": ("Giới thiệu", ["Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh được thành lập trên cơ sở hợp nhất hai đảng bộ khối, hiện có 86 tổ chức cơ sở đảng với hơn 7.400 đảng viên sinh hoạt.", "Đảng ủy Khối lãnh đạo thực hiện nhiệm vụ chính trị, công tác tổ chức cán bộ, công tác tư tưởng, kiểm tra và dân vận trong các cơ quan, doanh nghiệp trực thuộc."]),
    "co-cau-to-chuc": ("Cơ cấu tổ chức", ["Ban Chấp hành Đảng bộ khóa này có 33 đồng chí; Ban Thường vụ 11 đồng chí; Thường trực gồm Bí thư và hai Phó Bí thư.", "Cơ quan chuyên trách có Văn phòng, Ban Tổ chức, Ban Tuyên giáo, Ủy ban Kiểm tra, Ban Dân vận và Đoàn Thanh niên Khối."]),
    "lien-he": ("Liên hệ", ["Trụ sở tại số 4 đường Hùng Vương, phường 5. Điện thoại 0299 3840 112. Hộp thư: dukhoi@dongson.example.", "Bạn đọc gửi tin, bài cộng tác về Ban Tuyên giáo trước 16 giờ mỗi ngày; bài được chọn đăng hưởng nhuận bút theo quy định."]),
}
PAPERS = [("12-NQ/ĐUK", "Nghị quyết về nâng cao chất lượng sinh hoạt chi bộ"), ("45-KH/ĐUK", "Kế hoạch kiểm tra, giám sát năm"), ("208-CV/ĐUK", "Công văn về báo cáo quý"), ("31-QĐ/ĐUK", "Quyết định ban hành quy chế làm việc")]
WEEKDAY = "Thứ Hai,Thứ Ba,Thứ Tư,Thứ Năm,Thứ Sáu,Thứ Bảy,Chủ Nhật".split(",")
MONTH = "Một,Hai,Ba,Tư,Năm,Sáu,Bảy,Tám,Chín,Mười,Mười Một,Mười Hai".split(",")
LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def hashed(number):
    value, text = zlib.crc32(f"khoi{number}".encode()) * 7919 + number, ""
    while len(text) < 8:
        value, rest = divmod(value, len(LETTERS))
        text += LETTERS[rest]
    return text


def build(base_url):
    base = base_url.rstrip("/")
    arts = load(80, 120, EXTRAS, datetime(2024, 4, 2), 96, capitals={4, 12, 28})
    for a in arts:
        a.cat, a.section = SECTIONS[a.section]
        a.path = f"/bai-viet/{slugify(a.title).lower()}-{hashed(a.n)}"
        a.url = base + a.path
    names = dict(SECTIONS.values())

    def long_date(when):
        return f"{WEEKDAY[when.weekday()]}, ngày {when.day} tháng {MONTH[when.month - 1]} năm {when.year}"

    def related(a):
        return [b for b in arts if b.cat == a.cat and b is not a][:6]

    def card(a):
        return f"""<div class="col-12 col-sm-6 col-lg-4 mb-4">
    <a href="{a.url}" class="card h-100 text-reset text-decoration-none shadow-sm">
        <img src="{base}/storage/thumbs/{a.n + 300}.png" class="card-img-top" alt="{e(a.title)}">
        <div class="card-body">
            <span class="badge bg-danger">{a.section}</span>
            <h5 class="card-title mt-2">{e(a.title)}</h5>
            <p class="card-text text-muted small">{e((a.lead or a.paras[0])[:110])}...</p>
        </div>
        <div class="card-footer bg-white border-0"><small class="text-muted"><i class="bi bi-clock"></i> {a.when:%d.%m.%Y}</small></div>
    </a>
</div>
"""

    def page(title, main, head=""):
        menu = "".join(f'<li class="nav-item"><a class="nav-link" href="{base}/chuyen-muc/{s}">{n}</a></li>' for s, n in SECTIONS.values())
        static = "".join(f'<li><a class="dropdown-item" href="{base}/trang/{s}">{v[0]}</a></li>' for s, v in STATIC.items())
        hot = "".join(f'<a href="{a.url}" class="list-group-item list-group-item-action"><span class="rank">{k}</span> {e(a.title)}</a>' for k, a in enumerate(arts[5:30:6], 1))
        return f"""<!DOCTYPE html>
<html lang="vi">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="csrf-token" content="kX7pQb2mTz5sYV0aJr8LwNc4">
    <title>{e(title)}</title>
    {head}<link rel="stylesheet" href="{base}/css/app.css?id=5d1f2a">
</head>
<body>
<header class="bg-danger text-white"><div class="container py-3"><a class="navbar-brand text-white" href="{base}">{SITE}</a></div></header>
<nav class="navbar navbar-expand-lg navbar-light bg-light"><div class="container"><ul class="navbar-nav">
    <li class="nav-item"><a class="nav-link" href="{base}">Trang chủ</a></li>
    <li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#" data-bs-toggle="dropdown">Giới thiệu</a><ul class="dropdown-menu">{static}</ul></li>
    {menu}<li class="nav-item"><a class="nav-link" href="{base}/van-ban">Văn bản</a></li><li class="nav-item"><a class="nav-link" href="{base}/lich-cong-tac">Lịch công tác</a></li>
</ul><form class="d-flex" action="{base}/tim-kiem" method="GET"><input class="form-control" type="search" name="q" placeholder="Tìm kiếm..."><button class="btn btn-danger" type="submit">Tìm</button></form></div></nav>
<div class="container my-4"><div class="row"><main class="col-lg-9">{main}</main>
<aside class="col-lg-3"><h6 class="text-uppercase border-bottom">Xem nhiều</h6><div class="list-group list-group-flush">{hot}<a href="{base}/bai-viet/huong-dan-dai-hoi-chi-bo-nhiem-ky-2022-2025-Zt4Wm0Qc" class="list-group-item list-group-item-action"><span class="rank">6</span> Hướng dẫn đại hội chi bộ nhiệm kỳ 2022 - 2025</a></div>
<h6 class="text-uppercase border-bottom mt-4">Liên kết</h6><a href="https://dangcongsan.vn" target="_blank" rel="noopener">Báo điện tử Đảng Cộng sản Việt Nam</a></aside></div></div>
<footer class="bg-dark text-light py-4"><div class="container"><p>© {SITE}</p><p>Chịu trách nhiệm: Trưởng Ban Tuyên giáo. Số 4 đường Hùng Vương, phường 5.</p><p class="small">Đang truy cập: 7 | Hôm nay: 412 | Tổng lượt: 1.204.553</p></div></footer>
<script src="{base}/js/app.js"></script>
</body>
</html>"""

    def grid(found, n):
        rest = found[(n - 1) * PER_PAGE:n * PER_PAGE]
        return "".join(card(a) for a in rest), n * PER_PAGE < len(found)

    def section(slug):
        cards, more = grid([a for a in arts if a.cat == slug], 1)
        button = f"""<div class="text-center"><button type="button" id="btn-more" class="btn btn-outline-danger" data-href="{base}/chuyen-muc/{slug}/tai-them?trang=2">Xem thêm</button></div>
<script>
document.getElementById('btn-more').addEventListener('click', function () {{
    var btn = this;
    fetch(btn.dataset.href, {{headers: {{'X-Requested-With': 'XMLHttpRequest'}}}}).then(r => r.json()).then(d => {{
        document.getElementById('list').insertAdjacentHTML('beforeend', d.html);
        if (d.next) btn.dataset.href = d.next; else btn.remove();
    }});
}});
</script>""" if more else ""
        return page(f"{names[slug]} | {SITE}", f'<nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="{base}">Trang chủ</a></li><li class="breadcrumb-item active">{names[slug]}</li></ol></nav><div class="row" id="list">{cards}</div>{button}')

    def detail(a):
        head = f"""<meta property="og:title" content="{e(a.title)}"><meta property="og:type" content="article"><meta property="og:image" content="{base}/storage/thumbs/{a.n + 300}.png"><meta name="description" content="{e((a.lead or a.paras[0])[:150])}">
    """
        body = ""
        for i, p in enumerate(a.paras):
            body += f"<p>{e(p)}</p>\n"
            if i == 1 and a.n % 2:
                body += f'<figure class="image"><img src="{base}/storage/upload/{a.n}.png"><figcaption>Các đại biểu dự hội nghị. Ảnh: CTV</figcaption></figure>\n'
        if a.author:
            body += f'<p class="text-end"><em>{e(a.author)}</em></p>\n'
        files = f'<div class="alert alert-light"><strong>Tệp đính kèm:</strong> <a href="{base}/storage/files/tb-{a.n}.pdf" download><i class="bi bi-paperclip"></i> tb-{a.n}.pdf</a></div>' if a.cat == "thong-bao" and a.n % 2 else ""
        others = "".join(f'<a href="{b.url}" class="list-group-item list-group-item-action d-flex justify-content-between"><span>{e(b.title)}</span><small class="text-muted">{b.when:%d/%m}</small></a>' for b in related(a))
        return page(f"{a.title} | {SITE}", f"""<nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="{base}">Trang chủ</a></li><li class="breadcrumb-item"><a href="{base}/chuyen-muc/{a.cat}">{a.section}</a></li></ol></nav>
<h2 class="fw-bold">{e(a.title)}</h2>
<div class="d-flex justify-content-between text-muted small mb-3"><span>{long_date(a.when)}</span><span><i class="bi bi-eye"></i> {120 + a.n * 17} <button class="btn btn-sm" onclick="window.print()">In</button></span></div>
{f'<p class="lead fw-bold">{e(a.lead)}</p>' if a.lead else ""}
<div class="ck-content">
{body}</div>
{files}
<div class="mt-4"><h5 class="border-start border-danger border-4 ps-2">Tin cùng chuyên mục</h5><div class="list-group list-group-flush">{others}</div></div>""", head)

    def calendar(query):
        def number(key, low, high, default):
            text = query.get(key, [""])[0]
            return min(max(int(text), low), high) if text.isdigit() else default
        week, year = number("tuan", 1, 52, 14), number("nam", 1990, 2100, 2024)
        before, after = ((52, year - 1) if week == 1 else (week - 1, year)), ((1, year + 1) if week == 52 else (week + 1, year))
        rows = "".join(f"<tr><td>{day}</td><td>8h00</td><td>Thường trực Đảng ủy hội ý, phòng họp số {1 + (week + i) % 3}</td></tr>" for i, day in enumerate(WEEKDAY[:5]))
        return page(f"Lịch công tác tuần {week}", f'<h4>Lịch công tác tuần {week} năm {year}</h4><p><a href="{base}/lich-cong-tac?tuan={before[0]}&amp;nam={before[1]}">« Tuần trước</a> <a href="{base}/lich-cong-tac?tuan={after[0]}&amp;nam={after[1]}">Tuần sau »</a></p><table class="table table-bordered">{rows}</table>')

    def app(environ, start_response):
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        query = parse_qs(environ.get("QUERY_STRING", ""))
        reply = lambda *args, **kw: answer(environ, start_response, *args, **kw)
        if path.endswith(".png"):
            return reply(png(), kind="image/png")
        if path.endswith(".pdf"):
            return reply(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", kind="application/pdf")
        if path.endswith((".css", ".js")):
            return reply("/* */", kind="text/css" if path.endswith(".css") else "application/javascript")
        if path == "/":
            blocks = "".join(f'<h5 class="border-bottom border-danger"><a href="{base}/chuyen-muc/{s}" class="text-danger text-decoration-none">{n}</a></h5><div class="row">{grid([a for a in arts if a.cat == s], 1)[0]}</div>' for s, n in SECTIONS.values())
            return reply(page(SITE, blocks))
        if len(path) > 1 and path.endswith("/"):
            return reply("", "301 Moved Permanently", extra=[("Location", base + quote(path.rstrip("/")))])
        if (m := re.fullmatch(r"/chuyen-muc/([\w-]+)(/tai-them)?", path)) and m[1] in names:
            if not m[2]:
                return reply(section(m[1]))
            n = query.get("trang", ["2"])[0]
            n = int(n) if n.isdigit() and int(n) else 1
            cards, more = grid([a for a in arts if a.cat == m[1]], n)
            return reply(json.dumps({"html": cards, "next": f"{base}{path}?trang={n + 1}" if more else None}), kind="application/json")
        if path.startswith("/trang/") and path[7:] in STATIC:
            title, text = STATIC[path[7:]]
            return reply(page(f"{title} | {SITE}", f'<h2 class="fw-bold">{title}</h2><div class="ck-content">{"".join(f"<p>{p}</p>" for p in text)}</div>'))
        if path == "/van-ban":
            rows = "".join(f'<tr><td>{k}</td><td>{no}</td><td>{name}</td><td><a href="{base}/storage/files/vb{k}.pdf">Tải về</a></td></tr>' for k, (no, name) in enumerate(PAPERS, 1))
            return reply(page(f"Văn bản | {SITE}", f'<table class="table"><thead><tr><th>STT</th><th>Số hiệu</th><th>Trích yếu</th><th></th></tr></thead>{rows}</table>'))
        if path == "/lich-cong-tac":
            return reply(calendar(query))
        if path == "/tim-kiem":
            word = query.get("q", [""])[0].lower()
            found = [a for a in arts if word and word in a.title.lower()]
            return reply(page("Tìm kiếm", f'<p>Có {len(found)} kết quả</p><div class="row">{grid(found, 1)[0]}</div>'))
        a = next((a for a in arts if a.path == path), None)
        if a:
            return reply(detail(a))
        return reply('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Not Found</title></head><body class="antialiased"><div class="min-h-screen"><div>404</div><div>Not Found</div></div></body></html>', "404 Not Found")

    truth = [{"url": a.url, "title": a.title, "date": f"{a.when:%Y-%m-%d}", "section": a.section, "authors": [a.author] if a.author else [],
              "body": (a.lead or a.paras[0])[:200], "other_news": [b.url for b in related(a)]} for a in arts]
    return Portal(app, base + "/", truth)
