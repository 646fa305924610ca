"""Sở Khoa học và Công nghệ: an old DotNetNuke child portal under /sokhcn/ (one WebForms form round the page, addresses that
are queries only, dl lists, pager by __doPostBack). Every article is also reached through "Các tin đã đưa"."""
import html
import html.entities
import re
import zlib
from datetime import datetime
from urllib.parse import parse_qs

from tests.portals.parts import Portal, answer, load, png, slugify

e = html.escape


NAME = "dnn_sokhcn"
SITE = "Sở Khoa học và Công nghệ tỉnh Đồng Sơn"
PER_PAGE = 7
SECTIONS = {  # section of the text: (tabid, page name, name on the site)
    "Xây dựng Đảng": (96, "HoatDongKHCN", "Hoạt động KH&CN"),
    "Công tác xây dựng Đảng": (97, "CongTacDang", "Công tác Đảng"),
    "Phổ biến, giáo dục pháp luật": (98, "PhoBienPhapLuat", "Phổ biến pháp luật"),
    "Công đoàn - Đoàn thanh niên": (99, "DoanThe", "Đoàn thể"),
    "Hoạt động đoàn thể": (99, "DoanThe", "Đoàn thể"),
}
OTHER = (101, "ThongBao", "Thông báo - Chỉ đạo")
EXTRAS = [
    (3, "Tin buồn", "Thông báo", None, ["Lãnh đạo Sở, Ban Chấp hành Công đoàn cơ sở Sở Khoa học và Công nghệ báo tin: cụ Trần Văn Hựu, thân phụ đồng chí Trần Hữu Phước, Trưởng phòng Quản lý Khoa học, đã từ trần ở tuổi 91.", "Đoàn viếng của cơ quan tập trung tại cổng Sở lúc 13 giờ 30."], None),
    (9, "Thông báo nghỉ Tết Dương lịch 2025", "Thông báo", None, ["Thực hiện quy định của Bộ luật Lao động, công chức, viên chức và người lao động thuộc Sở được nghỉ một ngày, thứ Tư 01/01/2025. Các phòng phân công người trực, báo danh sách về Văn phòng Sở."], "Văn phòng Sở"),
    (16, "Thư ngỏ", "Xây dựng Đảng", "Sở mong nhận được đề xuất đặt hàng nhiệm vụ khoa học từ các doanh nghiệp, hợp tác xã và bà con nông dân.", ["Những năm qua, nhiều việc khó ngoài đồng ruộng đã thành đề tài: máy tách vỏ hạt, chế phẩm giữ hoa, phần mềm đo độ mặn. Mỗi đề xuất chỉ cần một trang giấy, nêu rõ việc gì đang vướng và mong muốn ra sao.", "Thư gửi về Phòng Quản lý Khoa học trước khi hết quý I."], None),
    (27, "Đính chính", "Thông báo", None, ["Trong bản tin đăng tuần trước về hội thi sáng tạo, do sơ suất khi đánh máy, số giải pháp dự thi ghi là 125, nay xin sửa là 152. Ban Biên tập xin lỗi tác giả và bạn đọc."], "BBT"),
]
STATIC = {
    (102, "GioiThieu"): ("Giới thiệu chung", ["Sở Khoa học và Công nghệ là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, tham mưu quản lý nhà nước về nghiên cứu khoa học, phát triển công nghệ, tiêu chuẩn đo lường chất lượng, sở hữu trí tuệ, an toàn bức xạ.", "Tiền thân là Ban Khoa học và Kỹ thuật tỉnh thành lập năm 1978; từ năm 2003 mang tên gọi như hiện nay. Sở có 38 biên chế hành chính và 45 viên chức.", "Trong mười năm gần đây, Sở chủ trì nghiệm thu 164 nhiệm vụ cấp tỉnh, hơn một nửa đã chuyển giao cho cơ sở sử dụng."]),
    (103, "CoCauToChuc"): ("Cơ cấu tổ chức", ["Ban Giám đốc gồm Giám đốc và hai Phó Giám đốc. Giám đốc phụ trách chung và trực tiếp chỉ đạo công tác tổ chức, tài chính.", "Các phòng: Văn phòng, Thanh tra, Quản lý Khoa học, Quản lý Công nghệ, Kế hoạch - Tài chính. Đơn vị trực thuộc: Chi cục Tiêu chuẩn Đo lường Chất lượng, Trung tâm Ứng dụng tiến bộ."]),
    (104, "LienHe"): ("Liên hệ", ["Địa chỉ: 38 Nguyễn Thái Học, phường 1. Điện thoại: (0299) 385 0021 - Fax: (0299) 385 0055. Thư điện tử: sokhcn@dongson.example", "Bộ phận một cửa tiếp nhận hồ sơ các ngày làm việc trong tuần, sáng từ 7 giờ 30 phút."]),
}


