"""The contract: what passes, and how what does not is kept for a person to look at."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from scrapy.exceptions import DropItem

from scraper.items import Article, Attachment, Image, OtherNews, as_record
from scraper.pipelines.validate_record import SCHEMA, ValidateRecord, broken_rules
from scraper.text.documents import DocumentRef
from scraper.text.harmful import HARMFUL, SETS
from tests.pipelines.records import article, ledger_in

ADDRESS = "https://hoabinh.gov.vn/tep.pdf"


@pytest.fixture
def quarantine(tmp_path: Path) -> Path:
    return tmp_path / "output" / "hoabinh.rejected.jsonl"


def step_of(quarantine: Path) -> ValidateRecord:
    return ValidateRecord(ledger_in(quarantine.parent), "hoabinh")


def closed(step: ValidateRecord) -> None:
    step.ledger.spider_closed("finished")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"date_published": "2023-06-12", "date_raw": "12/6/2023", "date_source": "page"},
        {"date_published": "2023-06-12T16:30:00+07:00", "date_modified": "2023-06-13"},
        {
            "authors": ["Hà Văn Thuận"],
            "authors_raw": "Tác giả: Hà Văn Thuận",
            "section": "Kinh tế",
            "summary": "Lời dẫn",
        },
        {"body": "", "attachments": [Attachment(ADDRESS, "Kế hoạch", "application/pdf")]},
        {"body": "", "images": [Image(ADDRESS, None)]},
        {"other_news": [OtherNews("Chợ phiên họp lại", ADDRESS, "2023-06-12")]},
        {"document_refs": [DocumentRef("số 1/QĐ-UBND", None, "1/QĐ-UBND", None, None, None)]},
        {"archive": {"file": "a.warc.gz", "offset": 0}, "revision": 7, "repairs": ["a→b"], "warnings": ["c"]},
    ],
)
def test_valid_records_pass(quarantine: Path, fields: dict[str, Any]) -> None:
    item = article(**fields)
    assert step_of(quarantine).process_item(item) is item
    assert not quarantine.exists()


INVALID: list[tuple[dict[str, Any], str]] = [
    ({"schema_version": "0.9"}, "schema_version"),
    ({"id": "xyz"}, "id"),
    ({"source": "Hòa Bình"}, "source"),
    ({"url": "/tin/hoi-lang"}, "url"),
    ({"canonical_url": "ftp://hoabinh.gov.vn/"}, "canonical_url"),
    ({"title": ""}, "title"),
    ({"title": " Hội làng"}, "title"),
    ({"title": "Hội\nlàng"}, "title"),
    ({"authors": ["Hà", "Hà"]}, "authors"),
    ({"authors": [""]}, "authors.0"),
    ({"authors_raw": ""}, "authors_raw"),
    ({"date_published": "12/06/2023"}, "date_published"),
    ({"date_published": "2023-13-01"}, "date_published"),
    ({"date_published": "2023-06-12T16:30:00Z"}, "date_published"),
    ({"date_modified": "1890-01-01"}, "date_modified"),
    ({"date_source": "body"}, "date_source"),
    ({"section": ""}, "section"),
    ({"summary": ""}, "summary"),
    ({"body": ""}, "record"),
    ({"body": "", "attachments": [Attachment("http:a.pdf", "Kế hoạch")]}, "record"),
    ({"body": "Hội làng\nmở lại"}, "body"),
    ({"body": "Hội làng\n\n\nmở lại"}, "body"),
    ({"body": "Hội làng\n\n"}, "body"),
    ({"body": "Hội\tlàng"}, "body"),
    ({"url": "https://hoabinh.gov.vn/hội"}, "url"),
    ({"url": "https://a@hoabinh.gov.vn/"}, "url"),
    ({"url": "https://hoabinh.gov.vn/ a"}, "url"),
    ({"url": "https:hoabinh"}, "url"),
    ({"document_refs": [DocumentRef("số 1", None, "1", 1, None, None)]}, "document_refs.0.year"),
    ({"language": "vietnamese"}, "language"),
    ({"content_hash": ""}, "content_hash"),
    ({"simhash": ""}, "simhash"),
    ({"fetched_at": "2024-01-31T08:00:00+07:00"}, "fetched_at"),
    ({"archive": {"file": "a"}}, "archive"),
    ({"revision": 0}, "revision"),
]


@pytest.mark.parametrize(("fields", "place"), INVALID, ids=[f"{place}={fields}" for fields, place in INVALID])
def test_invalid_records_go_to_quarantine_with_the_place(quarantine: Path, fields: dict[str, Any], place: str) -> None:
    step = step_of(quarantine)
    with pytest.raises(DropItem, match=f"{place}: "):
        step.process_item(article(**fields))
    closed(step)
    (kept,) = (json.loads(line) for line in quarantine.read_text("utf-8").splitlines())
    assert {reason.partition(":")[0] for reason in kept["reasons"]} == {place}
    assert kept["record"] == as_record(article(**fields))
    assert step.ledger.stats.get_value("validate/rejected") == 1


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("images", Image(ADDRESS), Image("a.jpg")),
        ("images", Image(ADDRESS), Image(ADDRESS, "Hội\x1b[31m")),
        ("attachments", Attachment(ADDRESS, "Kế hoạch"), Attachment("http:a.pdf", "Kế hoạch")),
        ("attachments", Attachment(ADDRESS, "Kế hoạch"), Attachment(ADDRESS, "")),
        ("attachments", Attachment(ADDRESS, "Kế hoạch"), Attachment(ADDRESS, "Kế hoạch", "PDF")),
        ("attachments", Attachment(ADDRESS, "Kế hoạch"), Attachment("https://", "Kế \ud800")),
        ("other_news", OtherNews("Chợ phiên", ADDRESS), OtherNews("Chợ phiên", "https://")),
        ("other_news", OtherNews("Chợ phiên", ADDRESS), OtherNews("Chợ phiên", ADDRESS, "hôm qua")),
    ],
)
def test_a_bad_link_costs_itself_and_not_the_record(quarantine: Path, name: str, good: object, bad: object) -> None:
    step = step_of(quarantine)
    item = step.process_item(article(**{name: [bad, good, bad], "warnings": ["body: very short"]}))
    assert getattr(item, name) == [good]
    assert item.warnings == ["body: very short", f"{name}: 2 left out, not valid"]
    assert step.ledger.stats.get_value("validate/links_left_out") == 2
    assert not quarantine.exists()


# One or two of each kind: control, direction, separator, mark, no character, half of one.
HARMFUL_ONES = (
    "\0\a\x1b\r\x7f\x85\x9f\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029\ufeff\ufdd0\ufffe\U0010ffff\U000e0041\ud800"
)


def strings(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The place of each string in a record."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict | list):
        for name, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from strings(part, (*path, name))


def full_record() -> dict[str, Any]:
    """A record in which every field has a value."""
    return as_record(
        article(
            authors=["Hà Văn Thuận"], authors_raw="Hà Văn Thuận", section="Kinh tế", summary="Lời dẫn",
            date_published="2023-06-12", date_modified="2023-06-13", date_raw="12/6/2023", date_source="page",
            images=[Image(ADDRESS, "Lễ hội")], attachments=[Attachment(ADDRESS, "Kế hoạch", "application/pdf")],
            other_news=[OtherNews("Chợ phiên họp lại", ADDRESS, "2023-06-12")],
            document_refs=[DocumentRef("số 1/QĐ-UBND", "quyết định", "1/QĐ-UBND", 2023, "UBND", "2023-06-12")],
            archive={"file": "a.warc.gz", "offset": 0}, repairs=["a→b"], warnings=["c"],
        )
    )  # fmt: skip


@pytest.mark.parametrize("path", list(strings(full_record())), ids=lambda path: ".".join(map(str, path)))
def test_no_string_of_a_record_takes_a_harmful_character(path: tuple[str | int, ...]) -> None:
    record = full_record()
    assert broken_rules(record) == []
    *outer, last = path
    part: Any = record
    for name in outer:
        part = part[name]
    value = part[last]
    for letter in HARMFUL_ONES + ("\t\n" if path != ("body",) else "\t"):
        part[last] = f"{value[:3]}{letter}{value[3:]}"
        (reason, *_) = broken_rules(record)
        assert reason.startswith(".".join(map(str, path)) + ": "), (letter, reason)
        assert not HARMFUL.search(reason)


def test_the_schema_and_the_program_agree_on_what_is_harmful() -> None:
    pattern = json.loads(SCHEMA.read_text("utf-8"))["$defs"]["harmless"]["pattern"]
    assert pattern == f"^[^\t{SETS}]*$"
    validator = jsonschema_rs.validator_for({"type": "string", "pattern": pattern})
    codes = [code for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    harmful = {code for code in codes if HARMFUL.search(chr(code))}
    assert {code for code in codes if not validator.is_valid(f"a{chr(code)}b")} == harmful | {ord("\t")}


@pytest.mark.parametrize("reason_for", ["\x1b", "\ud800"])
def test_what_is_refused_for_its_characters_is_kept_in_a_file_without_them(quarantine: Path, reason_for: str) -> None:
    step, item = step_of(quarantine), article(title=f"Hội làng{reason_for} mở lại")
    with pytest.raises(DropItem, match=r"title: U\+.* at 8"):
        step.process_item(item)
    closed(step)
    text = quarantine.read_text("utf-8")
    assert not HARMFUL.search(text)
    assert json.loads(text)["record"]["title"] == item.title, "the same value, escaped"


def test_the_quarantine_grows_by_a_line_a_record(quarantine: Path) -> None:
    step = step_of(quarantine)
    for title in ("", " "):
        with pytest.raises(DropItem):
            step.process_item(article(title=title))
    closed(step)
    assert len(quarantine.read_text("utf-8").splitlines()) == 2


def test_half_a_line_of_a_killed_run_is_cut_from_the_quarantine(quarantine: Path) -> None:
    quarantine.parent.mkdir()
    quarantine.write_bytes(b'{"reasons": [], "record": {}}\n{"reas')
    step = step_of(quarantine)
    with pytest.raises(DropItem):
        step.process_item(article(title=""))
    closed(step)
    assert len([json.loads(line) for line in quarantine.read_text("utf-8").splitlines()]) == 2


def test_a_disk_that_takes_no_more_is_said_and_stops_the_crawl(quarantine: Path) -> None:
    quarantine.mkdir(parents=True)
    step = step_of(quarantine)
    with pytest.raises(DropItem, match="not kept, the disk failed"):
        step.process_item(article(title=""))
    assert step.ledger.stats.get_value("output/failed") == 1
    closed(step)
    assert step.ledger.stats.get_value("finish_reason") == "output_failed"


def test_the_schema_names_every_field_in_the_order_of_the_record() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    names = list(as_record(Article()))
    assert list(schema["properties"]) == names
    assert schema["required"] == names


@pytest.mark.parametrize("name", list(as_record(Article())))
def test_a_record_without_one_of_its_keys_is_refused(quarantine: Path, name: str) -> None:
    record = as_record(article())
    del record[name]
    assert broken_rules(record) == [f'record: "{name}" is a required property']


def test_a_record_with_a_key_more_is_refused(quarantine: Path) -> None:
    assert broken_rules({**as_record(article()), "extra": 1}) != []


def test_the_schema_itself_is_valid() -> None:
    assert jsonschema_rs.meta.is_valid(json.loads(SCHEMA.read_text("utf-8")))
