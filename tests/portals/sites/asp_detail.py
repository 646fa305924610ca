"""Classic ASP portal of about 2006: nested tables and font tags, pages in pure ASCII with numeric entities,
/detail.asp?sid=7&tid=123, list pager = GET form with <select name="page">, nothing for machines, soft 404."""
import html
from datetime import datetime
from urllib.parse import parse_qs

from tests.portals.articles import articles
from tests.portals.parts import Portal

NAME = "asp_detail"
SITE = "Website Đảng bộ Khối Dân Chính Đảng"
PER = 5
SECTIONS = {3: "Tin chính trị", 5: "Công đoàn - Đoàn thể", 7: "Công tác Đảng", 8: "An ninh - Quốc phòng", 11: "Kinh tế - Văn hóa", 12: "Thông báo"}
MAP = {"Chính trị": 3, "Hoạt động đoàn thể": 5, "Công tác xây dựng Đảng": 7, "Kiểm tra - Giám sát": 7, "Quốc phòng - An ninh": 8, "Kinh tế - Xã hội": 11,
       "Văn hóa - Xã hội": 11, "Chuyển đổi số": 11, "Thông báo nội bộ Khối": 12, "Thông tin chỉ đạo": 12}
RETITLE = {3: "Một cửa liên thông", 14: "THÔNG BÁO ĐỔI ĐỊA ĐIỂM", 22: "Sinh hoạt chuyên đề", 33: "KẾ HOẠCH SỐ 79-KH/TU: KẾT QUẢ SAU 5 NĂM"}
EXTRA = [
    ("Tin buồn", 12, "2024-11-19T06:50", None, ["Đảng ủy Khối vô cùng thương tiếc báo tin: đồng chí Phan Văn Mười, cán bộ hưu trí, 55 năm tuổi Đảng, đã từ trần hồi 22 giờ 10 phút, hưởng thọ 82 tuổi."]),
    ("Tin buồn", 12, "2024-11-07T16:12", None, ["Chi bộ Văn phòng thương tiếc báo tin: cụ ông Huỳnh Văn Năm, thân phụ đồng chí Huỳnh Thị Cúc, đã tạ thế, hưởng thọ 91 tuổi.", "Lễ động quan lúc 6 giờ ngày 09/11."]),
    ("Thư cảm ơn", 12, "2024-11-20T09:05", "Gia đình tang quyến", ["Gia đình chúng tôi xin chân thành cảm ơn quý cơ quan, bà con lối xóm đã đến chia buồn và tiễn đưa người thân của chúng tôi về nơi an nghỉ cuối cùng."]),
    ("Thông báo nghỉ lễ", 12, "2024-11-25T13:40", None, ["Văn phòng Đảng ủy Khối thông báo nghỉ Tết Dương lịch 01 ngày. Các đồng chí trực cơ quan theo lịch phân công đã gửi qua hộp thư công vụ."]),
]
INTRO = {1: ("Giới thiệu chung", ["Đảng bộ Khối Dân Chính Đảng trực thuộc Tỉnh ủy, được thành lập ngày 20 tháng 5 năm 1992.", "Đảng bộ có 61 tổ chức cơ sở đảng, trong đó 38 đảng bộ và 23 chi bộ cơ sở."]),
         2: ("Cơ cấu tổ chức", ["Thường trực Đảng ủy gồm Bí thư và hai Phó Bí thư. Cơ quan chuyên trách gồm Ban Tổ chức, Ban Tuyên giáo, Ủy ban Kiểm tra và Văn phòng.", "Các tổ chức đoàn thể: Đoàn Khối, Hội Cựu chiến binh Khối."]),
         3: ("Lịch sử hình thành", ["Tiền thân của Đảng bộ là Đảng bộ các cơ quan cấp tỉnh. Qua sáu kỳ đại hội, số đảng viên tăng từ 1.120 lên hơn 4.300 đồng chí."])}
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
esc = html.escape