def legacy(text):
    """As an old editor stores it: Latin-1 letters as named entities."""
    return "".join(f"&{html.entities.codepoint2name[ord(c)]};" if 160 < ord(c) < 256 and ord(c) in html.entities.codepoint2name else c for c in e(text))


def build(base_url):

    base = base_url.rstrip("/")
    home = base + "/sokhcn/"
    arts = load(40, 80, EXTRAS, datetime(2024, 12, 27), 61, capitals={1, 19, 33})
    for a in arts:
        a.tab, a.tabname, a.section = SECTIONS.get(a.section, OTHER)
        a.id = 1512 - 3 * a.n
        a.key = slugify(a.title).replace("-", "_")[:60]
        a.href = f"/sokhcn/Default.aspx?tabid={a.tab}&ndid={a.id}&key={a.key}"
        a.url = base + a.href
    tabs = {tab: (page, name) for tab, page, name in [*SECTIONS.values(), OTHER]}

    def stamp(a):
        return f"{a.when:%H:%M %d/%m/%Y}"

    def older(a):
        return [b for b in arts[a.n + 1:] if b.tab == a.tab][:5]

    def page(title, main, action, tab=0):
        menu = "".join(f'<td class="mainMenu" nowrap><a class="{"MenuSel" if t == tab else "Menu"}" href="/sokhcn/{p}/tabid/{t}/Default.aspx"><span>{e(n)}</span></a></td>' for t, (p, n) in tabs.items())
        static = "".join(f'<td class="mainMenu" nowrap><a class="Menu" href="/sokhcn/{p}/tabid/{t}/Default.aspx"><span>{v[0]}</span></a></td>' for (t, p), v in STATIC.items())
        notices = "".join(f'<tr><td class="Normal"><img src="/sokhcn/images/bullet.gif.png" alt=""> <a class="CommandButton" href="{e(a.href)}">{e(a.title[:45])}...</a></td></tr>' for a in arts if a.tab == 101 and a.n % 2)
        days = "".join(f"<td><a href=\"javascript:__doPostBack('dnn$ctr380$Calendar1','{9100 + d}')\">{d}</a></td>" for d in range(1, 32))
        return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<html lang="vi-VN" xml:lang="vi-VN" xmlns="http://www.w3.org/1999/xhtml">
<head id="Head"><meta content="text/html; charset=UTF-8" http-equiv="Content-Type" /><meta id="MetaGenerator" name="GENERATOR" content="DotNetNuke " /><meta id="MetaKeywords" name="KEYWORDS" content="DotNetNuke,DNN" />
<title>
	{title}
