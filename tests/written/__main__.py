"""List the pages, or print one: ``python -m tests.written [FILE NAME]``."""

from __future__ import annotations

import sys

from tests.written import FILES, written_pages


def main(arguments: list[str]) -> None:
    """Print what is asked for."""
    if not arguments:
        for file in FILES:
            for page in written_pages(file):
                print(file, page.name, page.situation, sep="\t")  # noqa: T201
        return
    file, name = arguments
    sys.stdout.buffer.write(next(page.html for page in written_pages(file) if page.name == name))


if __name__ == "__main__":
    main(sys.argv[1:])
