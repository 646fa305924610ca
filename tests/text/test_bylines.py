import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.bylines import Byline, is_author_label, labelled_byline, signature


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Tác giả: Lâm Thị Sang", ("Lâm Thị Sang",)),
        ("Tác giả bài viết: Lâm Thị Sang", ("Lâm Thị Sang",)),
        ("TÁC GIẢ: LÂM THỊ SANG", ("LÂM THỊ SANG",)),
        ("(Tác giả: Lâm Thị Sang)", ("Lâm Thị Sang",)),
        ("Người viết: Diễm My", ("Diễm My",)),
        ("Tác giả: ThS. Thạch Sa Rây", ("Thạch Sa Rây",)),
        ("Tác giả: Hương", ("Hương",)),
        ("Tác giả: lâm thị sang", ("lâm thị sang",)),
        ("Tác giả: Ban Biên tập", ("Ban Biên tập",)),
        ("Tác giả: Phòng Tuyên truyền - Báo chí", ("Phòng Tuyên truyền - Báo chí",)),
        ("Tác giả: Lâm Thị Sang - 12/05/2023 10:30", ("Lâm Thị Sang",)),
        ("Tác giả: Lâm Thị Sang, Ngày đăng: 12/05/2023", ("Lâm Thị Sang",)),
        ("Bài, ảnh: Diễm My", ("Diễm My",)),
        ("Bài và ảnh: Diễm My", ("Diễm My",)),
        ("Tin, ảnh: Diễm My- Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("Tin, bài: Diễm My", ("Diễm My",)),
        ("Tin bài, ảnh: Diễm My", ("Diễm My",)),
        ("Bài, ảnh Diễm My", ("Diễm My",)),
        ("Tin: H.M", ("H.M",)),
        ("Bài: Diễm My - Ảnh: Quốc Khải", ("Diễm My",)),
        ("Bài: Diễm My; Ảnh: Quốc Khải", ("Diễm My",)),
        ("Thực hiện: Nhóm PV", ("Nhóm PV",)),
        ("Thực hiện: Diễm My & Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("Author: John Smith", ("John Smith",)),
        ("By Diem My", ("Diem My",)),
        ("By Jörg Müller and Anna de Armas, Daily Post", ("Jörg Müller", "Anna de Armas")),
        ("ByJane Doe", ("Jane Doe",)),
        ("By Jane Doe jdoe@daily.example", ("Jane Doe",)),
        ("By Jane Doe <jdoe@daily.example>", ("Jane Doe",)),
        ("ByJane DoeOct 10, 2023", ("Jane Doe",)),
        ("Opinion column by Jane Doe", ("Jane Doe",)),
        ("TG: Diễm My", ("Diễm My",)),
        ("Người đưa tin: Diễm My", ("Diễm My",)),
        ("Written byJane Doe", ("Jane Doe",)),
        ("Viết bởiDiễm My", ("Diễm My",)),
        ("Written by:Jane Doe", ("Jane Doe",)),
        ("By Jane DoeNovember 13, 2012", ("Jane Doe",)),
        ("By JANE DOESEPT. 3, 2015", ("JANE DOE",)),
        ("Published March 3, 2024 by Jane Doe", ("Jane Doe",)),
        ("Written by Jane Doe on Monday", ("Jane Doe",)),
        ("Được viết bởi Diễm My vào ngày 12/05/2023", ("Diễm My",)),
        ("15/11/2022 - Tác giả: H’Hen Niê", ("H’Hen Niê",)),
        ("Tác giả: Diễm My (my@tinh.gov.vn)", ("Diễm My",)),
        ("12/05/2023 | Tác giả: Diễm My | Lượt xem: 12", ("Diễm My",)),
        ("Nguồn tin: Báo Nhà nông | Người viết: Diễm My", ("Diễm My",)),
    ],
)
def test_labelled_authors(line: str, names: tuple[str, ...]) -> None:
    byline = labelled_byline(line)
    assert byline is not None
    assert (byline.names, byline.kind) == (names, "author")
    assert byline.raw in line


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Bởi Diễm My", ("Diễm My",)),
        ("Đăng bởi: Diễm My, Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("Gửi bởi: H.M", ("H.M",)),
        ("Đăng vào 21/03/2024 bởi Diễm My", ("Diễm My",)),
        ("12 Tháng Ba, 2024Bởi Diễm My trong Tin tức", ("Diễm My",)),
        ("Đăng bởi admin", ()),
        ("Bởi nvhung", ()),
    ],
)
def test_who_posted_the_text(line: str, names: tuple[str, ...]) -> None:
    assert labelled_byline(line) == Byline(names, line, "poster")


