"""The description of the JSON answers, in OpenAPI 3.1."""

from __future__ import annotations

from functools import cache
from typing import Any

from scraper.web.search_address import MOST_HITS

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_YES_NO: Schema = {"type": "boolean"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(about: str = "", **properties: Schema) -> Schema:
    """An object that has all these fields and no others."""
    described = {"description": about} if about else {}
    required = list(properties)
    return described | {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _about(schema: Schema, text: str) -> Schema:
    return schema | {"description": text}


_SPANS = _list({"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2})
_PAIR: Schema = {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2}
_COUNTS = _list(_object(value=_TEXT, count=_NUMBER))

_SCHEMAS: dict[str, Schema] = {
    "Error": _object(error=_about(_TEXT, "What is wrong, and what helps."), status=_NUMBER),
    "Hit": _object(
        id=_TEXT,
        title=_TEXT,
        date=_about(_TEXT_OR_NULL, "ISO 8601, a day or a moment."),
        source=_TEXT,
        section=_TEXT_OR_NULL,
        authors=_list(_TEXT),
        url=_about(_TEXT, "The page of the office."),
        score=_about({"type": "number"}, "Comparable within one answer; 0 in a list by date."),
        snippet=_TEXT,
        duplicate_of=_about(_TEXT_OR_NULL, "The id of the earliest article with nearly the same text."),
        has=_about(_list(_TEXT), "attachment, image, summary, date, author."),
        lacks=_about(_list(_TEXT), "Words of the question that it does not have."),
        title_spans=_about(_SPANS, "Offsets of the words in the title, in characters: start and end."),
        snippet_spans=_SPANS,
    ),
    "Answer": _object(
        total=_NUMBER,
        is_at_least=_about(_YES_NO, "True if there may be more than `total`."),
        has_all=_about(_YES_NO, "False if no article has all words; the hits have some of them."),
        words=_about(_list(_TEXT), "The words that were looked for, without accents."),
        corrected=_about(_list(_PAIR), "Words as typed, and those that were looked for instead."),
        left_out=_list(_TEXT),
        folded=_about(_YES_NO, "True if hits have the words with other accents than typed."),
        notes=_about(_list(_TEXT), "What was done to find them, in sentences."),
        hits=_list(_ref("Hit")),
        next=_about(_TEXT_OR_NULL, "The address of the next hits."),
    ),
    "Facets": _object(
        "Numbers of found articles; each kind is counted without the filters of this kind.",
        sources=_COUNTS,
        sections=_COUNTS,
        authors=_COUNTS,
        months=_COUNTS,
        counted=_NUMBER,
        is_at_least=_about(_YES_NO, "True if only some of very many articles were counted."),
    ),
    "Article": _object(
        id=_TEXT,
        source=_TEXT,
        url=_TEXT,
        title=_TEXT,
        date=_TEXT_OR_NULL,
        section=_TEXT_OR_NULL,
        authors=_list(_TEXT),
        summary=_TEXT_OR_NULL,
        body=_about(_TEXT, "Paragraphs joined by a blank line; text, not HTML."),
        language=_TEXT,
        images=_list(_object(url=_TEXT, caption=_TEXT_OR_NULL)),
        attachments=_list(_object(url=_TEXT, title=_TEXT)),
        documents=_about(_list(_TEXT), "Numbers of cited documents."),
        duplicate_of=_TEXT_OR_NULL,
        near_duplicates=_list(_object(id=_TEXT, title=_TEXT, source=_TEXT)),
        revision=_NUMBER,
        fetched_at=_TEXT_OR_NULL,
        is_archived=_YES_NO,
    ),
    "Versions": _object(
        "The versions of an article, the oldest first.",
        id=_TEXT,
        is_whole=_about(_YES_NO, "False if there may be older ones."),
        versions=_list(
            _object(
                revision=_about(_NUMBER, "0 for a deletion."),
                fetched_at=_TEXT,
                is_deleted=_YES_NO,
                changed=_about(_list(_TEXT), "Fields that differ from the version before."),
                record={"type": ["object", "null"], "description": "The line of the log: article.schema.json."},
            )
        ),
    ),
    "Sources": _object(
        sources=_list(
            _object(
                "Times are seconds since 1970; 0 for never.",
                name=_TEXT,
                found=_NUMBER,
                written=_NUMBER,
                gone=_NUMBER,
                due=_NUMBER,
                failed=_NUMBER,
                next_try=_NUMBER,
                undecided=_NUMBER,
                last_run=_NUMBER,
                ended=_about(_TEXT, "How the last run ended, in words."),
                lists_walked=_NUMBER,
                log_bytes=_NUMBER,
            )
        ),
        troubles=_about(
            _list(
                _object(
                    source=_about(_TEXT_OR_NULL, "null: all sources."),
                    kind=_TEXT,
                    since=_TEXT,
                    sentence=_TEXT,
                    helps=_TEXT,
                )
            ),
            "What needs a person; as scrapy report --json has it.",
        ),
    ),
}


def _parameter(name: str, about: str, schema: Schema | None = None, *, place: str = "query") -> Schema:
    return {"name": name, "in": place, "required": place == "path", "description": about, "schema": schema or _TEXT}


_QUESTION = [
    _parameter("q", 'Words, with or without accents; "adjacent words"; source:NAME, date:2024-05..2024-06, has:image.'),
    _parameter("source", "Name of a source; any of several.", _list(_TEXT)),
    _parameter("section", "Words of a section; any of several.", _list(_TEXT)),
    _parameter("author", "Words of an author's name; any of several.", _list(_TEXT)),
    _parameter("since", "First day, month or year: 2024-05-31, 2024-05, 2024."),
    _parameter("until", "Last day, month or year."),
    _parameter("has", "attachment, image, summary, date, author; all of several.", _list(_TEXT)),
]
_PLACE = [
    _parameter("limit", "Number of hits.", {"type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": 10}),
    _parameter("offset", "Hits to skip.", {"type": "integer", "minimum": 0, "default": 0}),
]
_ID = [_parameter("id", "Id of an article.", place="path")]


def _get(name: str, about: str, answer: str, parameters: list[Schema], *failures: str) -> Schema:
    """The description of one address."""
    texts = {"400": "The question has no sense.", "404": "There is no such article.", "503": "No index, or damaged."}
    failed = {
        status: {"description": texts[status], "content": {"application/json": {"schema": _ref("Error")}}}
        for status in failures
    }
    done = {"description": about, "content": {"application/json": {"schema": _ref(answer)}}}
    get = {"operationId": name, "summary": about, "parameters": parameters, "responses": {"200": done, **failed}}
    return {"get": get}


@cache
def description() -> Schema:
    """The description as one JSON value."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Search of the crawled articles",
            "version": "1",
            "description": "Read-only. With a token: the header `Authorization: Bearer TOKEN`.",
        },
        "security": [{}, {"token": []}],
        "paths": {
            "/api/search": _get("search", "The hits of a search.", "Answer", [*_QUESTION, *_PLACE], "400", "503"),
            "/api/facets": _get("facets", "The counts for its filters.", "Facets", _QUESTION, "400", "503"),
            "/api/article/{id}": _get("article", "One article.", "Article", _ID, "404", "503"),
            "/api/article/{id}/versions": _get("versions", "Its versions.", "Versions", _ID, "404", "503"),
            "/api/sources": _get("sources", "The sources with their state.", "Sources", [], "503"),
            "/feed.atom": {
                "get": {
                    "operationId": "feed",
                    "summary": "The newest articles of a search that have all words, as an Atom feed.",
                    "parameters": _QUESTION,
                    "responses": {"200": {"description": "Atom.", "content": {"application/atom+xml": {}}}},
                }
            },
        },
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
