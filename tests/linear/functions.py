"""All functions of the package that take one text, found by their signatures."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

import scraper.addresses
import scraper.cms
import scraper.pages
import scraper.text

_PACKAGES = (scraper.text, scraper.pages, scraper.addresses)
_MODULES = (
    "scraper.frontier.feeds",
    "scraper.frontier.pagers",
    "scraper.frontier.limits",
    "scraper.middlewares.challenge",
    "scraper.middlewares.robots",
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A function of one text, or of a page's bytes."""

    name: str
    work: Callable[[Any], object]
    is_bytes: bool


def readers() -> list[Reader]:
    """The functions whose first argument is a text, and whose others can be left out or are switches."""
    found = [reader for module in _modules() for reader in _of(module)]
    return list({reader.name: reader for reader in found}.values())


def _modules() -> Iterator[ModuleType]:
    for package in _PACKAGES:
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(info.name)
    yield from map(importlib.import_module, _MODULES)


def _of(module: ModuleType) -> Iterator[Reader]:
    for name, value in vars(module).items():
        plain = getattr(value, "__wrapped__", value)  # without its cache, which would answer the second time
        if not inspect.isfunction(plain) or plain.__module__ != module.__name__:
            continue
        parameters = list(inspect.signature(plain).parameters.values())
        if not parameters:
            continue
        first, *others = parameters
        if str(first.annotation) not in ("str", "bytes", "<class 'str'>", "<class 'bytes'>"):
            continue
        if "Pattern" in str(inspect.signature(plain).return_annotation):
            continue  # it builds patterns of the package's own words
        needed = [it for it in others if it.default is it.empty]
        if all(str(it.annotation) in ("bool", "<class 'bool'>") for it in needed):
            switches = {it.name: False for it in needed}
            work = partial(_exhaust, plain, switches)
            yield Reader(f"{module.__name__.removeprefix('scraper.')}.{name}", work, "bytes" in str(first.annotation))


def _exhaust(function: Callable[..., object], switches: dict[str, bool], text: Any) -> None:
    result = function(text, **switches)
    if inspect.isgenerator(result):
        for _ in result:
            pass
