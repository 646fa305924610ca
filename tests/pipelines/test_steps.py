"""The steps that fill fields, each on a record made by hand; and their order."""

from __future__ import annotations

import pytest
from scrapy.utils.misc import build_from_crawler, load_object
from scrapy.utils.test import get_crawler

from scraper.pipelines import ENRICH, enrich
from scraper.pipelines.append_record import AppendRecord
from scraper.pipelines.cite_documents import CiteDocuments
from scraper.pipelines.detect_language import DetectLanguage
from scraper.pipelines.fingerprint_content import FingerprintContent
from scraper.pipelines.repair_text import RepairText
from scraper.pipelines.validate_record import ValidateRecord
from scraper.settings import ITEM_PIPELINES
from scraper.text.documents import DocumentRef
from tests.pipelines.records import article, done


def test_steps_stand_in_the_order_that_they_need() -> None:
    steps = [load_object(path) for path in sorted(ITEM_PIPELINES, key=ITEM_PIPELINES.__getitem__)]
    # Text first, then what is read from it, then the check, then the file.
    assert [step.__name__ for step in steps[:4]] == [
        "RepairText",
        "CiteDocuments",
        "DetectLanguage",
        "FingerprintContent",
    ]
    assert steps == [*ENRICH, ValidateRecord, AppendRecord], "settings and ENRICH name the same steps"


@pytest.mark.parametrize("repair", [True, False])
def test_all_steps_at_once_give_what_they_give_one_by_one(repair: bool) -> None:
    fields = {"title": "Hội làng mởcửa", "body": "Theo Kế hoạch số175-KH/TU, hội mở lại."}
    item = done(RepairText(enabled=repair), article(**fields))
    for step in (CiteDocuments(), DetectLanguage(), FingerprintContent()):
        item = done(step, item)
    enriched = enrich(article(**fields), repair=repair)
    assert enriched == item
    assert bool(enriched.repairs) is repair


@pytest.mark.parametrize(("setting", "enabled"), [(True, True), (False, False), ("False", False)])
def test_one_setting_turns_repair_off(setting: object, enabled: bool) -> None:
    crawler = get_crawler(settings_dict={"REPAIR_TEXT": setting})
    step = build_from_crawler(load_object("scraper.pipelines.repair_text.RepairText"), crawler)
    assert step.enabled is enabled


def test_lost_spaces_come_back_and_are_noted_once() -> None:
    lead = "Theo Kế hoạch số175-KH/TU, hội mở lại."
    item = done(
        RepairText(enabled=True),
        article(title="Hội làng mởcửa ngày12/6", body=f"{lead}\n\nCả làng cùng vui.", summary=lead),
    )
    fixed = "Theo Kế hoạch số 175-KH/TU, hội mở lại."
    assert (item.title, item.body, item.summary) == (
        "Hội làng mở cửa ngày 12/6",
        f"{fixed}\n\nCả làng cùng vui.",
        fixed,
    )
    assert item.repairs == ["mởcửa→mở cửa", "ngày12→ngày 12", "số175→số 175"]


def test_text_that_lacks_nothing_stays_as_it_is() -> None:
    assert done(RepairText(enabled=True), article()) == article()


def test_repair_turned_off_changes_nothing() -> None:
    item = article(title="Kế hoạch số175")
    assert done(RepairText(enabled=False), item) == article(title="Kế hoạch số175")


def test_documents_are_cited_from_the_body() -> None:
    item = done(CiteDocuments(), article(body="Theo Quyết định số 12/QĐ-UBND ngày 05/01/2023, hội mở lại."))
    assert item.document_refs == [
        DocumentRef("Quyết định số 12/QĐ-UBND ngày 05/01/2023", "quyết định", "12/QĐ-UBND", 2023, "UBND", "2023-01-05")
    ]


def test_a_body_without_documents_cites_none() -> None:
    assert done(CiteDocuments(), article()).document_refs == []


@pytest.mark.parametrize(
    ("title", "body", "language"),
    [
        ("Hội làng mở lại", "", "vi"),
        ("Hội làng", "The village fair is open again after three years, and all the neighbours came.", "en"),
        ("News", "The village fair is open again.", "en"),
        ("", "បុណ្យភូមិបើកឡើងវិញ", "km"),
    ],
)
def test_the_letters_tell_the_language(title: str, body: str, language: str) -> None:
    assert done(DetectLanguage(), article(title=title, body=body)).language == language


def fingerprints(title: str, body: str) -> tuple[str, str]:
    item = done(FingerprintContent(), article(title=title, body=body))
    return item.content_hash, item.simhash


def test_fingerprints_are_of_title_and_body() -> None:
    hashes = {fingerprints(title, body)[0] for title, body in [("Một", "hai"), ("Một", "ba"), ("Hai", "hai")]}
    assert len(hashes) == 3
    assert fingerprints("Một", "hai") == fingerprints("Một", "hai")


def test_one_changed_word_moves_few_bits_only() -> None:
    body = article().body
    one, other = fingerprints("Hội làng", body), fingerprints("Hội làng", body.replace("trưa", "chiều"))
    assert one[0] != other[0]
    assert (int(one[1], 16) ^ int(other[1], 16)).bit_count() < 24
