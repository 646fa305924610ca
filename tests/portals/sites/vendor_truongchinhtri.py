"""Trường Chính trị: a Vietnamese vendor's portal in home-made PHP (/{Slug}-p31a48131.html with the capitals of the title, picture
first in the lists, "Xem thêm" whose data-href answers a piece of HTML with the next button, soft 404, some pages without a date)."""
import html
import re
from datetime import datetime
from urllib.parse import parse_qs

from tests.portals.parts import Portal, answer, load, png, slugify

e = html.escape


NAME = "vendor_truongchinhtri"
SITE = "Trường Chính trị tỉnh Đồng Sơn"
PER_PAGE = 5
SECTIONS = {  # section of the text: (page id, name on the site)
    "Hoạt động Đảng bộ": (31, "Hoạt động nhà trường"),
    "Kiểm tra - Pháp luật": (32, "Nghiên cứu - Trao đổi"),
    "Thi đua - Chuyển đổi số": (35, "Thi đua - Chuyển đổi số"),
    "Đoàn thể": (36, "Công đoàn - Đoàn thanh niên"),
    "Thông báo": (40, "Thông báo"),
}
EXTRAS = [
    (2, "Thông báo nghỉ lễ", "Thông báo", None, ["Nhà trường cho học viên các lớp tập trung nghỉ hai ngày. Lớp tại chức ở huyện nghỉ theo lịch riêng do giáo viên chủ nhiệm báo."], "Phòng Đào tạo"),
    (6, "Tin buồn", "Thông báo", None, ["Đảng ủy, Ban Giám hiệu, Công đoàn nhà trường vô cùng thương tiếc báo tin: thầy giáo Phạm Quang Lộc, nguyên Trưởng khoa Xây dựng Đảng, đã từ trần sau một thời gian lâm bệnh, hưởng thọ 71 tuổi.", "Thầy có 34 năm đứng lớp. Nhiều thế hệ cán bộ trong tỉnh từng là học trò của thầy."], None),
    (12, "LỊCH THI HỌC KỲ II NĂM HỌC 2023 - 2024", "Thông báo", None, ["Lớp K71 thi môn Triết học sáng thứ Hai; lớp K72 thi môn Kinh tế chính trị chiều thứ Ba; lớp K73 thi viết bài thu hoạch tại nhà. Học viên mang thẻ và có mặt trước giờ gọi tên 15 phút."], None),
    (24, "Nhớ thầy", "Hoạt động Đảng bộ", "Bài viết của học viên khóa 41 nhân ngày Nhà giáo Việt Nam.", ["Hôm ấy mưa, cả lớp đến muộn. Thầy đứng chờ ngoài hiên, tay cầm chồng bài đã chấm, chỗ nào cũng có nét mực đỏ nắn từng câu.", "Ba mươi năm sau, tôi còn giữ bài thu hoạch ấy, với dòng chữ: “Em viết được, nhưng hãy viết điều em thấy”."], "Lê Thị Hạnh Phúc"),
    (35, "Thư mời viết bài", "Nghiên cứu - Trao đổi", None, ["Ban biên tập nội san mời giảng viên, học viên gửi bài cho số 2. Bài dài không quá 4.000 chữ, ghi rõ tài liệu đã dẫn, gửi trước ngày 15."], "BAN BIÊN TẬP"),
]
SECTIONS["Nghiên cứu - Trao đổi"] = SECTIONS["Kiểm tra - Pháp luật"]
STATIC = {
    11: ("Giới thiệu chung", ["Trường Chính trị tỉnh Đồng Sơn tiền thân là Trường Đảng tỉnh, mở lớp đầu tiên năm 1949 trong căn cứ, học viên ngồi trên bó lúa mà nghe giảng.", "Nay trường có 42 cán bộ, viên chức, trong đó 28 giảng viên; mỗi năm mở hơn 40 lớp với gần ba nghìn lượt người học. Trường đạt chuẩn mức 1 từ năm 2023.", "Nhiệm vụ của trường là đào tạo trung cấp lý luận chính trị, bồi dưỡng chức danh và nghiên cứu khoa học, tổng kết thực tiễn ở địa phương."]),
    12: ("Cơ cấu tổ chức", ["Ban Giám hiệu: Hiệu trưởng và hai Phó Hiệu trưởng.", "Ba khoa: Lý luận cơ sở; Xây dựng Đảng; Nhà nước và pháp luật. Hai phòng: Quản lý đào tạo và nghiên cứu khoa học; Tổ chức, hành chính, thông tin, tư liệu."]),
    13: ("Liên hệ", ["Trường Chính trị, đường Phạm Ngũ Lão, khóm 4, phường 9. Điện thoại: 0299 3855 444. Thư điện tử: tct@dongson.example. Tuyến xe buýt số 2 dừng trước cổng."]),
}


