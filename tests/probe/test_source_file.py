"""The file of a new source, whatever the site calls itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.probe.cms_evidence import CmsFinding
from scraper.probe.findings import Findings, RecordFinding, ShapeFinding
from scraper.probe.robots_rules import RobotsFinding
from scraper.probe.size import SizeFinding, TimeFinding
from scraper.probe.source_file import BadNameError, checked_name, expected_shares, rendered, source_text, variables
from scraper.probe.source_file import unseen as unseen_facts
from tests.test_architecture import assert_attributes_only

ROOT = Path(__file__).parent.parent.parent
HOSTILE = (
    '"""',
    "\\",
    "${name} $x",
    "a\nb\r\n",
    "'\"'\"",
    "\u202eabc",
    "Ω" * 300,
    "",
    " . ",
    'x"; import os; "',
    "\x00",
)


def findings(words: str, articles: int = 30, **filled: float) -> Findings:
    return Findings(
        "https://x.vn/",
        "2026-11-30T00:00:00Z",
        60,
        52,
        CmsFinding(words, evidence=[f"meta generator: {words}"]),
        RobotsFinding(200),
        SizeFinding(),
        TimeFinding(),
        site_name=words,
        articles=articles,
        filled=filled,
        shapes=[ShapeFinding(words)],
        records=[RecordFinding("https://x.vn/1", words, None, [], None, words, 3)],
    )


@given(st.text(max_size=200))
def test_no_name_of_a_site_becomes_code(words: str) -> None:
    text = source_text("sxd_vidu", findings(words, body=1.0), tls="legacy")
    assert_attributes_only(text)
    (spider,) = (node for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    values = [node.value for node in spider.body[1:] if isinstance(node, ast.Assign)]
    calls = [node for value in values for node in ast.walk(value) if isinstance(node, ast.Call)]
    assert [ast.unparse(call.func) for call in calls] == ["Expectations"]
    assert max(map(len, text.splitlines())) <= 120


def test_the_files_pass_the_projects_own_checks(tmp_path: Path) -> None:
    for number, words in enumerate(HOSTILE):
        found = findings(words, body=1.0, authors=0.55, images=0.2)
        (tmp_path / f"probed_{number}.py").write_text(source_text(f"probed_{number}", found), "utf-8")
        made = rendered(
            variables(f"made_{number}", "https://x.vn/", owner=words, attributes=unseen_facts("2026-11-30"))
        )
        (tmp_path / f"made_{number}.py").write_text(made, "utf-8")
    for arguments in (("check",), ("format", "--check")):
        command = [sys.executable, "-m", "ruff", *arguments, "--config", str(ROOT / "pyproject.toml"), str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("articles", "filled", "expected"),
    [
        (30, {"body": 1.0, "authors": 0.6, "images": 0.2}, {"body": 0.8, "authors": 0.4}),
        (12, {"body": 1.0, "authors": 0.6}, {"body": 0.8}),  # seven with authors are too few
        (9, {"body": 1.0}, {}),
    ],
)
def test_expectations_are_well_below_what_was_seen(
    articles: int, filled: dict[str, float], expected: dict[str, float]
) -> None:
    assert expected_shares(findings("x", articles, **filled)) == expected


def test_a_level_of_tls_is_kept() -> None:
    assert 'tls = "unverified"' in source_text("x", findings("x"), tls="unverified")
    assert "tls" not in source_text("x", findings("x"))


@pytest.mark.parametrize("name", ["", "Sxd", "sxd-vidu", "1sxd", "sở", "class", "a b", "../x", "a.b"])
def test_a_name_that_is_no_modules_is_refused(name: str) -> None:
    with pytest.raises(BadNameError, match="small letters, digits and _"):
        checked_name(name)


def test_a_name_of_a_source() -> None:
    assert checked_name("sxd_vinhlong2") == "sxd_vinhlong2"


def test_each_shape_of_the_articles_is_named_with_its_count() -> None:
    found = findings("x")
    found.shapes = [ShapeFinding("/tin/*", read=21, articles=20), ShapeFinding("/bai/0", read=10, articles=10)]
    found.shapes.append(ShapeFinding("/muc/*", read=4, lists=4))
    text = source_text("x", found)
    assert '"articles": "30 were read on 2026-11-30, at addresses of 2 shapes"' in text
    assert '"articles, shape 1": "20 at /tin/*"' in text
    assert '"articles, shape 2": "10 at /bai/0"' in text
    assert "/muc/*" not in text
    found.shapes = [ShapeFinding(f"/{number}/*", articles=3) for number in range(10)]
    assert '"articles, further shapes": "15"' in source_text("x", found)


@pytest.mark.parametrize("words", ["", " . ", "…", "\u202e"])
def test_without_a_name_the_host_is_the_owner(words: str) -> None:
    found = findings("x")
    found.site_name, found.cms = words, CmsFinding()
    (spider,) = (node for node in ast.parse(source_text("x", found)).body if isinstance(node, ast.ClassDef))
    assert ast.get_docstring(ast.parse(source_text("x", found)))
    assert ast.get_docstring(spider)
    assert 'owner = ""' not in source_text("x", found)
    if not words:
        assert 'owner = "x.vn"' in source_text("x", found)