</title></head>
<body id="Body">
<form name="Form" method="post" action="{e(action)}" id="Form" enctype="multipart/form-data">
<div><input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTE5NTM4OTQ{zlib.crc32(action.encode()):08x}ZGQ=" /></div>
<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['Form'];
function __doPostBack(eventTarget, eventArgument) {{ theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }}
//]]>
</script>
<table class="pagemaster" border="0" cellspacing="0" cellpadding="0" width="1002" align="center"><tr><td>
<table width="100%"><tr><td><a id="dnn_dnnLOGO_hypLogo" title="{SITE}" href="/sokhcn/"><img src="/sokhcn/images/banner.png" alt="{SITE}" border="0" width="1002" /></a></td></tr>
<tr><td class="date">Thứ Sáu, ngày 27/12/2024 &nbsp; <a id="dnn_dnnLOGIN_cmdLogin" class="SkinObject" href="/sokhcn/Default.aspx?tabid={tab or 95}&amp;ctl=Login">Đăng nhập</a></td></tr></table>
<table class="menubar"><tr><td class="mainMenu"><a class="Menu" href="/sokhcn/Default.aspx"><span>Trang chủ</span></a></td>{menu}{static}</tr></table>
<table width="100%"><tr valign="top"><td id="dnn_LeftPane" class="leftpane" width="200">
<table class="c_container"><tr><td class="c_head">THÔNG BÁO</td></tr>{notices}<tr><td class="Normal"><a class="CommandButton" href="/sokhcn/Default.aspx?tabid=101&amp;ndid=808&amp;key=Tuyen_dung_vien_chuc_2019">Tuyển dụng viên chức 2019...</a></td></tr></table>
<table class="c_container"><tr><td class="c_head">LỊCH</td></tr><tr>{days}</tr></table>
<table class="c_container"><tr><td class="c_head">LIÊN KẾT WEBSITE</td></tr><tr><td><a href="http://www.most.gov.vn" target="_blank">Bộ Khoa học và Công nghệ</a><br><a href="{base}/">UBND tỉnh Đồng Sơn</a></td></tr></table></td>
<td id="dnn_ContentPane" class="contentpane">{main}</td></tr></table>
<table width="100%" class="footer"><tr><td align="center">TRANG THÔNG TIN ĐIỆN TỬ SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH ĐỒNG SƠN<br>Địa chỉ: 38 Nguyễn Thái Học, phường 1. Giấy phép số 14/GP-TTĐT<br>Số lượt truy cập: 2 481 907 - Đang online: 12</td></tr></table>
</td></tr></table></form></body></html>"""

    def listing(found):
        rows = ""
        for a in found:
            lead = a.lead or a.paras[0][:180] + "..."
            picture = f'<img src="/sokhcn/Portals/2/{a.id}.png" width="110" align="left" border="0" alt="">' if a.n % 2 else ""
            rows += f'<dt><a class="NewsHead" href="{e(a.href)}">{e(a.title)}</a> <span class="NewsDate">({stamp(a)})</span></dt>\n<dd class="Normal">{picture}{legacy(lead)} <a class="CommandButton" href="{e(a.href)}">[Chi tiết]</a></dd>\n'
        return f'<dl class="NewsList">{rows}</dl>'

    def section(tab, n):
        found = [a for a in arts if a.tab == tab]
        last = -(-len(found) // PER_PAGE)
        n = min(max(n, 1), last)
        links = " ".join(f"<span class=\"PagerSel\">{k}</span>" if k == n else f"<a class=\"CommandButton\" href=\"javascript:__doPostBack('dnn$ctr{tab + 300}$ViewNews$ctlPaging','{k}')\">{k}</a>" for k in range(1, last + 1))
        name = e(tabs[tab][1])
        return page(SITE + " > " + name, f"""<div id="dnn_ctr{tab + 300}_ContentPane"><span id="dnn_ctr{tab + 300}_dnnTITLE_lblTitle" class="Head">{name}</span>
<div id="dnn_ctr{tab + 300}_ModuleContent">{listing(found[(n - 1) * PER_PAGE:n * PER_PAGE])}
<div class="Normal" align="right">Trang: {links}</div></div></div>""", f"/sokhcn/{tabs[tab][0]}/tabid/{tab}/Default.aspx", tab)

    def text_of(a):
        lead = f'<p class="MsoNormal" style="text-align:justify"><b><i><span style="font-size:11.0pt;font-family:Arial">{legacy(a.lead)}</span></i></b></p>\n' if a.lead else ""
        if a.n % 3:
            body = "".join(f'<p class="MsoNormal" style="text-align:justify;text-indent:36pt"><span style="font-size:11.0pt;font-family:Arial">{legacy(p)}<o:p></o:p></span></p>\n' for p in a.paras)
        else:
            body = "<font face=\"Arial\" size=\"2\">" + "<br />\n<br />\n".join("&nbsp;&nbsp;&nbsp; " + legacy(p) for p in a.paras) + "</font><br />"
        sign = f'<div align="right"><b>{e(a.author)}</b></div>' if a.author else ""
        return lead + body + sign

    def detail(a):
        tail = "".join(f'<tr><td class="Normal"><img src="/sokhcn/images/arrow.png" alt=""> <a class="OtherNews" href="{e(b.href)}">{e(b.title)}</a> <span class="NewsDate">({stamp(b)})</span></td></tr>\n' for b in older(a))
        other = f'<tr><td class="OtherHead"><b>Các tin đã đưa:</b></td></tr>\n{tail}' if tail else ""
        return page(SITE, f"""<div id="dnn_ctr{a.tab + 300}_ContentPane"><span id="dnn_ctr{a.tab + 300}_dnnTITLE_lblTitle" class="Head">{e(a.section)}</span>