def build(base_url):
    base = base_url.rstrip("/")
    arts = load(240, 280, EXTRAS, datetime(2024, 6, 14), 70, capitals={5, 20})
    for a in arts:
        a.pid, a.section = SECTIONS[a.section]
        a.id = 48131 - 11 * a.n
        a.path = f"/{slugify(a.title)}-p{a.pid}a{a.id}.html"
        a.url = base + a.path
        a.dated = a.n % 11 != 5  # some articles have "show the date" switched off
        if a.lead and a.n % 4 == 2:
            a.lead = "(TCT) - " + a.lead
    pages = dict(SECTIONS.values())

    def cat_path(pid):
        return f"/{slugify(pages.get(pid) or STATIC[pid][0])}-p{pid}.html"

    def around(a):
        same = [b for b in arts if b.pid == a.pid]
        k = same.index(a)
        return same[max(0, k - 2):k], same[k + 1:k + 6]

    def item(a):
        lead = " ".join((a.lead or a.paras[0]).split()[:36])
        return f"""<div class="tin_item">
	<a class="tin_anh" href="{a.path}"><img src="/upload/thumb/{a.id}.png" width="160" alt="{e(a.title)}" /></a>
	<div class="tin_nd"><a class="tin_ten" href="{a.path}">{e(a.title)}</a>
	<div class="tin_tomtat">{e(lead)} ... <a href="{a.path}" class="chitiet">Xem chi tiết &raquo;</a></div></div>
	<div class="clear"></div>
</div>
"""

    def chunk(pid, n):
        found = [a for a in arts if a.pid == pid]
        more = f'<div class="xemthem" data-href="/ajax/tin.php?p={pid}&amp;trang={n + 1}">Xem thêm</div>\n' if n * PER_PAGE < len(found) else ""
        return "".join(item(a) for a in found[(n - 1) * PER_PAGE:n * PER_PAGE]) + more

    def page(title, main, head=""):
        menu = "".join(f'<li><a href="{cat_path(p)}">{n.upper()}</a></li>' for p, n in pages.items())
        static = "".join(f'<li><a href="{cat_path(p)}">{v[0]}</a></li>' for p, v in STATIC.items())
        notices = "".join(f'<div class="tb"><a href="{a.path}">{e(a.title)}</a></div>' for a in [a for a in arts if a.pid == 40][:5])
        years = "".join(f"<option>{y}</option>" for y in range(2010, 2025))
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{e(title)}</title>
<meta name="keywords" content="truong chinh tri, dao tao, boi duong" />
<base href="{base}/" />
{head}<link href="css/style.css" rel="stylesheet" type="text/css" />
<script type="text/javascript" src="js/jquery-1.7.2.min.js"></script>
<script type="text/javascript">
$(function(){{ $('.xemthem').live('click', function(){{ var b = $(this); $.get(b.data('href'), function(h){{ b.replaceWith(h); }}); }}); }});
</script>
</head>
<body>
<div id="wrapper">
<div id="banner"><a href="{base}/"><img src="images/banner.png" alt="{SITE}" /></a></div>
<ul id="menu"><li><a href="{base}/">TRANG CHỦ</a></li><li><a href="{cat_path(11)}">GIỚI THIỆU</a><ul>{static}</ul></li>{menu}</ul>
<div id="marquee"><marquee scrollamount="3">Chào mừng bạn đến với trang thông tin điện tử {SITE}</marquee> Thứ sáu, ngày 14-06-2024</div>
<div id="left">
	<div class="box"><div class="box_title">THÔNG BÁO MỚI</div>{notices}<div class="tb"><a href="/Ke-hoach-tuyen-sinh-nam-2018-p40a11020.html">Kế hoạch tuyển sinh năm 2018</a></div></div>
	<div class="box"><div class="box_title">XEM TIN THEO NGÀY</div><form action="/tin-theo-ngay.php" method="get"><input name="ngay" size="2" /><input name="thang" size="2" /><select name="nam">{years}</select><input type="submit" value="Xem" /></form></div>
	<div class="box"><div class="box_title">THĂM DÒ Ý KIẾN</div><form action="/binhchon.php" method="post"><p>Bạn thấy trang tin này thế nào?</p><input type="radio" name="y" value="1" /> Tốt <input type="radio" name="y" value="2" /> Được <input type="submit" value="Bình chọn" /></form></div>
	<div class="box"><div class="box_title">LƯỢT TRUY CẬP</div>Đang xem: 3<br />Tổng số: 902.117</div>
