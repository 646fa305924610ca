"""Our fields under the names of other tools: nothing is computed, and nothing is guessed.

Fields that we do not have are left out, or null if the tool's records always have the key. Dates stay ISO 8601, with or
without a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

Record = dict[str, Any]


def zyte(record: Record) -> Record:
    """``Article`` of zyte-common-items; empty fields are left out."""
    images = [{"url": image["url"]} for image in record["images"]]
    return _filled(
        {
            "url": record["url"],
            "canonicalUrl": record["canonical_url"],
            "headline": record["title"],
            "datePublished": record["date_published"],
            "datePublishedRaw": record["date_raw"],
            "dateModified": record["date_modified"],
            "authors": [{"name": name} for name in record["authors"]],
            "breadcrumbs": [{"name": record["section"]}] if record["section"] else [],
            "inLanguage": record["language"],
            "mainImage": images[0] if images else None,
            "images": images,
            "description": record["summary"],
            "articleBody": record["body"],
            "metadata": {"dateDownloaded": record["fetched_at"]},
        }
    )


def newsplease(record: Record) -> Record:
    """The JSON of news-please."""
    return {
        "authors": record["authors"],
        "date_download": record["fetched_at"],
        "date_modify": record["date_modified"],
        "date_publish": record["date_published"],
        "description": record["summary"],
        "filename": None,
        "image_url": _first_image(record),
        "language": record["language"],
        "localpath": None,
        "maintext": record["body"],
        "source_domain": _host(record),
        "title": record["title"],
        "title_page": None,
        "title_rss": None,
        "url": record["url"],
    }


def trafilatura(record: Record) -> Record:
    """The JSON of trafilatura; its dates are days, and its fingerprint is a simhash too."""
    return {
        "title": record["title"],
        "author": "; ".join(record["authors"]) or None,
        "hostname": _host(record),
        "date": _day(record["date_published"]),
        "fingerprint": record["simhash"],
        "id": record["id"],
        "license": None,
        "comments": "",
        "raw_text": record["body"],
        "text": record["body"],
        "language": record["language"],
        "image": _first_image(record),
        "pagetype": None,
        "filedate": _day(record["fetched_at"]),
        "source": record["url"],
        "source-hostname": _host(record),
        "excerpt": record["summary"],
        "categories": record["section"] or "",
        "tags": "",
    }


def schemaorg(record: Record) -> Record:
    """A ``NewsArticle`` of schema.org in JSON-LD; authors have no type, since they may be persons or organisations."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "identifier": record["id"],
            "url": record["url"],
            "mainEntityOfPage": record["canonical_url"],
            "headline": record["title"],
            "author": [{"name": name} for name in record["authors"]],
            "datePublished": record["date_published"],
            "dateModified": record["date_modified"],
            "sdDatePublished": record["fetched_at"],
            "inLanguage": record["language"],
            "articleSection": record["section"],
            "abstract": record["summary"],
            "articleBody": record["body"],
            "image": [_part("ImageObject", each, url="url", caption="caption") for each in record["images"]],
            "associatedMedia": [
                _part("MediaObject", each, contentUrl="url", name="title", encodingFormat="media_type")
                for each in record["attachments"]
            ],
            "citation": [reference["raw"] for reference in record["document_refs"]],
        }
    )


PROFILES: dict[str, Callable[[Record], Record]] = {
    "zyte": zyte,
    "newsplease": newsplease,
    "trafilatura": trafilatura,
    "schemaorg": schemaorg,
}


def _filled(record: Record) -> Record:
    return {name: value for name, value in record.items() if value not in (None, [], "")}


def _part(kind: str, part: Record, **names: str) -> Record:
    return {"@type": kind, **_filled({name: part.get(ours) for name, ours in names.items()})}


def _first_image(record: Record) -> str | None:
    return record["images"][0]["url"] if record["images"] else None


def _host(record: Record) -> str | None:
    return urlsplit(record["url"]).hostname


def _day(date: str | None) -> str | None:
    return date[:10] if date else None
