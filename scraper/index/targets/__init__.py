"""The targets, one file each; a file that is added here is found by the URLs that its class names."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from scraper.index.model import Options, Target, TargetUsageError


def target_classes() -> list[type[Target]]:
    """The class of each file."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return sorted(Target.__subclasses__(), key=lambda found: found.example)


def open_target(url: str, options: Options) -> Target:
    """Open the target that a URL means.

    Raises:
        TargetUsageError: no target has such URLs, or this one cannot be used.
        TargetDownError: it cannot be reached.
        TakenError: another process feeds it.
    """
    for found in target_classes():
        if url.lower().startswith(found.schemes):
            return found(url, options)
    examples = ", ".join(found.example for found in target_classes())
    raise TargetUsageError(f"No target is called {url!r}. There are: {examples}")