</div>
<div id="center">
{main}
</div>
<div id="footer"><b>{SITE.upper()}</b><br />Địa chỉ: đường Phạm Ngũ Lão, khóm 4, phường 9 - Điện thoại: 0299 3855 444<br />Chịu trách nhiệm: Hiệu trưởng. Thiết kế: <a href="http://www.vietsoftware.example" target="_blank">Công ty phần mềm Việt</a></div>
</div>
</body>
</html>"""

    def text_of(a):
        lead = f'<div class="td_tomtat"><b>{e(a.lead)}</b></div>\n' if a.lead else ""
        body = ""
        for i, p in enumerate(a.paras):
            body += f'<div style="text-align: justify;"><span style="font-size: medium;">&nbsp;&nbsp; &nbsp;&nbsp;{e(p)}</span></div>\n'
            if i == 0 and a.n % 3 == 1:
                body += f'<div style="text-align: center;"><img src="upload/{a.id}.png" alt="" width="500" /></div>\n<div style="text-align: center;"><em>Toàn cảnh buổi lễ</em></div>\n'
        sign = f'<div style="text-align: right;"><strong>{e(a.author)}&nbsp;&nbsp;&nbsp;</strong></div>\n' if a.author else ""
        return lead + f'<div class="td_noidung">{body}{sign}</div>'

    def detail(a):
        newer, older = around(a)
        def links(found):
            return "".join(f'<li>&raquo; <a href="{b.path}">{e(b.title)}</a>' + (f" <i>({b.when:%d/%m})</i>" if b.dated else "") + "</li>\n" for b in found)
        seen = f"Lượt xem: {300 + a.id % 977}"
        line = f"Ngày đăng: {a.when:%d-%m-%Y} | {seen}" if a.dated else seen
        files = f'<div class="file">File đính kèm: <a href="upload/file/{a.id}.pdf">{a.id}.pdf</a></div>' if a.pid == 40 and a.n % 2 else ""
        first = f'<div class="khac_title">Tin mới hơn</div><ul class="khac">{links(newer)}</ul>\n' if newer else ""
        second = f'<div class="khac_title">Tin đã đưa</div><ul class="khac">{links(older)}</ul>\n' if older else ""
        return page(f"{a.title} - {SITE}", f"""<div class="box_title"><a href="{cat_path(a.pid)}">{a.section}</a></div>
