"""Articles as Markdown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.export.markdown import file_name, markdown
from scraper.items import Attachment, Image
from tests.export.test_export import export
from tests.index.logs import append, gone, record, records

SOURCE = "hoabinh"


def test_an_article() -> None:
    line = record(
        *(SOURCE, "a", 'Họp "lớn" <b>', "Đoạn *một*.\n\nTên | Số\n\nLan | 1\n\n- mục\n\n# Không phải đề mục\n\n1. Một"),
        authors=["Lan"],
        date_published="2024-05-31",
        images=[Image("https://x.example/a b.jpg", "Cầu"), Image("https://x.example/c.jpg")],
        attachments=[Attachment("https://x.example/a.pdf", "Phụ [lục]")],
    )
    front, _, text = markdown(line).partition("\n---\n\n")
    assert 'title: "Họp \\"lớn\\" <b>"\nauthors: ["Lan"]\ndate_published: "2024-05-31"\n' in front
    assert text == (
        '# Họp "lớn" \\<b>\n\nĐoạn \\*một\\*.\n\n| Tên | Số |\n|---|---|\n| Lan | 1 |\n\n- mục\n\n'
        "\\# Không phải đề mục\n\n1\\. Một\n\n## Attachments\n\n- [Phụ \\[lục\\]](<https://x.example/a.pdf>)\n\n"
        "## Pictures\n\n- [Cầu](<https://x.example/a b.jpg>)\n- [https://x.example/c.jpg](<https://x.example/c.jpg>)\n"
    )
    assert file_name(line) == f"2024-05-31-hop-lon-b-{line['id']}.md"


@given(st.text(), st.text(), st.text())
def test_fields_are_read_back_and_names_stay_in_their_folder(title: str, body: str, id_: str) -> None:
    line = record(SOURCE, "a", title, body) | {"id": id_}
    fields = dict(row.split(": ", 1) for row in markdown(line).split("\n---\n")[0].split("\n")[1:])
    assert json.loads(fields["title"]) == title
    assert Path(file_name(line)).name == file_name(line)


def test_a_folder_has_a_file_for_each_article_and_no_others_of_ours(tmp_path: Path) -> None:
    lines = list(records(SOURCE, 3))
    append(tmp_path / f"{SOURCE}.jsonl", lines)
    place = tmp_path / "md" / SOURCE

    def run() -> set[str]:
        done = export(tmp_path, SOURCE, "--profile", "markdown", "-o", str(tmp_path / "md"))
        assert (done.returncode, done.stderr) == (0, "")
        return {path.name for path in place.iterdir()}

    assert run() == {file_name(line) for line in lines}
    times = {path.name: path.stat().st_mtime_ns for path in place.iterdir()}
    (place / "notes.md").touch()
    append(tmp_path / f"{SOURCE}.jsonl", [lines[0] | gone(SOURCE, "x") | {"id": lines[0]["id"]}])
    assert run() == {file_name(line) for line in lines[1:]} | {"notes.md"}
    assert all((place / name).stat().st_mtime_ns == times[name] for name in times if (place / name).exists())


@pytest.mark.parametrize("output", ["-"])
def test_to_the_terminal_one_after_the_other(tmp_path: Path, output: str) -> None:
    lines = list(records(SOURCE, 2))
    append(tmp_path / f"{SOURCE}.jsonl", lines)
    done = export(tmp_path, SOURCE, "--profile", "markdown", "-o", output)
    assert done.stdout == "".join(f"{markdown(line)}\n" for line in lines)
