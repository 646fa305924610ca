"""Words that tell a person's name from that of an organisation, a rank, a place or a heading.

All are lower case and in the older tone style unless noted. Accents count: `báo` is a newspaper and `bảo` a given name,
`cục` a department and `cúc` a flower and a woman.
"""

from typing import Final


def _phrases(table: str) -> frozenset[str]:
    """The words and phrases of a comma-separated table."""
    return frozenset(" ".join(phrase.split()) for phrase in table.split(","))


# Family names with hardly any other meaning: a line that starts with one is a person even in capitals.
SURNAMES: Final = _phrases(
    """
    âu, bạch, bế, bùi, cấn, châu, chế, chu, cù, doãn, dư, dương, đàm, đào, đặng, đậu, điểu, đinh, đoàn,
    đỗ, đồng, giang, giáp, hà, hạ, hoàng, hồ, hứa, huỳnh, khổng, khuất, khúc, kiều, la, lại, lâm, lê,
    lò, lục, lư, lương, lưu, lý, ma, mã, mạc, mai, nghiêm, ngô, ngụy, nguyễn, ninh, nông, ông, phạm,
    phan, phí, phó, phùng, phương, quách, quàng, sầm, sơn, tạ, tăng, thạch, thái, thân, thi, thiều,
    tiêu, tô, tống, trà, trang, trần, triệu, trịnh, trương, từ, ung, uông, văn, vi, viên, võ, vũ, vương,
    xa, kim, kiên, danh
    """
)

# Only these outweigh a word that is rare in names: `Trần Văn Đảng`.
SURE_SURNAMES: Final = _phrases(
    """
    nguyễn, trần, lê, phạm, huỳnh, hoàng, phan, võ, đặng, bùi, đỗ, ngô, trịnh, đinh, thạch, trương, lâm
    """
)

# Words of menus, headings and captions that are rarely part of a name.
NOT_IN_NAMES: Final = _phrases(
    """
    ảnh, án, bác, bài, bản, báo, bật, biên, cáo, các, cảm, cập, chỉ, chia, chữ, chủ, chuyên, chức, cỡ,
    của, cùng, cựu, dẫn, dân, dây, dục, dự, dựng, đã, đảng, đáp, đề, điểm, điều, đọc, động, đồ, đơn,
    được, đua, đường, file, giả, giáo, giới, giúp, góp, gửi, gương, hệ, hình, hoạch, hỏi, hội, kê, kết,
    khác, kiểm, kiện, kiếm, kinh, khỏe, lãnh, lịch, link, liệu, lời, luận, luật, lục, lược, mạng, mẫu,
    máy, menu, mới, mọi, môi, mục, năm, nhà, nhập, nhất, nhìn, nhiều, những, niên, nóng, nổi, nước, phố,
    phòng, phụ, phường, quận, sách, sát, sau, sắm, sẻ, số, sống, sự, tác, tải, tập, tế, thêm, theo, thể,
    thôn, thủ, thưởng, tiện, tiết, tiếp, tỉnh, tìm, tin, tổ, tổng, trả, trên, trị, triển, trợ, truy,
    truyền, trước, tục, tức, tử, tưởng, tượng, ủy, vào, về, video, viết, vụ, xã, xem, xin
    """
)

# Pairs of words that are names on their own and a heading together.
NOT_NAMES: Final = _phrases(
    """
    an ninh, an sinh, chiến binh, công an, công đoàn, công nghiệp, doanh nghiệp, giao thông, hành chính,
    khoa học, nghị quyết, nhân dân, nông nghiệp, quốc hội, quốc phòng, thanh niên, thanh tra, thông tri,
    thông tư, thư viện, trung ương, văn hóa, văn phòng, y dược, y học, y khoa, ý kiến
    """
)

# The provinces before and after 2025, and the countries that headlines name most. `Hòa Bình` may be a person too; alone
# on a line it is a place far more often.
PLACES: Final = _phrases(
    """
    an giang, bà rịa, bạc liêu, bắc giang, bắc kạn, bắc ninh, bến tre, bình dương, bình định, bình
    phước, bình thuận, cà mau, cao bằng, cần thơ, đà nẵng, đắk lắk, đắk nông, điện biên, đồng nai, đồng
    tháp, gia lai, hà giang, hà nam, hà nội, hà tĩnh, hải dương, hải phòng, hậu giang, hòa bình, huế,
    hưng yên, khánh hòa, kiên giang, kon tum, lai châu, lạng sơn, lào cai, lâm đồng, long an, nam định,
    nghệ an, ninh bình, ninh thuận, phú thọ, phú yên, quảng bình, quảng nam, quảng ngãi, quảng ninh,
    quảng trị, sóc trăng, sơn la, tây ninh, thái bình, thái nguyên, thanh hóa, thừa thiên huế, tiền
    giang, trà vinh, tuyên quang, vĩnh long, vĩnh phúc, vũng tàu, yên bái, hồ chí minh, sài gòn, tân an,
    hoàng sa, trường sa, việt nam, trung quốc, hàn quốc, hoa kỳ, thái lan, nhật bản, triều tiên, liên xô
    """
)