<table width="100%" cellpadding="5"><tr><td><h2 class="ten_tin">{e(a.title)}</h2></td></tr>
<tr><td class="ngay">{line} | <a href="javascript:void(0)" onclick="window.open('{base}/in.php?a={a.id}')">In trang</a> | <a href="/in.php?a={a.id}" target="_blank"><img src="images/print.png" alt="Bản in" /></a></td></tr>
<tr><td>{text_of(a)}{files}</td></tr></table>
{first}{second}""")

    def app(environ, start_response):
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        query = parse_qs(environ.get("QUERY_STRING", ""))
        reply = lambda *args, **kw: answer(environ, start_response, *args, **kw)
        if path.endswith(".png"):
            return reply(png(), kind="image/png")
        if path.endswith(".pdf"):
            return reply(b"%PDF-1.3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", kind="application/pdf")
        if path.endswith((".css", ".js")):
            return reply("", kind="text/css" if path.endswith(".css") else "application/x-javascript")
        if path in ("/", "/index.php"):
            hot = "".join(f'<div class="noibat"><a href="{a.path.replace(f"-p{a.pid}a", "-p1a")}"><img src="/upload/{a.id}.png" alt="" /></a><br /><a href="{a.path.replace(f"-p{a.pid}a", "-p1a")}">{e(a.title)}</a></div>' for a in arts[:3])
            blocks = "".join(f'<div class="box_title"><a href="{cat_path(p)}">{n}</a></div>{"".join(item(a) for a in [a for a in arts if a.pid == p][:2])}' for p, n in pages.items())
            return reply(page(SITE, f'<div id="tinnoibat">{hot}</div>{blocks}'))
        if path == "/ajax/tin.php":
            p, n = query.get("p", ["0"])[0], query.get("trang", ["1"])[0]
            ok = p.isdigit() and n.isdigit() and int(p) in pages and int(n) > 0
            return reply(chunk(int(p), int(n)) if ok else "", kind="text/html; charset=utf-8")
        if path == "/tin-theo-ngay.php":
            day = "-".join(query.get(k, ["0"])[0].zfill(2) for k in ("ngay", "thang", "nam"))
            found = [a for a in arts if f"{a.when:%d-%m-%Y}" == day]
            return reply(page(SITE, f'<div class="box_title">Tin ngày {e(day)}</div>' + ("".join(item(a) for a in found) or "Không có tin nào.")))
        if path == "/in.php":
            a = next((a for a in arts if query.get("a") == [str(a.id)]), None)
            return reply(f'<html><head><title>{e(a.title)}</title></head><body onload="print()"><h3>{e(a.title)}</h3>{text_of(a)}</body></html>' if a else "Không có dữ liệu")
        if m := re.fullmatch(r"/.*-p(\d+)(?:a(\d+))?\.html", path):
            if m[2]:
                a = next((a for a in arts if str(a.id) == m[2]), None)
                if a and a.path != path:
                    return reply("", "301 Moved Permanently", extra=[("Location", a.url)])
                return reply(detail(a) if a else page(SITE, '<div class="box_title">Thông báo</div><p align="center">Tin bài không tồn tại hoặc đã bị xóa!</p>'))
            if int(m[1]) in pages:
                name = pages[int(m[1])]
                return reply(page(f"{name} - {SITE}", f'<div class="box_title">{name}</div>\n<div id="ds_tin">{chunk(int(m[1]), 1)}</div>'))
            if int(m[1]) in STATIC:
                title, text = STATIC[int(m[1])]
                return reply(page(f"{title} - {SITE}", f'<div class="box_title">{title}</div><div class="td_noidung">{"".join(f"<p>{p}</p>" for p in text)}</div>'))
        return reply("<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>", "404 Not Found", "text/html; charset=iso-8859-1")

    truth = [{"url": a.url, "title": a.title, "date": f"{a.when:%Y-%m-%d}" if a.dated else None, "section": a.section, "authors": [a.author] if a.author else [],
              "body": (a.lead or a.paras[0])[:200], "other_news": [b.url for group in around(a) for b in group]} for a in arts]
    return Portal(app, base + "/", truth)
