# ruff: noqa: E501 (the markup of pages)
"""Detail pages as the CMS families print them: the markup around the same article, by what is known of each."""

from __future__ import annotations

import pytest

from scraper.addresses import UrlResolver
from scraper.cms import ANY_CMS
from scraper.pages.article import ArticleFields, read_article
from scraper.pages.page import Page

TITLE = "Xã Hòa An tổng kết mười năm xây dựng thư viện cơ sở"
SLUG = "xa-hoa-an-tong-ket-muoi-nam-xay-dung-thu-vien-co-so"
LEAD = "Sáng 11/6, xã Hòa An tổng kết mười năm xây dựng thư viện cơ sở với sự tham dự của 120 đại biểu."
TEXTS = (
    "Mở đầu hội nghị, bà Lê Thị Sáu, thủ thư đầu tiên của xã, kể lại những ngày xin từng cuốn sách cũ về xếp trên giá tre.",
    "Đến nay thư viện có 4.200 đầu sách, mỗi tháng đón hơn 300 lượt bạn đọc, phần lớn là học sinh hai trường trong xã.",
    "Ủy ban nhân dân xã đề nghị các ấp giữ lịch mở cửa cố định và cử người trực thay phiên vào ngày chủ nhật.",
)
CAPTION = "Quang cảnh buổi tổng kết. Ảnh: Minh Tâm"
NEWS = (
    ("Đoàn viên ấp Tư dọn kênh mương đón mùa nước mới", "11/06/2023"),
    ("Trạm y tế xã khám bệnh lưu động cho người cao tuổi", "09/06/2023"),
    ("Hợp tác xã Phú Thành ký hợp đồng bao tiêu lúa thơm", "05/06/2023"),
)
PLAIN = "".join(f"<p>{text}</p>" for text in TEXTS)
BREAKS = "<br /><br />".join(TEXTS)


def news(item: str, **more: str) -> str:
    return "".join(
        item.format(href=f"/tin/bai-viet-so-{i}-cua-xa-nha-{9000 + i}.html", title=title, day=day, **more)
        for i, (title, day) in enumerate(NEWS)
    )


LIST = news('<li><a href="{href}">{title}</a> <em>({day})</em></li>')
PICTURE = '<img src="/upload/thu-vien.jpg" alt="anh tin bai">'
FRAME = """<!DOCTYPE html><html><head><title>Cổng thông tin điện tử xã Hòa An</title>
<meta name="author" content="Cổng thông tin"></head><body><form id="aspnetForm">
<div class="clock">Chủ Nhật ngày 05/12/2021 Chào mừng bạn đến với Cổng thông tin điện tử</div>
<ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li>
<li><a href="/tin-tuc">Tin tức</a></li><li><a href="/van-ban">Văn bản</a></li><li><a href="/lien-he">Liên hệ</a></li></ul>
{page}
<div class="side"><h3>TIN ĐỌC NHIỀU</h3><ul><li><a href="/tin/lich-cat-dien-trong-tuan-7001.html">Lịch cắt điện trong tuần tới của
huyện</a> <span>(01/02/2023)</span></li></ul><h3>THÔNG BÁO</h3><a href="/tin/moi-hop-to-dan-pho-7002.html">Mời họp tổ dân phố
tháng sáu</a></div>
<div class="footer">Bản quyền thuộc UBND xã Hòa An © 2023<br>Địa chỉ: ấp Một, xã Hòa An<br>Đang online: 4 Hôm nay: 32</div>
</form></body></html>"""

