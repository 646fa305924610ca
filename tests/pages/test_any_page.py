"""Pages that nobody wrote: the stored pages cut, doubled and shuffled.

Whatever comes out, it is a record that the schema takes, or one of the two errors that say why there is none.
``FUZZ_EXAMPLES=5000 python -m pytest tests/pages/test_any_page.py`` looks longer, at other pages each time; without
it a test looks at the same 60.
"""

from __future__ import annotations

import json
import os
import re

import jsonschema_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.fixtures import Fixture
from scraper.items import as_record
from scraper.pipelines import enrich
from scraper.pipelines.validate_record import SCHEMA
from scraper.reading import decide_body
from tests.fixtures.golden import FIXTURES, urls_of

EXAMPLES = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "60")),
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
VALIDATOR = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
_TAG = re.compile(rb"(?=<)")
# What breaks readers: markup without its other half, states of nothing, numbers out of range.
_JUNK = st.sampled_from(
    [
        *(b"<table>", b"</table>", b"<tr>", b"</td>", b"<div>", b"</div>", b"</body>", b"<h1>", b"<li>", b"<a href='"),
        *(b"<base href='http://[x'>", b"<base href='//'>", b"<br>" * 50, b"<img src='//[x'>", b"<a href='http://[x'>T</a>"),
        *(b"Tin kh\xc3\xa1c", b"31/02/2023 25:61", b"00/00/0000", b"9999-12-31T23:59:59-23:00", b"&#0;&#xD800;"),
        b"<meta property='article:published_time' content='0001-01-01T00:00:00+23:00'>",
        *(b"&nbsp;" * 40, b"\x00", b"<!--", b"<![CDATA[", b"<p hidden>", b"<h1></h1>", b"\xff\xfe", b""),
    ]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, fixture: Fixture) -> bytes:
    """A stored page after a few accidents."""
    pieces = _TAG.split(fixture.html)
    for _ in range(draw(st.integers(1, 6))):
        one, other = sorted((draw(st.integers(0, len(pieces))), draw(st.integers(0, len(pieces)))))
        part = pieces[one:other]
        match draw(st.integers(0, 4)):
            case 0:
                del pieces[one:other]
            case 1:
                pieces[other:other] = part[:200]
            case 2:
                pieces[one:other] = draw(st.permutations(part[:40])) + part[40:]
            case 3:
                pieces[one:one] = [draw(_JUNK)]
            case _:
                pieces = [*part, *pieces[:one], *pieces[other:]]
    return b"".join(pieces)


def check(fixture: Fixture, html: bytes) -> None:
    meta, source = fixture.meta, fixture.source
    outcome = decide_body(
        meta.url, html, meta.charset, urls_of(source), meta.context, source=source, fetched_at=meta.fetched_at
    )
    if outcome.article is None:
        assert outcome.reason
    else:
        article = enrich(outcome.article, repair=True)
        reasons = [f"{error.instance_path}: {error.message}" for error in VALIDATOR.iter_errors(as_record(article))]
        assert reasons == []
        assert article.body == "" or all(map(str.strip, article.body.split("\n\n"))), "an empty paragraph"


@EXAMPLES
@given(st.data())
def test_a_page_in_pieces_gives_a_valid_record_or_says_why_not(data: st.DataObject) -> None:
    fixture = data.draw(st.sampled_from(FIXTURES))
    check(fixture, data.draw(mutated(fixture)))


@EXAMPLES
@given(st.sampled_from(FIXTURES), st.integers(0, 10_000))
def test_a_page_cut_anywhere_gives_a_valid_record_or_says_why_not(fixture: Fixture, length: int) -> None:
    check(fixture, fixture.html[:length])


@EXAMPLES
@given(st.sampled_from(FIXTURES), st.binary(max_size=300))
def test_any_bytes_give_a_valid_record_or_say_why_not(fixture: Fixture, body: bytes) -> None:
    check(fixture, body)
