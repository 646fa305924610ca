"""Values that scripts assign to the window."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.js_literals import assigned_values

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("script", "values"),
    [
        ('window.__STATE__ = {"a": [1, "b"]};', [{"a": [1, "b"]}]),
        ("window['__STATE__']={a:1.5,'b':undefined,$c:void 0,d:!0,e:!1,f:-3}", [
            {"a": 1.5, "b": None, "$c": None, "d": True, "e": False, "f": -3}
        ]),
        ('self.x = JSON.parse("{\\"a\\":\\"\\\\u1ed9\\"}")', [{"a": "ộ"}]),
        ("window.x={a:'it\\'s \\x41\\u002f\\\nB'};window.y=[,1,]", [{"a": "it's A/B"}, [1]]),
        ('window.x={at:new Date("2024-01-16T07:20:00Z"),by:new Foo,n:-Infinity}', [
            {"at": "2024-01-16T07:20:00Z", "by": None, "n": None}
        ]),
        ('window.__NUXT__=(function(a,b){return {title:a,list:[b,b],"s":"a"}}("Tin",7));', [
            {"title": "Tin", "list": [7, 7], "s": "a"}
        ]),
        ('window.__NUXT__=(function(a){a.x="y";return {b:a}}({}));', [{"b": {}}]),
        ("window.x = load(); window.y = {a: f(1)}; window.z = {b: 1}; window.t == {c: 1}", [{"b": 1}]),
        ("window.x = {a: 1", []),
        ("window.x = (function(a){return {b:a}})", []),
        ('window.x = JSON.parse("{")', []),
        ('window.x = {"\\ud83d\\ude00": `a`}', [{"😀": "a"}]),
        ("", []),
    ],
)  # fmt: skip
def test_values(script: str, values: list[object]) -> None:
    assert list(assigned_values(script)) == values


def test_deep_values_are_left_out() -> None:
    assert list(assigned_values("window.x=" + "[" * 5_000 + "]" * 5_000)) == []
    assert list(assigned_values("window.x={a:" + "[" * 100 + "]" * 100 + "}")) == []
    assert list(assigned_values("window.x={a:" + "[" * 70 + "]" * 70 + "}")) != []


@pytest.mark.parametrize(("failures", "count"), [(19, 1), (20, 0)])
def test_a_script_without_literals_is_given_up(failures: int, count: int) -> None:
    assert len(list(assigned_values("window.f={a:f()};" * failures + "window.x=[1]"))) == count


@given(JSON)
def test_json_is_read_as_json(value: object) -> None:
    assert list(assigned_values(f"window.x={json.dumps([value])}")) == [[value]]
    # A name without quotes makes it JavaScript.
    assert list(assigned_values(f"window.x={{a:{json.dumps(value)}}}")) == [{"a": value}]


@given(st.text(alphabet="window.x={}[]():,'\"\\ab1!-`function return", max_size=80))
def test_any_script_is_read(text: str) -> None:
    list(assigned_values(f"window.x={text}"))
