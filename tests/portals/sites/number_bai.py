"""Home-made PHP portal that knows only numbers: /bai/512, lists /muc/3?trang=2. Dates stand in the lists; only every second
article repeats its date on its own page. Two articles are split in three parts, also by ?trang=2. Nothing for machines."""
import html
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs

from tests.portals.articles import articles
from tests.portals.parts import Portal

NAME = "number_bai"
SITE = "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh"
PER = 5
MUC = {1: "Hoạt động Đảng bộ", 2: "Kiểm tra - Pháp luật", 4: "Đoàn thể", 5: "Thi đua - Chuyển đổi số", 9: "Thông báo"}
RETITLE = {2: "QUÁN TRIỆT CÔNG TÁC DÂN VẬN NĂM 2024", 4: "Thi nâng ngạch", 13: "Thi hành án dân sự 2024: 534 người dự", 28: "Mời tham gia"}
EXTRA = [
    ("Tin buồn", 9, "2024-11-13T05:40", None, ["Đảng ủy Khối thương tiếc báo tin: đồng chí Võ Văn Chín, nguyên Ủy viên Ban Chấp hành Đảng bộ Khối khóa III, đã từ trần, hưởng thọ 79 tuổi."]),
    ("Thư cảm ơn", 9, "2024-11-15T09:00", "Gia đình đồng chí Võ Văn Chín", ["Gia đình chúng tôi chân thành cảm tạ các cơ quan, đoàn thể, thân bằng quyến thuộc đã gửi vòng hoa, phúng điếu và tiễn đưa chồng, cha chúng tôi đến nơi an nghỉ."]),
    ("Thông báo nghỉ lễ", 9, "2024-10-31T16:00", None, ["Cơ quan Đảng ủy Khối nghỉ Tết Dương lịch năm 2025 theo quy định chung. Số điện thoại trực: 0272 3826 000."]),
    ("Lịch trực Tết", 9, "2024-11-14T08:30", None, ["Văn phòng Đảng ủy Khối gửi lịch trực Tết Ất Tỵ 2025, mỗi ca có một đồng chí lãnh đạo, một chuyên viên và một lái xe.", "Các đồng chí có thay đổi báo lại trước ngày 20/12/2024."]),
]
PAGES = {1: ("Giới thiệu", ["Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh được hợp nhất từ hai Đảng bộ Khối vào tháng 8 năm 2018.", "Đảng bộ hiện có 83 tổ chức cơ sở đảng, 6.214 đảng viên sinh hoạt tại 412 chi bộ."]),
         2: ("Cơ cấu tổ chức", ["Ban Chấp hành gồm 35 đồng chí, Ban Thường vụ 11 đồng chí.", "Cơ quan chuyên trách gồm Văn phòng, Ban Tổ chức, Ban Tuyên giáo, Ban Dân vận và Ủy ban Kiểm tra."]),
         3: ("Liên hệ", ["Số 4 đường Võ Văn Tần, phường 2, thành phố Tân An. Điện thoại: 0272 3826 000."]),
         4: ("Sơ đồ trang", ["Trang tin gồm năm mục: hoạt động Đảng bộ, kiểm tra - pháp luật, đoàn thể, thi đua - chuyển đổi số, thông báo."])}
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
esc = html.escape


def load():
    src = articles()[240:280]
    code = {v: k for k, v in MUC.items()}
    rows = [(RETITLE.get(i, a["title"]), code[a["section"]], a["date"], a["author"], ([a["lead"]] if a["lead"] else []) + a["paragraphs"]) for i, a in enumerate(src)] + EXTRA
    items = [{"title": t, "muc": m, "at": datetime.fromisoformat(d or "2024-11-15T07:00").replace(tzinfo=None), "by": by, "text": p, "parts": [p]} for t, m, d, by, p in rows]
    items.sort(key=lambda a: a["at"], reverse=True)
    for rank, a in enumerate(reversed(items)):
        a["so"] = 401 + rank * 3 + rank * rank % 3
        a["dated"] = rank % 2 == 0
    longest = sorted(items, key=lambda a: -sum(map(len, a["text"])))[:2]
    for a in longest:                                              # three parts of about the same number of paragraphs
        n, k = len(a["text"]), len(a["text"]) // 3
        a["parts"] = [a["text"][:k], a["text"][k:2 * k], a["text"][2 * k:n]]
    return items