def load():
    src = articles()[120:160]
    rows = [(RETITLE.get(i, a["title"]), MAP[a["section"]], a["date"], a["author"], ([a["lead"]] if a["lead"] else []) + a["paragraphs"]) for i, a in enumerate(src)] + EXTRA
    items = [{"title": t, "sid": s, "at": datetime.fromisoformat(d).replace(tzinfo=None) if d else None, "by": by, "text": p} for t, s, d, by, p in rows]
    items.sort(key=lambda a: a["at"] or datetime(2024, 11, 10), reverse=True)
    for rank, a in enumerate(reversed(items)):
        a["tid"] = 102 + rank * 3 - rank % 2
    return items


def stamp(at):                                                     # what VBScript's Now() prints under LCID 1066
    return f"{at.day}/{at.month}/{at.year} {(at.hour - 1) % 12 + 1}:{at:%M:%S} {'CH' if at.hour >= 12 else 'SA'}"


def build(base_url):
    base = base_url.rstrip("/")
    arts = load()
    by_tid = {a["tid"]: a for a in arts}
    sect = {s: [a for a in arts if a["sid"] == s] for s in SECTIONS}
    href = lambda a: f"detail.asp?sid={a['sid']}&tid={a['tid']}"   # bare ampersand, as hand-written ASP does
    day = lambda a: f" <font color=#808080 size=1>({a['at'].day}/{a['at'].month}/{a['at'].year})</font>" if a["at"] else ""

    def others(a):
        return [o for o in sect[a["sid"]] if o is not a][:5]      # always the newest of the section

    def page(main):
        left = "".join(f'<TR><TD height=22 background="images/menu.gif">&nbsp;<IMG src="images/mt.gif">&nbsp;<A class=menu href="{u}">{t}</A></TD></TR>' for u, t in
                       [("default.asp", "Trang chủ")] + [(f"intro.asp?mid={m}", v[0]) for m, v in INTRO.items()] +
                       [(f"list.asp?sid={s}", t) for s, t in SECTIONS.items()] + [("lienhe.asp", "Liên hệ"), ("sodo.asp", "Sơ đồ website")])
        hot = "".join(f'<TR><TD valign=top>&#8226;</TD><TD><A class=nho href="Detail.asp?tid={a["tid"]}&sid={a["sid"]}">{esc(a["title"])}</A></TD></TR>' for a in arts[4:34:7])
        note = "<BR>".join(f'<A href="{href(a)}">{esc(a["title"])}</A>' for a in sect[12][:4])
        return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=utf-8"><TITLE>{SITE}</TITLE><LINK href="style.css" type=text/css rel=stylesheet></HEAD>
