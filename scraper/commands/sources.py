"""Sources as users name them."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy import Spider
from scrapy.exceptions import UsageError
from scrapy.spiderloader import SpiderLoaderProtocol


def named_spiders(names: Sequence[str], loader: SpiderLoaderProtocol) -> dict[str, type[Spider]]:
    """The spiders of these names, or all.

    Raises:
        UsageError: a name is unknown.
    """
    known = sorted(loader.list())
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"No such source: {', '.join(unknown)}. There are: {', '.join(known)}", print_help=False)
    return {name: loader.load(name) for name in names or known}