def build(base_url):
    base = base_url.rstrip("/")
    arts = load()
    by_so = {a["so"]: a for a in arts}
    muc = {m: [a for a in arts if a["muc"] == m] for m in MUC}

    def others(a):
        row = muc[a["muc"]]
        i = row.index(a)
        return row[i + 1:i + 6]

    def month_box():
        cells = ""
        for d in range(1, 31):
            cells += f'<td><a href="/ngay/2024-11-{d:02d}">{d}</a></td>' + ("</tr><tr>" if d % 7 == 0 else "")
        return f'<div class="khung"><b>Xem theo ngày - 11/2024</b><table class="lich"><tr>{cells}</tr></table></div>'

    def page(main):
        menu = " | ".join(f'<a href="{u}">{t}</a>' for u, t in [("/", "Trang nhất"), ("/trang/1", "Giới thiệu"), ("/trang/2", "Cơ cấu tổ chức")] + [(f"/muc/{m}", t) for m, t in MUC.items()] + [("/trang/3", "Liên hệ"), ("/trang/4", "Sơ đồ trang")])
        hot = "".join(f'<p>{i}. <a href="/bai/{a["so"]}">{esc(a["title"])}</a></p>' for i, a in enumerate(arts[6:40:8], 1))
        return f"""<html>
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{SITE}</title><link rel="stylesheet" href="/kieu.css"></head>
<body><div id="tren"><img src="/hinh/bieu-ngu.gif" alt="{SITE}"></div><div id="menu">{menu}</div>
<div id="trai">{main}</div>
<div id="phai"><form action="/tim" method="get"><input name="tu"><input type="submit" value="Tìm"></form>{month_box()}
<div class="khung"><b>Đọc nhiều trong tuần</b>{hot}<p>6. <a href="/bai/389">Giải chạy việt dã năm 2022</a></p></div>
<div class="khung"><b>Thăm dò ý kiến</b><form method="post" action="/tham-do"><input type="radio" name="c" value="1">Rất tốt<br><input type="radio" name="c" value="2">Tốt<br><input type="submit" value="Gửi"></form></div></div>
<div id="duoi">Bản quyền thuộc {SITE}<br>Thống kê truy cập: Đang online: 4 - Hôm nay: 32 - Trong tuần: 356 - Tất cả: 1902577</div></body></html>"""

    def numbers(path, n, last):
        return '<div class="so-trang">Trang ' + "\u00a0".join(f"<b>{k}</b>" if k == n else f'<a href="{path}?trang={k}">{k}</a>' for k in range(1, last + 1)) + "</div>" if last > 1 else ""

    def rows(items):
        return "<dl>" + "".join(f'<dt>{a["at"].day}.{a["at"].month}.{a["at"].year}</dt><dd><a href="/bai/{a["so"]}">{esc(a["title"])}</a></dd>' for a in items) + "</dl>"

    def front():
        main = f'<div class="tin-dau"><a href="/bai/{arts[0]["so"]}"><img src="/hinh/1.gif" border="0"></a> <a href="/bai/{arts[0]["so"]}"><strong>{esc(arts[0]["title"])}</strong></a><p>{esc(arts[0]["text"][0])} <a href="/bai/{arts[0]["so"]}">[Xem tiếp]</a></p></div>'
        for m, t in MUC.items():
            main += f'<div class="ten-muc"><a href="/muc/{m}">{t}</a></div>{rows(muc[m][:4])}<div class="them"><a href="/muc/{m}">Các tin khác &gt;&gt;</a></div>'
        return page(main)

    def listing(m, n):
        last = -(-len(muc[m]) // PER)
        n = n if 1 <= n <= last else 1
        return page(f'<div class="ten-muc">{MUC[m]}</div>{rows(muc[m][(n - 1) * PER:n * PER])}{numbers(f"/muc/{m}", n, last)}')

    def article(a, n):
        n = n if 1 <= n <= len(a["parts"]) else 1
        body = "".join(f"<p>{esc(p)}</p>" for p in a["parts"][n - 1])
        if a["by"] and n == len(a["parts"]):
            body += f'<p class="ky-ten"><i>{esc(a["by"])}</i></p>'
        at = a["at"]
        when = f'<div class="ngay">Ngày {at.day} tháng {at.month} năm {at.year}</div>' if a["dated"] else ""
        more = "".join(f'<p>- <a href="/bai/{o["so"]}">{esc(o["title"])}</a></p>' for o in others(a))
        return page(f"""<div class="vi-tri">&raquo; <a href="/muc/{a['muc']}">{MUC[a['muc']]}</a></div><h3>{esc(a['title'])}</h3>{when}
<div class="noi-dung">{body}</div>{numbers(f"/bai/{a['so']}", n, len(a['parts']))}<div class="in"><a href="/in/{a['so']}">Bản in</a></div>
{f'<div class="tin-cu"><b>Tin đã đăng</b>{more}</div>' if more else ''}""")

    def by_day(text):
        try:
            d = date.fromisoformat(text)
        except ValueError:
            return None
        found = [a for a in arts if a["at"].date() == d]
        if not date(1990, 1, 1) < d < date(2100, 1, 1):
            return None
        return page(f'<div class="ten-muc">Tin ngày {d:%d/%m/%Y}</div>{rows(found) if found else "<p>Không có tin.</p>"}<a href="/ngay/{d - timedelta(days=1)}">&lt; Ngày trước</a> <a href="/ngay/{d + timedelta(days=1)}">Ngày sau &gt;</a>')

    def route(path, q):
        part = path.strip("/").split("/")
        num = int(part[1]) if len(part) == 2 and part[1].isdigit() else None
        n = int(q["trang"]) if q.get("trang", "").isdigit() else 1
        if path == "/":
            return "200 OK", front()
        if part[0] == "bai" and num in by_so:
            return "200 OK", article(by_so[num], n)
        if part[0] == "bai" and num is not None:                   # deleted: sent to the front page
            return "302 Found", base + "/"
        if part[0] == "muc" and num in MUC:
            return "200 OK", listing(num, n)
        if part[0] == "in" and num in by_so:
            a = by_so[num]
            return "200 OK", f'<html><head><meta charset="utf-8"><title>{SITE}</title></head><body onload="print()"><h3>{esc(a["title"])}</h3>' + "".join(f"<p>{esc(p)}</p>" for p in a["text"]) + "</body></html>"
        if part[0] == "trang" and num in PAGES:
            t, text = PAGES[num]
            return "200 OK", page(f'<h3>{t}</h3><div class="noi-dung">' + "".join(f"<p>{x}</p>" for x in text) + "</div>")
        if part[0] == "ngay" and len(part) == 2:
            text = by_day(part[1])
            if text:
                return "200 OK", text
        if path == "/tim":
            key = q.get("tu", "").lower()
            return "200 OK", page('<div class="ten-muc">Kết quả tìm</div>' + rows(a for a in arts if key and key in a["title"].lower()))
        if part[0] == "hinh":
            return "200 OK", PIXEL
        if path == "/kieu.css":
            return "200 OK", "h3{color:#b00}.ngay{font-size:11px}"
        return "404 Not Found", "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr><center>nginx/1.10.3</center></body></html>"

    def app(environ, start_response):
        path = environ.get("PATH_INFO") or "/"
        status, text = route(path, {k: v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()})
        headers = [("Content-Type", "image/gif" if isinstance(text, bytes) else "text/css" if path.endswith(".css") else "text/html; charset=utf-8")]
        if status[0] == "3":
            headers.append(("Location", text))
            text = ""
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        start_response(status, headers + [("Content-Length", str(len(data))), ("X-Powered-By", "PHP/5.4.45")])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else data]

    truth = []
    for a in arts:
        row = {"url": f"{base}/bai/{a['so']}", "title": a["title"], "date": f"{a['at']:%Y-%m-%d}", "section": MUC[a["muc"]], "authors": [a["by"]] if a["by"] else [],
               "body": a["parts"][0][0][:200], "other_news": [f"{base}/bai/{o['so']}" for o in others(a)]}
        if len(a["parts"]) > 1:
            row["parts"] = len(a["parts"])
        truth.append(row)
    return Portal(app, base + "/", truth)