# Family → markup; the fields that it prints otherwise than the first.
FAMILIES: dict[str, tuple[str, str]] = {
    "hoabinh": (
        f"""<h2 class="portlet-title-text">DetailController</h2><h3 class="title-list-news"><span class="title-t1">
<a href="/tin-tuc">Tin tức</a></span></h3><h1 class="title" id="titleDetail">{TITLE}</h1><div class="tool">
<span class="date_time">12/06/2023 16:30</span><span>A- A A+</span></div><div id="content_detail_news">
<div class="summary" id="leadDetail">{LEAD}</div><div>{PICTURE}</div><div class="img-title">{CAPTION}</div>
<div class="textdetail" id="contentDetail">{PLAIN}</div></div><div class="author">Thanh Thảo</div>
<div class="source">hoaan.gov.vn</div><div id="footerOfNewDetail"><div class="list_detail">
<span class="title">Danh sách bài viết mới</span><ul class="ul_list_detail">"""
        + news('<li><a href="{href}">{title} <span class="time">({day})</span></a></li>')
        + "</ul></div></div>",
        "T16:30:00+07:00",
    ),
    "liferay62": (
        f"""<div class="breadcrumb"><a href="/">Trang chủ</a> &gt; <a href="/tin-tuc">Tin tức</a></div>
<div class="asset-full-content"><div class="asset-full-content-title">{TITLE}</div><div class="assetPublishDate">Ngày đăng
12/06/2023 | 12:00 AM | View count: 1549</div><div class="asset-content"><p class="sapo">{LEAD}</p>
<div class="journal-content-article"><p style="text-align:center">{PICTURE}</p><p style="text-align:center"><em>{CAPTION}</em></p>
{PLAIN}<p style="text-align:right"><strong>Thanh Thảo</strong></p></div><p class="view-content-author">admin admin</p></div>
<div class="related_asset"><div class="related_asset_title">Other News</div><ul class="related_asset_list">{LIST}</ul></div></div>""",
        "",
    ),
    "liferay7": (
        f"""<h2 class="hide-accessible">{TITLE}</h2><div class="breadcrumb"><a href="/">Trang chủ</a> / <a href="/tin-tuc">Tin
tức</a></div><div class="asset-full-content"><h4 class="component-title"><span class="hidden">null</span>
<span class="asset-title">{TITLE}</span></h4><div class="journal-content-article"><section>
<span class="text-ngayxam-page">(Thứ hai, 12/06/2023 16:30)</span><p class="text-justify"><strong class="text-muted">{LEAD}</strong></p>
<figure>{PICTURE}<figcaption>{CAPTION}</figcaption></figure>{PLAIN}<p><strong>Thanh Thảo</strong></p>
<p>Nguồn: <a href="https://baochinhphu.vn">baochinhphu.vn</a></p></section></div></div>
<h4>Tin liên quan</h4><ul>{LIST}</ul>""",
        "T16:30:00+07:00",
    ),
    "dnict": (
        f"""<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/tin-tuc">Tin tức</a></li></ol>
<header class="title-article">{TITLE}</header><div class="the-article-timecreate">Đăng ngày 12-06-2023, 16:30</div>
<p class="the-article-summary">{LEAD}</p><div id="textToSpeech"><div class="the-article-body">{PICTURE}<p class="caption">{CAPTION}</p>
{PLAIN}</div></div><div class="the-article-createby">Tác giả: Thanh Thảo</div><span class="viewcount">Lượt xem: 6783</span>
<div class="the-article-more-info">Tin cùng chuyên mục<ul class="cat-lienquan">{LIST}</ul></div>""",
        "T16:30:00+07:00",
    ),
    "vcms": (
        f"""<table class="chanel-news"><tr><td><a href="/">Trang chủ</a> » <a href="/tin-tuc">Tin tức</a></td></tr><tr><td>
<p class="title01">{TITLE}</p><span class="time">12/06/2023 - 16:30</span><br><b class="hot-line">{LEAD}</b><table align="center"><tr><td>
{PICTURE}</td></tr><tr><td><p align="center">{CAPTION}</p></td></tr></table>{PLAIN}<p align="right"><b>Thanh Thảo</b></p>
<b class="news-other">Các tin khác:</b>"""
        + news('<p class="org2"><a href="{href}">{title}</a> ({day})</p>')
        + "</td></tr></table>",
        "T16:30:00+07:00",
    ),
    "vhv": (
        f"""<div class="breadcrumbs"><a href="/">Trang chủ</a> <a href="/tin-tuc">Tin tức</a></div><article
itemtype="http://schema.org/NewsArticle"><header><h1 class="title-detail" itemprop="headline">{TITLE}</h1>
<meta itemprop="datePublished" content="2023-07-30T08:00:00+07:00"><span class="post-date">16:30:00 | 12/06/2023</span></header>
<div>Đọc bài Tạm dừng 0:00 / 0:00</div><div class="brief">{LEAD}</div><div class="content-detail" itemprop="articleBody">
<figure>{PICTURE}<figcaption>{CAPTION}</figcaption></figure>{PLAIN}<p style="text-align: right;">Thanh Thảo</p></div></article>
<div>Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div><div class="block_share">Chia sẻ</div>
<h3>Bài viết cùng chuyên mục</h3><ul>{LIST}</ul>""",
        "T16:30:00+07:00",
    ),
    "mojoportal": (
        f"""<div class="breadcrumbs"><a href="/">Trang chủ</a> &gt; <a href="/tin-tuc">Tin tức</a></div>
<h2 class="articletitle">{TITLE}</h2><div class="left-article-more-container">Thứ hai, 12/06/2023 16:30 | Đã xem 210</div>
<div id="giamtuongphan">Tăng/Giảm độ tương phản</div><div class="sapo">{LEAD}</div><div id="article_text" class="articletext">
<p style="text-align:center">{PICTURE}<br><i>{CAPTION}</i></p>{PLAIN}</div><div class="article-author" id="Author">Thanh Thảo</div>
<div class="pnOtherArticle"><div class="divorthertitle">Các tin khác</div><ul class="ul-ortherArticleReference">"""
        + news('<li><a href="{href}">{title}</a><span class="bdate-other-article">( {day} )</span></li>')
        + "</ul></div>",
        "T16:30:00+07:00",
    ),
    "sharepoint_parts": (
        f"""<div><a href="/">Trang chủ</a> &gt; <a href="/tin-tuc">Tin tức</a></div><div class="detail_artical"><h2><span>{TITLE}</span></h2>
<img src="/_layouts/icon_date.jpg"><span id="ctl00_lblCreatedDate">12/06/2023 16:30</span><p><b>{LEAD}</b></p><table><tr><td>
<div style="text-align:center">{PICTURE}</div><div style="text-align:center">{CAPTION}</div>{PLAIN}<div style="text-align:right">
<b>Thanh Thảo</b></div></td></tr></table></div><div class="other_News"><div class="top_F">Các tin khác</div><ul>"""
        + news('<li><a href="{href}">{title}</a><span class="time_update">(Ngày {day})</span></li>')
        + "</ul></div>",
        "T16:30:00+07:00",
    ),
    "sharepoint_ministry": (
        f"""<div class="sitemap"><a href="/">Trang chủ</a> &gt; <a href="/tin-tuc">Tin tức</a></div><div id="divArticleDescription3">
<h1>{TITLE}</h1></div><div id="ctl00_g_a823_pnHide"><span>Cập nhật lúc: 16:30 12/06/2023</span></div>
<div id="divArticleDescription1"><p>{LEAD}</p></div><div id="divArticleDescription2"><p align="center">{PICTURE}</p>
<p align="center">{CAPTION}</p>{PLAIN}</div><div id="ctl00_g_a823_pnNguontin"><font>Tác giả: Thanh Thảo</font></div>
<table id="tinkhac"><tr><td>Tin liên quan</td></tr>"""
        + news('<tr><td><a href="{href}">{title}</a> ({day})</td></tr>')
        + "</table>",
        "T16:30:00+07:00",
    ),
    "lacviet": (
        f"""<table id="tableforprint"><tr class="ms-news-header"><td class="FolderTitle">Tin tức</td><td class="Time">12/06/2023</td></tr>
<tr><td><p class="Title">{TITLE} </p><b class="lv_description_mode1">{LEAD}</b><div id="content-print"><div class="ExternalClass1A">
<table align="center"><tr><td>{PICTURE}</td></tr><tr><td><p style="color:blue" align="center">{CAPTION}</p></td></tr></table>{PLAIN}
<p align="right">Bài, ảnh: Thanh Thảo</p></div></div></td></tr></table><table class="tbtinkhac"><tr><td><p class="OtherTitle">TIN ĐÃ ĐƯA
</p></td></tr><tr><td class="Other"><ul>"""
        + news('<li><a href="{href}">{title}</a><span class="ShowDate">({day})</span></li>')
        + "</ul></td></tr></table>",
        "",
    ),
    "php_com": (
        f"""<div class="path"><a href="/">Trang chủ</a> / <a href="/tin-tuc">Tin tức</a></div><h1 class="News_Detail_Title">{TITLE}</h1>
<span class="News_Time_Post">Ngày đăng: 12/06/2023 / Lượt xem: 310</span><div id="divArticleDescription"><div class="content">
<p><strong>{LEAD}</strong></p><p style="text-align:center">{PICTURE}</p><p style="text-align:center">{CAPTION}</p>{PLAIN}
<div class="author-info">Tác giả: <span>Thanh Thảo</span></div><button title="Đọc bài viết">Đọc bài viết</button></div></div>
<h3>Bài viết cùng chuyên mục</h3><ul class="othernews_fullwidth">"""
        + news('<li><a href="{href}">{title}({day})</a></li>')
        + "</ul>",
        "",
    ),
    "dotnetnuke": (
        f"""<div id="dnn_ctr512_ModuleContent"><div class="bread"><a href="/">Trang chủ</a> &raquo; <a href="/tin-tuc">Tin tức</a></div>
<a id="dnn_ctr512_Detail_hpltitle" href="">{TITLE}</a><div class="post-meta">Thứ Hai, 12/06/2023 | 16:30</div><div class="intro">
<b>{LEAD}</b></div><div class="detail"><div align="center">{PICTURE}</div><div align="center"><em>{CAPTION}</em></div>{BREAKS}<br>
<div align="right">Thanh Thảo</div></div></div><div id="dnn_paneOther"><div class="titletinkhac">Tin liên quan</div><ul>{LIST}</ul></div>""",
        "T16:30:00+07:00",
    ),
}


def read(name: str) -> ArticleFields:
    url = f"http://hoaan.gov.vn/tin-tuc/{SLUG}-1234.html"
    html = FRAME.format(page=FAMILIES[name][0])
    return read_article(Page(url, html.encode(), UrlResolver(("hoaan.gov.vn",), ANY_CMS)), (), "2024-01-31")


@pytest.mark.parametrize("name", FAMILIES)
def test_every_field_of_every_family(name: str) -> None:
    reading = read(name)
    got = {
        "title": reading.title,
        "date": reading.published.iso if reading.published else None,
        "section": reading.section,
        "summary": reading.summary,
        "body": " ".join(reading.paragraphs),
        "authors": reading.authors,
        "captions": [image.caption for image in reading.images],
        "other_news": [(entry.title, entry.date) for entry in reading.other_news],
    }
    assert got == {
        "title": TITLE,
        "date": f"2023-06-12{FAMILIES[name][1]}",
        "section": "Tin tức",
        "summary": LEAD,
        "body": " ".join((LEAD, *TEXTS)),
        "authors": ["Thanh Thảo"],
        "captions": [CAPTION],
        "other_news": [(title, "-".join(reversed(day.split("/")))) for title, day in NEWS],
    }
