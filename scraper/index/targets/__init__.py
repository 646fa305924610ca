"""The targets, one file each; a new file is found by the URL schemes of its class."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from scraper.index.model import Options, Target, TargetUsageError


def target_classes() -> list[type[Target]]:
    """The target class of each file."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return sorted(Target.__subclasses__(), key=lambda found: found.example)


def open_target(url: str, options: Options) -> Target:
    """Open the target of a URL.

    Raises:
        TargetUsageError: no target has this URL scheme, or the target cannot be used.
        TargetDownError: it cannot be reached.
        TakenError: another process feeds it.
    """
    for found in target_classes():
        if url.lower().startswith(found.schemes):
            return found(url, options)
    examples = ", ".join(found.example for found in target_classes())
    raise TargetUsageError(f"No target is called {url!r}. There are: {examples}")
