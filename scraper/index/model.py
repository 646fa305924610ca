"""What goes to a target, what a target is, and how it refuses."""

from __future__ import annotations

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit

_NO_NAME = re.compile(r"[^A-Za-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Document:
    """The current record of an article, as the log has it, with what only an index knows."""

    number: int
    """Stays with the ``id`` in one target."""
    id: str
    version: int
    """Grows with each change of the document in a target, also when it goes and comes back."""
    record: dict[str, Any]
    duplicate_of: str | None
    """``id`` of the earliest document with nearly the same text."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A document that has to leave the target, if it is there."""

    number: int
    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """The target does not take this document, and would not the next time either."""

    id: str
    reason: str


Outcomes = dict[str, str | None]
"""By id, of what a target has answered for: None where it was done, or why it is refused."""


class TargetDownError(Exception):
    """The target cannot be reached or does not work; what was not acknowledged is sent again next time.

    Args:
        message: what is wrong.
        outcomes: what was acknowledged before.
    """

    def __init__(self, message: str, outcomes: Outcomes | None = None) -> None:
        super().__init__(message)
        self.outcomes = outcomes or {}


class TargetUsageError(Exception):
    """The target cannot be used as it was named: a wrong address, a missing package."""


def extra(package: str, name: str) -> Any:
    """A package that only one target needs; ``name`` is the extra of ours that brings it.

    Raises:
        TargetUsageError: it is not installed; says how it is.
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        raise TargetUsageError(f"{error}; this target needs: pip install '.[{name}]'") from error


class Connection(Protocol):
    """A database that keeps the index state of a target; SQL with ``?`` for values."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; its rows."""
        ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Make several changes one: all of them stay, or none."""
        ...


ReadDocuments = Callable[[Sequence[str]], Iterator[Document]]


@dataclass(frozen=True, slots=True)
class Options:
    """What a target may need besides its address."""

    folder: Path
    """For files that a target keeps here; it may not exist yet."""
    password: str = ""
    api_key: str = ""
    ca_file: str = ""
    pause: Callable[[float], object] = time.sleep
    """Waits for a busy target."""

    def file(self, url: str, suffix: str) -> Path:
        """A file of a target, by its URL without the password: words to know it by, and a hash."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        words = _NO_NAME.sub("_", place.partition("://")[2]).strip("_.")[-60:]
        return self.folder / f"{words}-{sha256(place.encode()).hexdigest()[:8]}{suffix}"


class Target(ABC):
    """A place that documents are sent to; one file in ``targets``, found there by its ``schemes``.

    ``write`` and ``flush`` may be called again with what they have done before, after a crash.
    """

    schemes: ClassVar[tuple[str, ...]]
    """Beginnings of the URLs that mean it."""
    example: ClassVar[str]
    """Such a URL."""
    keeps_state: ClassVar[bool]
    """Documents and index state change in one transaction, so that neither is ever ahead."""
    connection: Connection
    """Where the index state is."""

    @abstractmethod
    def __init__(self, url: str, options: Options) -> None:
        """Open it, and make what is missing.

        Raises:
            TargetUsageError: it cannot be used as it was named.
            TargetDownError: it cannot be reached.
        """

    def identity(self) -> str:
        """Another one when the documents were removed and the index state was not: then all are sent again."""
        return ""

    def empty(self) -> None:  # noqa: B027  (not where others may have documents too)
        """Take all documents out: the index state begins anew, and they are sent again."""

    @abstractmethod
    def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
        """Put and remove documents.

        Raises:
            TargetDownError: some of them may be there, some not.
        """

    def flush(self, read: ReadDocuments) -> None:  # noqa: B027  (most have nothing to do)
        """Finish what is better done once for many documents."""

    @abstractmethod
    def close(self) -> None:
        """Close it."""
