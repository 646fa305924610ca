"""The truth about one article, from the article and from what its portal prints of it."""

from collections.abc import Mapping
from datetime import date, datetime

from tests.practice.corpus import Article
from tests.practice.families import Family
from tests.practice.skins import Dates, Skin
from tests.practice.truth import DateSource, OtherNews, Truth, body_text, images, iso


def published(article: Article, dates: Dates) -> tuple[str | None, DateSource | None]:
    """The date as exactly as it is printed anywhere, and where."""
    if article.date is None:
        return None, None
    if dates.page:
        return iso(article.date), "page"
    if dates.metadata:
        return iso(article.date), "metadata"
    if dates.listing:
        return iso(article.date, with_time=False), "listing"
    return None, None


def _listed_date(when: datetime | date | None, skin: Skin, dates: Dates) -> str | None:
    """The date an other-news list prints beside a title."""
    if not (dates.listing and skin.dates_other_news):
        return None
    return iso(when, with_time=dates.page and skin.times_other_news)


def other_news(article: Article, family: Family, skin: Skin, dates: Dates) -> tuple[OtherNews, ...]:
    """The entries of the other-news lists in page order."""
    newer, older = family.neighbours(article)
    return tuple(
        OtherNews(family.key(a), a.title, family.path(a), _listed_date(a.date, skin, dates)) for a in newer + older
    )


def truth_of(article: Article, family: Family, skin: Skin, dates: Dates, trapped: Mapping[int, str]) -> Truth:
    """Everything the record asks for that the pages of the portal determine."""
    when, where = published(article, dates)
    pictures = images(article)
    return Truth(
        key=family.key(article),
        title=article.title,
        authors=article.authors,
        authors_raw=article.byline if article.authors else None,
        source_line=article.byline if not article.authors else None,
        date_published=when,
        date_source=where,
        section=article.section,
        summary=article.lead if skin.marks_lead else None,
        body=body_text(article),
        captions=tuple(caption for _, caption in pictures if caption),
        images=pictures,
        attachments=article.attachments,
        other_news=other_news(article, family, skin, dates),
        paths=(family.path(article), *family.twins(article)),
        trap=trapped.get(article.id),
    )