<div id="dnn_ctr{a.tab + 300}_ModuleContent"><table width="100%" border="0" cellpadding="4">
<tr><td><span id="dnn_ctr{a.tab + 300}_ViewNews_lblDate" class="NewsDate">{stamp(a)}</span></td></tr>
<tr><td class="NewsTitle"><span id="dnn_ctr{a.tab + 300}_ViewNews_lblTitle">{e(a.title)}</span></td></tr>
<tr><td class="Normal" id="dnn_ctr{a.tab + 300}_ViewNews_tdContent">{text_of(a)}</td></tr>
<tr><td align="right"><a class="CommandButton" href="{e(a.href)}&amp;print=1" target="_blank">Bản in</a> | <a class="CommandButton" href="javascript:history.back()">Quay lại</a></td></tr>
{other}</table></div></div>""", a.href, a.tab)

    def parent():
        return f"""<html><head><title>Cổng TTĐT tỉnh Đồng Sơn</title></head><body><h1>CỔNG THÔNG TIN ĐIỆN TỬ TỈNH ĐỒNG SƠN</h1><p>Các trang thành phần:</p><ul><li><a href="/sokhcn/">{SITE}</a></li><li><a href="http://sotaichinh.dongson.example/">Sở Tài chính</a></li></ul></body></html>"""

    def app(environ, start_response):
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        low, query, form = path.lower(), parse_qs(environ.get("QUERY_STRING", "")), {}
        reply = lambda *args, **kw: answer(environ, start_response, *args, **kw)
        if environ["REQUEST_METHOD"] == "POST":
            size = int(environ.get("CONTENT_LENGTH") or 0)
            raw = environ["wsgi.input"].read(min(size, 1 << 20)).decode("utf-8", "replace")
            form = parse_qs(raw, keep_blank_values=True)
            if "multipart" in environ.get("CONTENT_TYPE", ""):
                form = {k: [v] for k, v in re.findall(r'name="([^"]+)"\r\n\r\n(.*?)\r\n', raw)}
        if path == "/":
            return reply(parent())
        if low == "/sokhcn":
            return reply("", "301 Moved Permanently", extra=[("Location", home)])
        if path.endswith(".png"):
            return reply(png(), kind="image/png")
        m = re.fullmatch(r"/sokhcn/(?:\w+/tabid/(\d+)/)?(?:default\.aspx)?", low)
        if not m:
            return reply("<html><head><title>The resource cannot be found.</title></head><body><h1>Server Error in '/' Application.</h1><h2><i>The resource cannot be found.</i></h2></body></html>", "404 Not Found")
        tab = int(m[1] or (query.get("tabid", ["95"])[0] if query.get("tabid", ["95"])[0].isdigit() else 95))
        if query.get("ctl") == ["Login"]:
            return reply(page(SITE + " > Đăng nhập", '<table><tr><td>Tên đăng nhập</td><td><input name="u"></td></tr><tr><td>Mật khẩu</td><td><input type="password" name="p"></td></tr></table>', path))
        if "ndid" in query:
            a = next((a for a in arts if str(a.id) == query["ndid"][0]), None)
            if not a:  # a soft 404, as this module answers
                return reply(page(SITE, '<span class="NormalRed">Tin này không tồn tại hoặc đã bị xóa.</span>', path, tab))
            if "print" in query:
                return reply(f'<html><head><title>{SITE}</title></head><body onload="window.print()"><table width="640"><tr><td><b>{SITE}</b><hr></td></tr><tr><td>{stamp(a)}</td></tr><tr><td><b>{e(a.title)}</b></td></tr><tr><td>{text_of(a)}</td></tr></table></body></html>')
            return reply(detail(a))
        for (number, _), (title, text) in STATIC.items():
            if number == tab:
                return reply(page(f"{SITE} > {title}", f'<span class="Head">{title}</span><div class="Normal">{"".join(f"<p>{legacy(p)}</p>" for p in text)}</div>', path, tab))
        if tab in tabs:
            asked = form.get("__EVENTARGUMENT", ["1"])[0] if "ctlPaging" in form.get("__EVENTTARGET", [""])[0] else "1"
            return reply(section(tab, int(asked) if asked.isdigit() else 1))
        blocks = "".join(f'<table width="100%" class="c_container"><tr><td class="c_head"><a href="/sokhcn/{p}/tabid/{t}/Default.aspx">{e(n)}</a></td></tr><tr><td>{listing([a for a in arts if a.tab == t][:3])}</td></tr></table>' for t, (p, n) in tabs.items())
        return reply(page(SITE, blocks, "/sokhcn/Default.aspx"))

    truth = [{"url": a.url, "title": a.title, "date": f"{a.when:%Y-%m-%d}", "section": a.section, "authors": [a.author] if a.author else [],
              "body": (a.lead or a.paras[0])[:200], "other_news": [b.url for b in older(a)]} for a in arts]
    return Portal(app, home, truth)
