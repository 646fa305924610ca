"""What the page of sources says of the ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scraper.web.sources import sources_of
from tests.report.made_runs import MadeRun, add_runs
from tests.web.serving import files_in


def test_a_source_that_the_project_does_not_have_any_more_needs_nobody(tmp_path: Path) -> None:
    files = files_in(tmp_path)
    for name in ("hoabinh", "removed", "portal_x_vn"):
        add_runs(files.state, name, MadeRun(1, "output_failed"), undecided=2)
    found = sources_of(replace(files, known=frozenset({"hoabinh"})))
    assert [one.counts.name for one in found.sources] == ["hoabinh", "portal_x_vn", "removed"]
    assert {trouble.name for trouble in found.troubles} == {"hoabinh", "portal_x_vn"}
    assert {trouble.name for trouble in sources_of(files).troubles} == {"hoabinh", "portal_x_vn", "removed"}
