"""One host, three offices under paths: /sotuphap/ (the site to crawl), /sonongnghiep/ and /soyte/ (must stay out).
Articles at /sotuphap/tin-tuc/slug, <base href> with relative links, label + title lists, og: only, host-wide sitemap."""
import html
import re
import unicodedata
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from tests.portals.articles import articles
from tests.portals.parts import Portal

NAME = "path_sotuphap"
PER = 7
OFFICES = {"sotuphap": "Sở Tư pháp", "sonongnghiep": "Sở Nông nghiệp và Phát triển nông thôn", "soyte": "Sở Y tế"}
CATS = {"Công tác xây dựng Đảng": "Công tác Đảng", "Hoạt động đoàn thể": "Đoàn thể", "Kiểm tra - Giám sát": "Thanh tra - Kiểm tra",
        "Thông báo nội bộ Khối": "Thông báo", "Kinh tế - Xã hội": "Tin trong tỉnh"}
RETITLE = {6: "Tiếp sức đến trường", 18: "Dân vận khéo 2024: những con số", 30: "XÂY DỰNG TỔ CHỨC CƠ SỞ ĐẢNG Ở HUYỆN TRÀ CÚ"}
EXTRA = [
    ("Thông báo nghỉ lễ", "Thông báo", "2024-11-22T14:00", None,
     ["Sở Tư pháp thông báo đến tổ chức, công dân: bộ phận Một cửa tạm ngưng tiếp nhận hồ sơ lý lịch tư pháp trong ngày 01/01/2025, làm việc lại vào sáng ngày 02/01/2025."]),
    ("Tin buồn", "Thông báo", "2024-11-14T07:45", None,
     ["Đảng ủy, Ban Giám đốc Sở Tư pháp thương tiếc báo tin: cụ bà Thạch Thị Nhàn, thân mẫu đồng chí Phó Chánh Văn phòng Sở, đã mãn phần, hưởng thọ 88 tuổi."]),
    ("Đấu giá tài sản", "Thông báo", "2024-11-26T10:30", "Trung tâm Dịch vụ đấu giá",
     ["Trung tâm Dịch vụ đấu giá tài sản thông báo bán đấu giá 01 xe ô tô thanh lý, giá khởi điểm 85.000.000 đồng, tiền đặt trước 10%.",
      "Hồ sơ bán từ ngày 27/11/2024 đến 17 giờ ngày 10/12/2024 trong giờ hành chính."]),
]
PAGES = {"gioi-thieu/chuc-nang": ("Chức năng, nhiệm vụ", ["Sở Tư pháp là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, tham mưu quản lý nhà nước về công tác xây dựng và thi hành pháp luật.",
                                                          "Sở có tư cách pháp nhân, có con dấu và tài khoản riêng, chịu sự chỉ đạo của Ủy ban nhân dân tỉnh."]),
         "gioi-thieu/co-cau-to-chuc": ("Cơ cấu tổ chức", ["Lãnh đạo Sở gồm Giám đốc và 02 Phó Giám đốc.", "Các phòng chuyên môn: Văn phòng, Thanh tra, Phòng Xây dựng và kiểm tra văn bản, Phòng Phổ biến giáo dục pháp luật."]),
         "lien-he": ("Liên hệ", ["Số 4 đường Trưng Nữ Vương, phường 1, thành phố. Điện thoại 0294 3852 000. Đường dây nóng 0294 3852 999."])}
LEGAL = [("1841/QĐ-UBND", "Công bố danh mục thủ tục hành chính lĩnh vực hộ tịch"), ("27/2024/NQ-HĐND", "Quy định mức chi hòa giải ở cơ sở"), ("33/KH-STP", "Kế hoạch theo dõi thi hành pháp luật năm 2024")]
DAYS = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"]
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
esc = html.escape


def slugify(text):
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")[:90].strip("-")


def load(office, src, titles=None, extra=()):
    rows, used, last = [], set(), datetime(2024, 11, 28)
    src = [(a["title"], CATS.get(a["section"], "Tin trong ngành"), a["date"], a["author"], ([a["lead"]] if a["lead"] else []) + a["paragraphs"]) for a in src] + list(extra)
    for i, (title, cat, date, by, text) in enumerate(src):
        at = datetime.fromisoformat(date).replace(tzinfo=None) if date else None
        last = at or last - timedelta(hours=2)
        slug = slugify((titles or {}).get(i, title))
        while slug in used:
            slug += "-1"
        used.add(slug)
        if by and i == 4:
            by += " - Quốc Huy"                                    # two signatures in one line, as newspapers do
        rows.append({"office": office, "title": (titles or {}).get(i, title), "cat": cat, "at": at, "sort": last, "by": by, "text": text, "slug": slug})
    return sorted(rows, key=lambda a: a["sort"], reverse=True)