@pytest.mark.parametrize(
    "line",
    [
        "Bởi Tin Tức",
        "Bởi vì Diễm My đã kể",
        "Cầu xây bởi Diễm My",
        "Sponsored by Jane Doe",
        "Photo by Jane Doe",
        "By Staff Writer",
        "By New York",
    ],
)
def test_others_than_persons_post_nothing(line: str) -> None:
    assert labelled_byline(line) is None


@pytest.mark.parametrize(("line", "alone"), [("Tác giả:", True), ("Người viết", True), ("Tác giả: Diễm My", False)])
def test_a_label_alone(line: str, alone: bool) -> None:
    assert is_author_label(line) is alone


@pytest.mark.parametrize(
    "author",
    [
        *(
            "admin",
            "admin admin",
            "Administrator",
            "quantri",
            "Quản trị",
            "Quản trị viên",
            "Ban quản trị website",
        ),
        *(
            "nvhung",
            "Nvhung",
            "nv.hung",
            "lan@tinh.gov.vn",
            "Super User",
            "Sưu tầm",
            "Đang cập nhật",
            "-",
            "",
        ),
    ],
)
def test_an_account_and_nobody_are_no_author(author: str) -> None:
    line = f"Tác giả: {author}".strip()
    assert labelled_byline(line) == Byline((), line, "author")


@pytest.mark.parametrize(
    "line",
    [
        "Nguồn: Cổng thông tin điện tử tỉnh",
        "Nguồn tin: tinhuy.example.vn",
        "NGUỒN:",
        "(Nguồn: TTXVN)",
        "(Theo TTXVN)",
        "(theo báo Nhà nông)",
        "Theo TTXVN",
        "Theo Cổng TTĐT tỉnh Hậu Giang",
        "Theo Báo Nhà nông",
        "Theo nhandan.example.vn",
    ],
)
def test_sources(line: str) -> None:
    assert labelled_byline(line) == Byline((), line, "source")


@pytest.mark.parametrize(
    "line",
    [
        "Ảnh: Diễm My",
        "Ảnh, clip: Diễm My",
        "Biên tập: Diễm My",
        "Người đăng: Diễm My",
        "Tác giả: {author}",
        "Tác giả: <%= author %>",
        "Tin khác: Diễm My",
        "Tin: Mưa lớn ở ba huyện ven biển",
        "Bài 1: Diễm My kể chuyện làng",
        "Thực hiện: các chi bộ gửi báo cáo",
        "Nguồn vốn: ngân sách huyện",
        "Theo đó, các chi bộ gửi báo cáo",
        "Theo Kế hoạch của Huyện ủy",
        "Theo Ban Dân vận, hội thi kéo dài ba ngày",
        "(Theo quy định tại khoản 4 Điều 16)",
        "(Theo Luật Đất đai)",
        "By the way",
        "Diễm My",
        "",
        "Tác giả: Diễm My" + " và cộng sự" * 20,
    ],
)
def test_lines_that_only_look_labelled(line: str) -> None:
    assert labelled_byline(line) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Diễm My", ("Diễm My",)),
        ("Lâm Thị Sang", ("Lâm Thị Sang",)),
        ("Thạch Thị Ngọc Sa Rây", ("Thạch Thị Ngọc Sa Rây",)),
        ("Đoàn Thị Lụa", ("Đoàn Thị Lụa",)),
        ("Trường An", ("Trường An",)),
        ("Nguyễn Văn Đảng", ("Nguyễn Văn Đảng",)),
        ("BÙI LAM", ("BÙI LAM",)),
        ("Diễm My - Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("Diễm My – Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("Diễm My- Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("Diễm My-Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("Diễm My, Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("Diễm My và Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("Diễm My/Quốc Khải", ("Diễm My", "Quốc Khải")),
        ("(Diễm My)", ("Diễm My",)),
        ("Diễm My (tổng hợp)", ("Diễm My",)),
        ("ThS. Lâm Thị Sang", ("Lâm Thị Sang",)),
        ("PGS.TS. Lâm Thị Sang", ("Lâm Thị Sang",)),
        ("PGS.TS Lâm Thị Sang", ("Lâm Thị Sang",)),
        ("Luật sư Lâm Thị Sang", ("Lâm Thị Sang",)),
        ("Đồng chí Lâm Thị Sang", ("Lâm Thị Sang",)),
        ("Đ/c Lâm Thị Sang", ("Lâm Thị Sang",)),
        ("PV Diễm My", ("Diễm My",)),
        ("CTV: Diễm My", None),  # a colon marks a label or speech
        ("Lâm Thị Sang - Ban Dân vận Huyện ủy", ("Lâm Thị Sang",)),
        ("Lâm Thị Sang, Phó Khoa Nhà nước và Pháp luật", ("Lâm Thị Sang",)),
        ("\u00a0\u00a0 Diễm My ", ("Diễm My",)),
        ("K’ Thị Hòa", ("K’ Thị Hòa",)),
        ("H'Hen Niê", ("H'Hen Niê",)),
        ("Điểu K’Ré", ("Điểu K’Ré",)),
        ("Lò Văn Pánh", ("Lò Văn Pánh",)),
        ("BS. Lê Văn Minh - TTYT huyện", ("Lê Văn Minh",)),
        ("Diễm My (my@tinh.gov.vn)", ("Diễm My",)),
        ("Y Học", None),
    ],
)
def test_clear_names_sign_wherever_they_stand(line: str, names: tuple[str, ...] | None) -> None:
    for aligned in (False, True):
        byline = signature(line, aligned=aligned)
        assert (byline.names if byline else None) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("H.M", ("H.M",)),
        ("AT", ("AT",)),
        ("T.H(bt)", ("T.H",)),
        ("BBT", ("BBT",)),
        ("H.M - AT", ("H.M", "AT")),
        ("P.V.C", ("P.V.C",)),
        ("Th.H", ("Th.H",)),
        ("Ban Dân vận Huyện ủy", ("Ban Dân vận Huyện ủy",)),
        ("Ban Tổ chức Huyện ủy", ("Ban Tổ chức Huyện ủy",)),
        ("BAN BIÊN TẬP", ("BAN BIÊN TẬP",)),
        ("Sở Văn hóa, Thể thao và Du lịch", ("Sở Văn hóa, Thể thao và Du lịch",)),
        ("Sở Lao động - Thương binh và Xã hội", ("Sở Lao động - Thương binh và Xã hội",)),
        ("Uỷ ban nhân dân xã Đôn Xuân", ("Uỷ ban nhân dân xã Đôn Xuân",)),
        ("Văn phòng Huyện ủy", ("Văn phòng Huyện ủy",)),
        ("Khoa Xây dựng Đảng", ("Khoa Xây dựng Đảng",)),
        ("Đoàn thanh niên xã", ("Đoàn thanh niên xã",)),
        ("Thanh tra tỉnh", ("Thanh tra tỉnh",)),
        ("UBND xã Đôn Xuân", ("UBND xã Đôn Xuân",)),
        ("Ban Dân vận - Diễm My", ("Diễm My",)),
        ("Y Phôn Ksor", ("Y Phôn Ksor",)),
        ("Nguyễn T. Hà", ("Nguyễn T. Hà",)),
        ("John Smith", ("John Smith",)),
        ("DIỄM MY", ("DIỄM MY",)),
    ],
)
def test_some_sign_only_where_the_page_sets_the_line_apart(line: str, names: tuple[str, ...]) -> None:
    byline = signature(line, aligned=True)
    assert byline == Byline(names, line, "author")
    assert signature(line, aligned=False) is None


