"""The JSON answers are what their description says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from scraper.web.openapi import description
from scraper.web.places import ServedFiles
from tests.index.logs import id_of
from tests.web.articles import HOSTILE_BODY, HOSTILE_TITLE, OPENED
from tests.web.serving import RunningWeb

PLAN = id_of("stp_travinh", "plan")
HOSTILE = id_of("dukcqdn_longan", "hostile")


def check(name: str, value: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", **description()}
    jsonschema_rs.validator_for(schema).validate(value)


def described(path: str, status: str) -> str:
    """The schema that the description has for an answer."""
    content = description()["paths"][path]["get"]["responses"][status]["content"]
    return str(content["application/json"]["schema"]["$ref"]).rpartition("/")[2]


@pytest.mark.parametrize(
    ("template", "path", "status"),
    [
        ("/api/search", "/api/search", 200),
        ("/api/search", "/api/search?q=chuyen doi so&limit=2", 200),
        ("/api/search", "/api/search?q=zzzz", 200),
        ("/api/search", "/api/search?q=hoi nghi khong co tu nay xyz", 200),
        ("/api/search", "/api/search?source=nowhere", 400),
        ("/api/search", "/api/search?limit=x", 400),
        ("/api/facets", "/api/facets", 200),
        ("/api/facets", "/api/facets?q=chuyen doi so&source=hoabinh&since=2025-06&until=2025-06", 200),
        ("/api/facets", "/api/facets?q=field:x", 400),
        ("/api/article/{id}", f"/api/article/{PLAN}", 200),
        ("/api/article/{id}", f"/api/article/{HOSTILE}", 200),
        ("/api/article/{id}", "/api/article/none", 404),
        ("/api/article/{id}/versions", f"/api/article/{id_of('hoabinh', 'opened')}/versions", 200),
        ("/api/article/{id}/versions", "/api/article/none/versions", 404),
        ("/api/sources", "/api/sources", 503),
    ],
)
def test_answers_are_as_described(web: RunningWeb, template: str, path: str, status: int) -> None:
    reply = web.get(path)
    assert reply.status == status, reply.text
    assert reply.headers["content-type"] == "application/json"
    check(described(template, str(status)), reply.json)


def test_the_description_is_served_and_its_references_exist(web: RunningWeb) -> None:
    served = web.get("/openapi.json").json
    assert served == description()
    assert served["openapi"].startswith("3.1")
    names = served["components"]["schemas"].keys()
    text = json.dumps(served)
    assert {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]} == names
    for name, item in served["paths"].items():
        parameters = {each["name"] for each in item["get"]["parameters"] if each["in"] == "path"}
        assert parameters == ({"id"} if "{id}" in name else set())


def test_every_address_of_the_description_answers(web: RunningWeb) -> None:
    for path in description()["paths"]:
        assert web.get(path.replace("{id}", PLAN)).status in (200, 503)


def test_hits_say_where_the_words_are(web: RunningWeb) -> None:
    (hit, *_) = web.get("/api/search?q=khai mac").json["hits"]
    assert [hit["title"][start:end] for start, end in hit["title_spans"]] in (["Khai mạc"], ["Khai", "mạc"])


def test_next_leads_through_all_hits(web: RunningWeb) -> None:
    path, ids = "/api/search?limit=2", []
    while path:
        page = web.get(path).json
        ids += [hit["id"] for hit in page["hits"]]
        path = page["next"]
    assert len(ids) == len(set(ids)) == page["total"] == 5


def test_an_article_has_its_parts_and_its_copies(web: RunningWeb) -> None:
    plan = web.get(f"/api/article/{PLAN}").json
    assert plan["images"] == [{"url": "https://stp_travinh.example/anh/1.jpg", "caption": "Quang cảnh hội nghị"}]
    assert plan["attachments"][0]["title"] == "Kế hoạch số 12-KH/BTGTU"
    assert plan["authors"] == ["Trần Thị B", "Nguyễn Văn A"]
    copy = web.get(f"/api/article/{id_of('stp_travinh', 'copy')}").json
    assert copy["duplicate_of"] == id_of("hoabinh", "opened")
    assert [each["title"] for each in copy["near_duplicates"]] == [f"{OPENED} năm 2025"]


def test_counts_of_a_kind_are_without_its_own_filter(web: RunningWeb) -> None:
    counts = web.get("/api/facets?q=chuyen doi so&source=hoabinh").json
    assert {each["value"] for each in counts["sources"]} == {"hoabinh", "stp_travinh", "dukcqdn_longan"}
    assert [each["value"] for each in counts["months"]] == ["2025-06"]
    assert counts["counted"] == 1


def test_json_keeps_hostile_values_and_spells_out_marks_of_direction(web: RunningWeb) -> None:
    reply = web.get(f"/api/article/{HOSTILE}")
    assert (reply.json["title"], reply.json["body"]) == (HOSTILE_TITLE, HOSTILE_BODY)
    assert "\u202e" not in reply.text


def test_the_log_stays_as_it_is(web: RunningWeb, files: ServedFiles) -> None:
    before = {path: path.read_bytes() for path in files.logs.glob("*.jsonl")}
    for path in ("/", "/sources", f"/api/article/{PLAN}/versions", "/feed.atom"):
        web.get(path)
    assert {path: path.read_bytes() for path in files.logs.glob("*.jsonl")} == before
    assert not files.state.exists()