def build(base_url):
    host = base_url.rstrip("/")
    src = articles()
    news = {"sotuphap": load("sotuphap", src[80:120], RETITLE, EXTRA),
            "sonongnghiep": load("sonongnghiep", src[240:248], {2: "Lịch thời vụ lúa Đông Xuân 2024 - 2025", 5: "Thông báo nghỉ lễ"}),
            "soyte": load("soyte", src[250:259], {1: "Lịch tiêm chủng tháng 12", 3: "Thông báo nghỉ lễ"})}
    url = lambda a: f"{host}/{a['office']}/tin-tuc/{a['slug']}"
    long = lambda at: f"{DAYS[at.weekday()]}, {at:%d/%m/%Y}, {at:%H:%M} [GMT+7]"

    def others(a):
        row = [o for o in news[a["office"]] if o["cat"] == a["cat"]]
        i = row.index(a)
        return row[i + 1:i + 7] or row[:i][:6]

    def page(office, title, main, head=""):
        cats = sorted({a["cat"] for a in news[office]})
        menu = "".join(f'<li><a href="{u}">{esc(t)}</a></li>' for u, t in [("./", "Trang chủ")] +
                       ([("gioi-thieu/chuc-nang", "Chức năng, nhiệm vụ"), ("gioi-thieu/co-cau-to-chuc", "Cơ cấu tổ chức")] if office == "sotuphap" else []) +
                       [("tin-tuc", "Tin tức")] + [(f"tin-tuc?chuyen-muc={slugify(c)}", c) for c in cats] +
                       ([("van-ban", "Văn bản"), ("lich-cong-tac?tuan=48", "Lịch công tác"), ("lien-he", "Liên hệ"), ("so-do", "Sơ đồ cổng")] if office == "sotuphap" else []))
        sister = "".join(f'<li><a href="{url(a)}">{esc(a["title"])}</a> <span class="co-quan">({OFFICES[o]})</span></li>' for o in OFFICES if o != office for a in news[o][:3])
        notes = "".join(f'<p>&raquo; <a href="tin-tuc/{a["slug"]}">{esc(a["title"])}</a></p>' for a in news[office] if a["cat"] == "Thông báo")
        return f"""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><base href="{host}/{office}/"><title>{esc(title)}</title>{head}</head><body>
<div id="dau-trang"><a href="/"><img src="/chung/quoc-huy.gif" alt="Cổng thông tin điện tử tỉnh"></a><h2 class="ten-co-quan">{OFFICES[office].upper()}</h2>
<div class="ngay-gio">Hôm nay, Thứ Hai, 02/12/2024</div><form action="tim-kiem" method="get"><input name="tu-khoa"><button>Tìm</button></form></div>
<ul id="trinh-don">{menu}</ul><div id="than"><div id="giua">{main}</div><div id="phai">
<div class="hop"><div class="hop-ten">THÔNG BÁO</div>{notes}</div>
<div class="hop"><div class="hop-ten">TIN CÁC SỞ, NGÀNH</div><ul>{sister}</ul></div>
<div class="hop"><div class="hop-ten">LIÊN KẾT</div>{''.join(f'<p><a href="/{o}/">{n}</a></p>' for o, n in OFFICES.items())}<p><a href="https://moj.gov.vn/">Bộ Tư pháp</a></p></div>
<div class="hop">Đang online: 12<br>Hôm nay: 341<br>Tất cả: 2 118 406</div></div></div>
<div id="chan">TRANG THÔNG TIN ĐIỆN TỬ {OFFICES[office].upper()}<br>- Đơn vị quản lý: Văn phòng {OFFICES[office]}<br>Ghi rõ nguồn khi sử dụng thông tin trên website này.</div></body></html>"""

    def row(a):
        day = f' <i>({a["at"]:%d/%m/%Y})</i>' if a["at"] else ""
        return f'<div class="dong"><span class="nhan">[{esc(a["cat"])}]</span> <a class="tua" href="tin-tuc/{a["slug"]}">{esc(a["title"])}</a>{day}</div>'

    def listing(office, q):
        cat = q.get("chuyen-muc", "")
        rows = [a for a in news[office] if not cat or slugify(a["cat"]) == cat]
        if not rows:
            return missing(office)
        n, last = int(q["trang"]) if q.get("trang", "").isdigit() else 1, -(-len(rows) // PER)
        link = lambda k, t: f'<a href="tin-tuc?{f"chuyen-muc={cat}&amp;" if cat else ""}trang={k}">{t}</a>'
        nums = [f"<b>{k}</b>" if k == n else link(k, k) for k in range(max(1, n - 1), min(last, n + 1) + 1)]
        bar = " ".join([link(1, "« Trang đầu"), *nums, link(last, "Trang cuối »")]) if last > 1 else ""
        name = rows[0]["cat"] if cat else "Tin tức"
        return "200 OK", page(office, f"{name} - {OFFICES[office]}", f'<div class="ten-muc">{esc(name)}</div>' + "".join(map(row, rows[(n - 1) * PER:n * PER])) + f'<div class="phan-trang">{bar}</div>')

    def front(office):
        top = news[office][0]
        main = (f'<div class="noi-bat"><a href="tin-tuc/{top["slug"]}"><img src="/chung/anh1.gif" alt=""></a><a class="tua" href="tin-tuc/{top["slug"]}">{esc(top["title"])}</a>'
                f'<p>{esc(top["text"][0])}</p></div>')
        for c in sorted({a["cat"] for a in news[office]}):
            main += f'<div class="ten-muc"><a href="tin-tuc?chuyen-muc={slugify(c)}">{esc(c)}</a></div>'
            main += "".join(row(a) for a in [a for a in news[office] if a["cat"] == c][:4])
        return "200 OK", page(office, OFFICES[office], main)

    def single(a):
        t, day = esc(a["title"]), f'<div class="thoi-gian">{long(a["at"])}</div>' if a["at"] else ""
        body = "".join(f"<p>{esc(p)}</p>" for p in (a["text"][1:] if len(a["text"]) > 2 else a["text"]))
        lead = f'<div class="sapo">{esc(a["text"][0])}</div>' if len(a["text"]) > 2 else ""
        more = "".join(f'<li><a href="tin-tuc/{o["slug"]}">{esc(o["title"])}</a>{"<i> (" + format(o["at"], "%d/%m/%Y") + ")</i>" if o["at"] else ""}</li>' for o in others(a))
        head = f'<meta property="og:type" content="article"><meta property="og:title" content="{t}"><meta property="og:url" content="{url(a)}"><meta property="og:site_name" content="{OFFICES[a["office"]]}">'
        return "200 OK", page(a["office"], f"{a['title']} - {OFFICES[a['office']]}", f"""<div class="duong-dan"><a href="./">Trang chủ</a> &rsaquo; <a href="tin-tuc?chuyen-muc={slugify(a['cat'])}">{esc(a['cat'])}</a></div>
<h2 class="tieude-tin">{t}</h2>{day}<div class="cong-cu">A- A A+ | <a href="tin-tuc/{a['slug']}?in=1">In</a> | <a href="#">Đọc bài</a></div>
{lead}<div class="noidung-tin">{body}</div>{f'<p class="tacgia" align="right">{esc(a["by"])}</p>' if a['by'] else ''}
{f'<div class="ten-muc nho">Các tin khác</div><ul class="tin-khac">{more}</ul>' if more else ''}""", head)

    def printed(a):
        return "200 OK", (f'<!doctype html><meta charset="utf-8"><meta name="robots" content="noindex"><title>{esc(a["title"])}</title><h3>{esc(a["title"])}</h3>'
                          + "".join(f"<p>{esc(p)}</p>" for p in a["text"]) + "<script>window.print()</script>")

    def missing(office="sotuphap"):
        return "404 Not Found", page(office, "Không tìm thấy", "<p>Trang bạn yêu cầu không tồn tại hoặc đã được di chuyển.</p>")

    def weeks(q):
        w = int(q["tuan"]) if q.get("tuan", "").isdigit() else 48
        monday = datetime(2024, 1, 1) + timedelta(weeks=w - 1) if w < 3000 else datetime(2024, 1, 1)
        rows = "".join(f"<tr><td>{DAYS[d]}<br>{monday + timedelta(days=d):%d/%m/%Y}</td><td>Làm việc thường xuyên tại cơ quan</td></tr>" for d in range(5))
        return "200 OK", page("sotuphap", f"Lịch công tác tuần {w}", f'<div class="ten-muc">Lịch công tác tuần {w}</div><a href="lich-cong-tac?tuan={max(1, w - 1)}">Tuần trước</a> <a href="lich-cong-tac?tuan={w + 1}">Tuần sau</a><table border="1">{rows}</table>')

    def route(path, q):
        part = path.strip("/").split("/")
        office = part[0]
        if path == "/":
            items = "".join(f'<h3><a href="/{o}/">{n}</a></h3>' + "".join(f'<p><a href="{url(a)}">{esc(a["title"])}</a></p>' for a in news[o][:5]) for o, n in OFFICES.items())
            return "200 OK", f'<!doctype html><meta charset="utf-8"><title>Cổng thông tin điện tử tỉnh</title><h1>Cổng thông tin điện tử tỉnh</h1>{items}'
        if path == "/robots.txt":
            return "200 OK", f"User-agent: *\nDisallow: /*/tim-kiem\nSitemap: {host}/sitemap.xml\n"
        if path == "/sitemap.xml":
            return "200 OK", ('<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + "".join(f"<url><loc>{host}/{o}/</loc></url>" for o in OFFICES) +
                              "".join(f"<url><loc>{url(a)}</loc></url>" for o in OFFICES for a in news[o]) + "</urlset>")
        if path.startswith("/chung/"):
            return "200 OK", PIXEL
        if office not in OFFICES:
            return missing()
        if path == f"/{office}":
            return "301 Moved Permanently", f"{host}/{office}/"
        rest = "/".join(part[1:])
        if rest == "":
            return front(office)
        if rest == "tin-tuc":
            return listing(office, q)
        if part[1] == "tin-tuc" and len(part) == 3:
            a = next((a for a in news[office] if a["slug"] == part[2]), None)
            return (printed(a) if q.get("in") else single(a)) if a else missing(office)
        if rest == "tim-kiem":
            key = q.get("tu-khoa", "").lower()
            return "200 OK", page(office, "Tìm kiếm", "Kết quả tìm kiếm:" + "".join(row(a) for a in news[office] if key and key in a["title"].lower()))
        if office == "sotuphap":
            if rest in PAGES:
                t, text = PAGES[rest]
                return "200 OK", page(office, t, f'<h2 class="tieude-tin">{t}</h2><div class="noidung-tin">' + "".join(f"<p>{p}</p>" for p in text) + "</div>")
            if rest == "van-ban":
                return "200 OK", page(office, "Văn bản", '<table class="van-ban">' + "".join(f'<tr><td><a href="van-ban/{i}">{n}</a></td><td>{t}</td></tr>' for i, (n, t) in enumerate(LEGAL, 51)) + "</table>")
            if part[1] == "van-ban" and part[-1] in ("51", "52", "53"):
                n, t = LEGAL[int(part[-1]) - 51]
                return "200 OK", page(office, n, f'<h2 class="tieude-tin">{t}</h2><table><tr><td>Số ký hiệu</td><td>{n}</td></tr><tr><td>Ngày ban hành</td><td>15/10/2024</td></tr><tr><td>Cơ quan</td><td>UBND tỉnh</td></tr></table>')
            if rest == "lich-cong-tac":
                return weeks(q)
            if rest == "so-do":
                return "200 OK", page(office, "Sơ đồ cổng", "<ul><li><a href='tin-tuc'>Tin tức</a></li><li><a href='van-ban'>Văn bản</a></li><li><a href='tin-tuc/hoi-thi-hoa-giai-vien-gioi-2021'>Hội thi Hòa giải viên giỏi 2021</a></li></ul>")
        return missing(office)

    def app(environ, start_response):
        path = environ.get("PATH_INFO") or "/"
        status, text = route(path, {k: v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()})
        kind = "text/plain; charset=utf-8" if path.endswith(".txt") else "text/xml; charset=utf-8" if path.endswith(".xml") else "image/gif" if isinstance(text, bytes) else "text/html; charset=utf-8"
        headers = [("Content-Type", kind)]
        if status[0] == "3":
            headers.append(("Location", text))
            text = ""
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        start_response(status, headers + [("Content-Length", str(len(data)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else data]

    def names(by):
        return by.split(" - ") if by else []

    truth = [{"url": url(a), "title": a["title"], "date": f"{a['at']:%Y-%m-%d}" if a["at"] else None, "section": a["cat"], "authors": names(a["by"]),
              "body": a["text"][0][:200], "other_news": [url(o) for o in others(a)]} for a in news["sotuphap"]]
    return Portal(app, host + "/sotuphap/", truth)
