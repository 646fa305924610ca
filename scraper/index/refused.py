"""The documents that a target refuses: one file for each target, rewritten at the end of a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scraper.index.rows import DocumentRow


def keep_refused(refused: Iterator[tuple[DocumentRow, dict[str, Any] | None]], path: Path) -> int:
    """Write the file, or remove it if nothing is refused.

    Returns:
        The number of documents.
    """
    lines = [
        json.dumps({"id": row.id, "log": row.log, "reason": row.refusal, "record": record}, ensure_ascii=False)
        for row, record in refused
    ]
    if not lines:
        path.unlink(missing_ok=True)
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text("\n".join(lines) + "\n", "utf-8")
    new.replace(path)
    return len(lines)