# Words that an organisation's name starts with.
BODY_STARTS: Final = _phrases(
    """
    ban, báo, bảo hiểm xã hội, bảo tàng, bbt, bệnh viện, bộ, cổng, công an, công đoàn, công ty, cơ quan,
    cục, chi bộ, chi cục, chi nhánh, đài, đảng bộ, đảng ủy, điện lực, đoàn, hạt kiểm lâm, hđnd, hội,
    huyện đoàn, huyện ủy, kho bạc, khoa, khối, liên đoàn, liên minh, mặt trận, mttq, ngân hàng, nhà xuất
    bản, nhóm, phòng, phường, quân khu, quận ủy, sở, tạp chí, tòa án, tòa soạn, tổ, tổng cục, tổng công
    ty, ttxvn, thành đoàn, thành ủy, thanh tra, thị đoàn, thị ủy, thông tấn xã, thư viện, thường trực,
    tỉnh đoàn, tỉnh ủy, trang, trung tâm, trường, ubkt, ubmttq, ubnd, ủy ban, văn phòng, viện, vnpt, vụ,
    xã
    """
)
# Those of them that a person's name starts with too: `Đoàn Thị Hương`, `Trường Giang`, `Ban Mai`.
BODY_OR_PERSON: Final = _phrases(
    """
    ban, đài, đoàn, khoa, trang, trường, viện
    """
)

# Phrases that start as an organisation's name does and are something else.
NOT_BODIES: Final = _phrases(
    """
    ban hành, báo cáo, báo chí, báo hiệu, bộ đội, bộ luật, bộ máy, bộ sưu tập, đoàn kết, đoàn viên, hội
    chợ, hội nghị, hội thao, hội thảo, hội thi, hội trại, hội trường, hội viên, khoa học, khối lượng,
    phòng chống, sở hữu, tổ chức, tổ quốc, trang bị, trang chủ, trang nhất, trường hợp, viện phí, viện
    trợ, vụ án, vụ việc, xã hội, xã luận
    """
)

# Posts and ranks: after a name, or on a line of their own.
OFFICES: Final = _phrases(
    """
    bí thư, cán bộ, chánh, chủ nhiệm, chủ tịch, chuyên viên, cộng tác viên, đội trưởng, giám đốc, giảng
    viên, giáo viên, hiệu trưởng, phó, thư ký, trưởng, ủy viên, viện trưởng
    """
)

# Verbs and function words: a line with an organisation and one of them reports what the organisation did.
SENTENCE_WORDS: Final = _phrases(
    """
    đã, đang, sẽ, được, bị, là, tại, khi, trong, trao, tặng, trao tặng, phát biểu, chụp, dự, tham dự,
    tham gia, chủ trì, triển khai, thăm, ban hành, yêu cầu, đề nghị, thông báo, kính mời, xin, chúc,
    khai mạc, bế mạc, ký kết, ra quân, làm việc, bàn giao, tiếp nhận, kết nạp, sinh hoạt, tiến hành,
    chúc mừng, đón, cập nhật, về việc
    """
)

# Titles before a name, with or without a full stop. Abbreviations as printed, words in any case.
TITLE_ABBREVIATIONS: Final = _phrases(
    """
    PGS, GS, TSKH, TS, Ts, ThS, Ths, Th.S, CN, KS, BS, LS, NCS, CVC, CV, BSCKII, BSCKI, CKII, CKI, PV,
    P.V, CTV, BTV, GV, Dr, NSƯT, NSND, Đ/c, đ/c
    """
)
TITLES: Final = _phrases(
    """
    đồng chí, phóng viên, cộng tác viên, nhà báo, nhà thơ, nhà văn, luật sư, luật gia, tiến sĩ, thạc sĩ,
    cử nhân, kỹ sư, bác sĩ, giáo sư, phó giáo sư, ông, bà, đại tá, thượng tá, trung tá, thiếu tá, đại
    úy, thượng úy, trung úy, thiếu úy
    """
)

# Folded. `(Theo quy định tại …)` gives a reason, not a source.
NOT_AGENCIES: Final = _phrases(
    """
    quy dinh, luat, bo luat, nghi quyet, nghi dinh, thong tu, quyet dinh, ke hoach, huong dan, chi thi,
    ket luan, cong van, bao cao, thong bao, thong ke, dieu, khoan, diem, do, chuong trinh, de an, yeu
    cau
    """
)

