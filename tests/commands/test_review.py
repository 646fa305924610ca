"""Pages that cannot be read from their archive are named, and the others are read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from scraper.archive.files import archives
from scraper.cms import ANY_CMS
from scraper.commands.review import _ArchiveReader
from scraper.replay.reading import Task
from scraper.review.look import PageToJudge
from scraper.sites import Site
from tests.replay.others import Capture, page, portal, write

SITE = Site("x", ("hoabinh.gov.vn",), ANY_CMS)
AT = "2024-05-01T08:00:00Z"


def test_each_page_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    url, body = page(portal(), 1)
    file = write(tmp_path / "a.warc.gz", [Capture(url, body)])
    gone = write(tmp_path / "b.warc.gz", [Capture(url, body)])
    (archive,), (other,) = archives([file]), archives([gone])
    gone.unlink()
    with closing(_ArchiveReader(repair=True)) as reader:
        found = reader.look(Task(archive, 0, url, AT, SITE, ""))
        assert found is not None
        assert found.type == "article"
        assert reader.unread == []
        assert reader.look(Task(archive, 3, url, AT, SITE, "")) is None
        assert reader.look(Task(other, 0, url, AT, SITE, "")) is None
        assert [each.startswith(f"{url}: ") for each in reader.unread] == [True, True]
        assert "No such file" in reader.unread[1]
        section = reader.section(Task(archive, 0, url, AT, SITE, ""), 7, PageToJudge(found))
        assert 'id="page-7"' in section
        assert reader.section(Task(other, 0, url, AT, SITE, ""), 8, PageToJudge(found)) == ""