<BODY leftMargin=0 topMargin=0><TABLE width=778 align=center border=0 cellspacing=0 cellpadding=0>
<TR><TD colspan=3><IMG src="images/banner.gif" width=778 height=110></TD></TR>
<TR bgcolor=#cc0000><TD colspan=3 align=right><FONT color=#ffffff size=1>Thứ hai, ngày 2 tháng 12 năm 2024&nbsp;</FONT></TD></TR>
<TR><TD width=160 valign=top bgcolor=#fff4e0><TABLE width="100%" border=0 cellspacing=0>{left}</TABLE>
<FORM action="search.asp" method=get><INPUT size=12 name=key><INPUT type=submit value="Tìm"></FORM></TD>
<TD width=458 valign=top><TABLE width="98%" align=center border=0><TR><TD>{main}</TD></TR></TABLE></TD>
<TD width=160 valign=top><TABLE width="100%" border=0><TR><TD bgcolor=#cc0000 align=center><FONT color=#ffff00><B>THÔNG BÁO</B></FONT></TD></TR>
<TR><TD><MARQUEE direction=up height=120 scrollamount=2 onmouseover="this.stop()" onmouseout="this.start()">{note}</MARQUEE></TD></TR></TABLE>
<TABLE width="100%" border=0><TR><TD colspan=2 bgcolor=#cc0000 align=center><FONT color=#ffff00><B>TIN ĐỌC NHIỀU</B></FONT></TD></TR>{hot}
<TR><TD>&#8226;</TD><TD><A class=nho href="detail.asp?sid=7&tid=88">Hội thi báo cáo viên giỏi năm 2020</A></TD></TR></TABLE>
<SELECT onchange="if(this.value)window.open(this.value)"><OPTION value="">-- Liên kết website --</OPTION><OPTION value="http://www.dangcongsan.vn">Đảng Cộng sản Việt Nam</OPTION></SELECT>
<P align=center><FONT size=1>Số lượt truy cập<BR><B>0873215</B></FONT></P></TD></TR>
<TR bgcolor=#cc0000><TD colspan=3 align=center><FONT color=#ffffff size=1>Bản quyền của Đảng ủy Khối Dân Chính Đảng<BR>Địa chỉ: 12 Phạm Thái Bường - ĐT: 074.3862000<BR>Giấy phép số 112/GP-BC ngày 14/3/2006</FONT></TD></TR></TABLE></BODY></HTML>"""

    def heading(text):
        return f'<TABLE width="100%" bgcolor=#ffcc99><TR><TD><FONT color=#cc0000><B>{text}</B></FONT></TD></TR></TABLE>'

    def lead_item(a):
        return (f'<TABLE width="100%"><TR><TD width=110 valign=top><A href="{href(a)}"><IMG src="images/tin{a["tid"]}.jpg" width=100 border=0 align=left></A></TD>'
                f'<TD valign=top><A class=tin href="{href(a)}"><B>{esc(a["title"])}</B></A>{day(a)}<BR>{esc(a["text"][0][:180])}... <A href="{href(a)}"><I>Chi tiết</I></A></TD></TR></TABLE>')

    def line(a):
        return f'<TR><TD valign=top width=12><IMG src="images/bullet.gif"></TD><TD><A class=tin href="{href(a)}">{esc(a["title"])}</A>{day(a)}</TD></TR>'

    def front():
        main = ""
        for s, t in SECTIONS.items():
            main += heading(f'<A href="list.asp?sid={s}">{t}</A>') + lead_item(sect[s][0]) + "<TABLE>" + "".join(map(line, sect[s][1:4])) + "</TABLE>"
        return page(main)

    def listing(s, n):
        rows, last = sect[s], -(-len(sect[s]) // PER)
        n = min(max(n, 1), last)
        part = rows[(n - 1) * PER:n * PER]
        opts = "".join(f"<OPTION value={k}{' selected' if k == n else ''}>{k}</OPTION>" for k in range(1, last + 1))
        form = f'<FORM method=GET action="list.asp" name=frmTrang><INPUT type=hidden name=sid value={s}>Trang <SELECT name="page" onchange="document.frmTrang.submit()">{opts}</SELECT>/{last} <INPUT type=submit value="Xem"></FORM>'
        return page(heading(SECTIONS[s]) + lead_item(part[0]) + "<TABLE>" + "".join(map(line, part[1:])) + "</TABLE><P align=right>" + (form if last > 1 else "") + "</P>")

    def detail(a):
        body = "".join(f'<P align=justify><FONT face=Arial size=2>{esc(p)}</FONT></P>' for p in a["text"])
        if a["by"]:
            body += f'<P align=right><FONT face=Arial size=2><B>{esc(a["by"])}</B></FONT></P>'
        rest = "".join(f'<LI><A class=tin href="{href(o)}">{esc(o["title"])}</A>{day(o)}' for o in others(a))
        return page(f"""<FONT size=1><A href="default.asp">Trang chủ</A> &gt; <A href="list.asp?sid={a['sid']}">{SECTIONS[a['sid']]}</A></FONT>
<TABLE width="100%"><TR><TD class=tieude><FONT color=#000099 size=3><B>{esc(a['title'])}</B></FONT></TD></TR><TR><TD>{body}</TD></TR>
{f'<TR><TD><FONT size=1 color=#808080>Cập nhật: {stamp(a["at"])}</FONT></TD></TR>' if a['at'] else ''}
<TR><TD align=right><A href="print.asp?tid={a['tid']}" target=_blank><IMG src="images/print.gif" border=0> In trang</A> <A href="sendmail.asp?tid={a['tid']}">Gửi cho bạn bè</A> <A href="javascript:history.back()">Trở về</A></TD></TR></TABLE>
{f'<HR size=1><B>CÁC TIN KHÁC:</B><UL>{rest}</UL>' if rest else ''}""")

    def route(path, q):
        name = path.lower().lstrip("/")
        num = lambda k: int(q[k]) if q.get(k, "").isdigit() else None
        if name in ("", "default.asp"):
            return "200 OK", front()
        if name == "list.asp" and num("sid") in SECTIONS:
            return "200 OK", listing(num("sid"), num("page") or 1)
        if name in ("detail.asp", "print.asp"):
            if num("tid") is None:
                return "500 Internal Server Error", "<font face=Arial size=2><p>Microsoft VBScript runtime </font> <font face=Arial size=2>error '800a000d'</font><p>Type mismatch: 'CLng'<p>/detail.asp, line 41"
            a = by_tid.get(num("tid"))
            if not a:
                return "200 OK", page(heading("Thông tin") + "<P>Bài viết không tồn tại hoặc đã bị xóa.</P><A href='default.asp'>Về trang chủ</A>")
            if name == "print.asp":
                return "200 OK", f"<HTML><TITLE>{SITE}</TITLE><BODY onload='window.print()'><B>{esc(a['title'])}</B>" + "".join(f"<P>{esc(p)}</P>" for p in a["text"]) + "</BODY></HTML>"
            return "200 OK", detail(a)
        if name == "sendmail.asp":
            return "200 OK", page("<FORM method=post action=sendmail.asp>Địa chỉ email người nhận: <INPUT name=to><INPUT type=submit value=Gửi></FORM>")
        if name == "intro.asp" and num("mid") in INTRO:
            t, text = INTRO[num("mid")]
            return "200 OK", page(f"<TABLE width='100%'><TR><TD class=tieude><FONT color=#000099 size=3><B>{t}</B></FONT></TD></TR><TR><TD>" + "".join(f"<P align=justify><FONT face=Arial size=2>{p}</FONT></P>" for p in text) + "</TD></TR></TABLE>")
        if name == "lienhe.asp":
            return "200 OK", page(heading("Liên hệ") + "<P>Mọi thông tin xin gửi về: Ban Biên tập website, 12 Phạm Thái Bường. Điện thoại 074.3862000, fax 074.3862001.</P><FORM method=post action=lienhe.asp><TEXTAREA name=nd></TEXTAREA><INPUT type=submit value=Gửi></FORM>")
        if name == "sodo.asp":
            return "200 OK", page(heading("Sơ đồ website") + "<UL>" + "".join(f"<LI><A href='list.asp?sid={s}'>{t}</A>" for s, t in SECTIONS.items()) + "</UL>")
        if name == "search.asp":
            key = q.get("key", "").lower()
            return "200 OK", page(heading("Kết quả tìm kiếm") + "<TABLE>" + "".join(line(a) for a in arts if key and key in a["title"].lower()) + "</TABLE>")
        if name == "style.css" or name.startswith("images/"):
            return "200 OK", name
        return "404 Object Not Found", "<html><head><title>The page cannot be found</title></head><body><h1>The page cannot be found</h1>HTTP Error 404 - File or directory not found.<br>Internet Information Services (IIS)</body></html>"

    def app(environ, start_response):
        path = environ.get("PATH_INFO") or "/"
        status, text = route(path, {k.lower(): v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()})
        kind, data = "text/html", text.encode("ascii", "xmlcharrefreplace")
        if text == "style.css":
            kind, data = "text/css", b"A.tin{color:#000099;text-decoration:none} .tieude{font-family:Arial}"
        elif text.startswith("images/"):
            kind, data = "image/gif", PIXEL
        start_response(status, [("Server", "Microsoft-IIS/6.0"), ("Content-Type", kind), ("Cache-Control", "private"), ("Content-Length", str(len(data)))])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else data]

    full = lambda a: f"{base}/{href(a)}"
    truth = [{"url": full(a), "title": a["title"], "date": f"{a['at']:%Y-%m-%d}" if a["at"] else None, "section": SECTIONS[a["sid"]], "authors": [a["by"]] if a["by"] else [],
              "body": a["text"][0][:200], "other_news": [full(o) for o in others(a)]} for a in arts]
    return Portal(app, base + "/", truth)