# Initials that abbreviate something else: `thay mặt`, `ký thay`, `thừa lệnh`, `thừa ủy quyền`.
NOT_INITIALS: Final = _phrases(
    """
    TM, KT, TL, TUQ, TP, STT, PDF, DOC, RSS, FAQ, VIDEO
    """
)

# Folded. Names of CMS accounts: they posted the article and did not write it.
ACCOUNT_WORDS: Final = _phrases(
    """
    admin, administrator, adminstrator, super user, superuser, webmaster, root, system, user, editor,
    host, test, bqt, quan tri, quan tri vien, quan tri web, quan tri website, ban quan tri, ban quan tri
    web, ban quan tri website, quantri, quantriweb, bientap
    """
)
# Folded. Words after an author label that name nobody.
NOBODY: Final = _phrases(
    """
    st, suu tam, tong hop, dang cap nhat, khong ro, khuyet danh, internet, n/a, na, th
    """
)

# What follows is for names in other languages. Lower case: parts of names that have no capital.
PARTICLES: Final = _phrases(
    """
    da, de, del, della, den, der, des, di, do, dos, du, el, la, le, las, los, bin, binti, ibn, ten, ter, van, von, vom,
    zu, zur, y, e, af, av
    """
)
# Lower case, without full stop. After a name and a comma.
SUFFIXES: Final = _phrases(
    """
    jr, sr, ii, iii, iv, phd, ph.d, md, m.d, do, esq, mba, rn, rd, cpa, ms, ma
    """
)
# Folded. Words of organisations, offices, accounts and headings, which are no part of a person's name.
NO_PERSONS: Final = _phrases(
    """
    admin, administrator, advertorial, afp, agencies, agenciya, agency, alliance, anonymous, associated, associates,
    association, author, authority, authors, blog, blogs, bloomberg, board, bot, bureau, business, by, center,
    centre, channel, city, clinic, clinician, club, college, comments, commission, committee, communications,
    community, company, consulting, contact, content, contributed, contributing, contributor, contributors, copy,
    corp, corporation, correspondent, correspondents, council, county, creative, crew, daily, data, december,
    dental, dentistry, department, desk, development, digital, editor, editorial, editors, education, embassy,
    enterprise, entertainment, events, experts, express, facebook, february, federation, finance, follow,
    foundation, friday, gazette, global, gmbh, government, group, health, herald, holdings, home, hospital,
    inc, industries, info, insider, institute, international, january, journal, july, lab, labs, lifestyle, limited,
    llc, llp, ltd, magazine, management, marketing, media, member, members, min, ministry, minutes, monday, more,
    museum, national, net, network, news, newspaper, newsroom, november, october, office, official, online,
    organisation, organization, our, partner, partners, pc, photo, photos, plc, podcast, politics, portal, post,
    posted, press, product, production, productions, project, published, publisher, publishing, radio, read,
    redaction, redaktion, report, reporter, reporters, research, reuters, review, reviews, sales, saturday, school,
    science, search, security, september, service, services, share, site, society, software, solutions, sponsored,
    sports, staff, standard, store, strategies, studio, studios, subscribe, sunday, support, systems, team, tech,
    technologies, technology, telegraph, the, thursday, times, today, travel, tribune, trust, tuesday, twitter,
    undefined, unit, university, unknown, updated, user, video, views, visit, weather, web, webmaster, website,
    wednesday, weekly, wire, world, writer, writers, xinhua, your
    """
)
# Folded. Places that stand in the line of a name, as `By Anna Berg, New York`.
PLACES_ABROAD: Final = _phrases(
    """
    new york, los angeles, san francisco, united states, united kingdom, hong kong, new delhi, new zealand, south korea,
    north korea, saudi arabia, viet nam, tel aviv, sao paulo, buenos aires, mexico city, abu dhabi, kuala lumpur, cape
    town, south africa
    """
)
# Lower case. Words before `bởi` and `by` in a line that says who posted the text, and when.
POSTING_WORDS: Final = _phrases(
    """
    được, đăng, đã, viết, gửi, gởi, soạn, tạo, xuất, bản, bài, tin, tải, lên, vào, lúc, ngày, giờ, phút, thứ, hai,
    ba, tư, năm, sáu, bảy, chín, mười, một, tám, chủ, nhật, tháng, th, sa, ch, sáng, chiều, tối, trước, written,
    posted, published, submitted, created, words, text, story, article, report, on, at, in, am, pm, gmt, est, edt,
    et, mon, tue, wed, thu, fri, sat, sun, jan, feb, mar, apr, may, jun, jul, aug, sep, sept, oct, nov, dec,
    january, february, march, april, june, july, august, september, october, november, december, monday, tuesday,
    wednesday, thursday, friday, saturday, sunday, date, time, cập, updated, column, essay, opinion, review,
    analysis, commentary
    """
)