@pytest.mark.parametrize(
    "line",
    [
        # headings, menus, places
        *("Tin Khác", "TIN KHÁC", "Thông Báo", "VĂN BẢN MỚI", "Trang Chủ", "Tin tức", "Liên hệ", "Nhân Dân"),
        *("Hậu Giang", "Hòa Bình", "HÀ NỘI", "Việt Nam - Lào", "Hồ Chí Minh", "Lý Luận", "Nghị Quyết"),
        # captions and sentences
        "Quang cảnh hội trại",
        "Ban Chấp hành xã trao quà cho học sinh",
        "Ban Tổ chức tổ chức ba vòng thi",
        "Hội nghị Ban Chấp hành",
        "Phòng khám đã mở cửa",
        "Diễm My kể chuyện",
        "Diễm My.",
        "Ban Dân vận Huyện ủy.",
        "Diễm My:",
        "Diễm My!",
        "Diễm My;",
        "Ảnh: Diễm My",
        "Diễm My 2023",
        "“Diễm My”",
        # other marks of a page
        *(
            "II",
            "XIV",
            "TM. BAN CHẤP HÀNH",
            "TM",
            "STT",
            "TIN",
            "diễm my",
            "Diễm",
            "{author}",
            "1 2 3",
            "",
            " ",
            "-",
        ),
        "Phó Khoa Nhà nước và Pháp luật",
        "Sở " + "Tư pháp " * 20,
    ],
)
def test_lines_that_sign_nothing(line: str) -> None:
    assert signature(line, aligned=True) is None
    assert signature(line, aligned=False) is None


@given(st.text(), st.booleans())
def test_any_line_may_be_asked_about(line: str, aligned: bool) -> None:
    for byline in (labelled_byline(line), signature(line, aligned=aligned)):
        assert byline is None or byline.kind in ("author", "source", "poster")
        assert byline is None or all(byline.names)


@given(st.text(alphabet="HM.A T-,(bt)Đồngchí/ThS:|Ảnh", max_size=40), st.booleans())
def test_lines_of_name_pieces_too(line: str, aligned: bool) -> None:
    byline = signature(line, aligned=aligned)
    assert byline is None or all(name and name in line for name in byline.names)
    labelled_byline(line)
