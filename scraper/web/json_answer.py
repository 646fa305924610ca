"""JSON as it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from scraper.text.harmful import escape


class JsonAnswer(Response):
    """JSON in UTF-8; characters that control or reorder text are spelt out, which leaves the values the same."""

    media_type = "application/json"

    def __init__(self, content: Any, status_code: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(content, status_code, headers)

    def render(self, content: Any) -> bytes:
        """The bytes of the answer."""
        return escape(json.dumps(content, ensure_ascii=False, separators=(",", ":"))).encode()
