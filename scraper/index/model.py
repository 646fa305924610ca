"""Documents, the interface of a target, and its refusals and errors."""

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
    """The current record of an article from the log, with the fields that only an index has."""

    number: int
    """Constant for an ``id`` in one target."""
    id: str
    version: int
    """Increases with each change of the document in a target, also when it is removed and restored."""
    record: dict[str, Any]
    duplicate_of: str | None
    """``id`` of the earliest document with nearly the same text."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A document to remove from the target, if it is there."""

    number: int
    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """The target refuses this document permanently."""

    id: str
    reason: str


Outcomes = dict[str, str | None]
"""By id, the target's answers: None for success, else the reason of the refusal."""


class TargetDownError(Exception):
    """The target is unreachable or fails; what was not acknowledged is sent again next time.

    Args:
        message: what is wrong.
        outcomes: the answers received before the error.
    """

    def __init__(self, message: str, outcomes: Outcomes | None = None) -> None:
        super().__init__(message)
        self.outcomes = outcomes or {}


class TargetUsageError(Exception):
    """The target cannot be used as specified: a wrong address, a missing package."""


def extra(package: str, name: str) -> Any:
    """Import a package that only one target needs; ``name`` is our extra that installs it.

    Raises:
        TargetUsageError: it is not installed; the message has the command.
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        raise TargetUsageError(f"{error}; this target needs: pip install '.[{name}]'") from error


class Connection(Protocol):
    """A database that stores the index state of a target; SQL with ``?`` for values."""

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Make several changes atomically: all of them, or none."""
        ...


ReadDocuments = Callable[[Sequence[str]], Iterator[Document]]


@dataclass(frozen=True, slots=True)
class Options:
    """What a target may need in addition to its address."""

    folder: Path
    """Folder for local files of a target; it may not exist yet."""
    password: str = ""
    api_key: str = ""
    ca_file: str = ""
    pause: Callable[[float], object] = time.sleep
    """Waits for a busy target."""

    def file(self, url: str, suffix: str) -> Path:
        """The path of a target's file, named after its URL without the password: readable words and a hash."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        words = _NO_NAME.sub("_", place.partition("://")[2]).strip("_.")[-60:]
        return self.folder / f"{words}-{sha256(place.encode()).hexdigest()[:8]}{suffix}"


class Target(ABC):
    """A destination of documents; one file in ``targets``, chosen by its ``schemes``.

    ``write`` and ``flush`` may be repeated with the same documents after a crash, so they must be idempotent.
    """

    schemes: ClassVar[tuple[str, ...]]
    """URL schemes that select it."""
    example: ClassVar[str]
    """An example of its URL."""
    keeps_state: ClassVar[bool]
    """True if documents and index state change in one transaction, so that neither is ever ahead."""
    connection: Connection
    """The database of the index state."""

    @abstractmethod
    def __init__(self, url: str, options: Options) -> None:
        """Open the target, and create what is missing.

        Raises:
            TargetUsageError: it cannot be used as specified.
            TargetDownError: it cannot be reached.
        """

    def identity(self) -> str:
        """A string that changes if the documents were removed and the index state was not: then all are sent again."""
        return ""

    def empty(self) -> None:  # noqa: B027  (not where others may have documents too)
        """Remove all documents; the index state is reset, and they are sent again."""

    @abstractmethod
    def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
        """Write and remove documents.

        Raises:
            TargetDownError: only some of them may have been written.
        """

    def flush(self, read: ReadDocuments) -> None:  # noqa: B027  (most have nothing to do)
        """Do work that is better done once for many documents."""

    @abstractmethod
    def close(self) -> None:
        """Close the target."""
