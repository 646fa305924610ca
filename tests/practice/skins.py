"""Looks of the portals: what differs between templates beyond their markup, and what each source prints.

Shape: `SKINS: dict[name, Skin]`; `DEFAULT_SKINS: dict[(source, form), (name, …)]`, the first is the default.
Any portal can wear any skin.
"""

from dataclasses import dataclass
from datetime import date, datetime

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Skin:
    """`marks_lead`: the lead has an element of its own; otherwise it is the first paragraph of the body.

    `day` and `moment` are the shapes of the date line without and with a time.
    """

    name: str
    older_label: str
    newer_label: str
    day: str
    moment: str
    marks_lead: bool = True
    title_in_head: bool = True
    dates_other_news: bool = False
    times_other_news: bool = False


SKINS: dict[str, Skin] = {
    skin.name: skin
    for skin in (
        Skin(
            "modern",
            "Tin cùng chuyên mục",
            "Tin mới hơn",
            "%d/%m/%Y",
            "%d/%m/%Y %H:%M",
            dates_other_news=True,
        ),
        Skin("tables", "Tin khác", "Các tin mới", "Ngày %d/%m/%Y", "%d/%m/%Y - %H:%M", title_in_head=False),
        Skin(
            "word",
            "Các tin khác",
            "Tin mới nhất",
            "(%d/%m/%Y)",
            "({weekday}, %d/%m/%Y %H:%M)",
            marks_lead=False,
        ),
        Skin(
            "portlet",
            "Danh sách bài viết cũ",
            "Danh sách bài viết mới",
            "%d/%m/%Y",
            "%d/%m/%Y %H:%M",
            title_in_head=False,
            dates_other_news=True,
            times_other_news=True,
        ),
        Skin("wcm", "Tin khác", "Tin mới hơn", "Ngày đăng: %d/%m/%Y", "%d/%m/%Y %H:%M", marks_lead=False),
        Skin(
            "cards",
            "Bài viết khác",
            "Bài viết mới",
            "Cập nhật: {weekday}, ngày %d/%m/%Y",
            "Cập nhật lúc: %H:%M | %d/%m/%Y",
            dates_other_news=True,
        ),
    )
}

DEFAULT_SKINS: dict[tuple[str, str], tuple[str, ...]] = {
    ("stp_travinh", "wcm"): ("tables", "modern"),
    ("dukcqdn_travinh", "wcm"): ("word", "cards"),
    ("hoabinh", "wcm"): ("portlet", "modern"),
    ("dukcqdn_longan", "wcm"): ("wcm", "word"),
    ("dukcqdn_longan", "slug"): ("cards", "tables"),
}


@dataclass(frozen=True, slots=True)
class Dates:
    """Where a portal prints publication dates."""

    page: bool = False
    listing: bool = False
    metadata: bool = False


def dates_of(source: str, form: str, skin: Skin) -> Dates:
    """What the source prints, in this skin."""
    match source, form:
        case "hoabinh", _:
            return Dates(page=True, listing=True)
        case "dukcqdn_travinh", _:
            return Dates(listing=skin.dates_other_news)
        case "dukcqdn_longan", "slug":
            # The card skin shows no date on the article, only its metadata has one.
            return Dates(page=skin.name != "cards", listing=True, metadata=skin.name == "cards")
    return Dates(listing=True)


def date_line(skin: Skin, when: datetime | date | None) -> str | None:
    """The date as the skin prints it on the article page."""
    if when is None:
        return None
    shape = skin.moment if isinstance(when, datetime) else skin.day
    return when.strftime(shape.replace("{weekday}", WEEKDAYS[when.weekday()]))


def day(when: datetime | date | None) -> str:
    """`14/03/2024`, or nothing."""
    return when.strftime("%d/%m/%Y") if when else ""


def moment(when: datetime | date | None) -> str:
    """`14/03/2024 08:15`, the day alone where no time is known, or nothing."""
    return when.strftime("%d/%m/%Y %H:%M") if isinstance(when, datetime) else day(when)
