"""Crawl each real system once in each of its forms, and print how the records differ from what the system stores.

python -m tests.real [--details] [SYSTEM…]
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import sys

from rich.console import Console
from rich.table import Table

# Modules with ``missing()`` and ``figures()``.
SYSTEMS = ("wordpress", "mezzanine", "pelican")


def main() -> int:
    """Print one table; the exit status is 1 where a system is not installed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.real", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("system", nargs="*", default=SYSTEMS, help=" ".join(SYSTEMS))
    parser.add_argument("--details", action="store_true", help="each difference with its address")
    options = parser.parse_args()
    console, status, rows = Console(highlight=False), 0, []
    for name in options.system:
        module = importlib.import_module(f"tests.real.{name}")
        if reason := module.missing():
            console.print(f"{name}: {reason}")
            status = 1
            continue
        for label, verdict, seconds in module.figures():
            rows.append({**verdict.figures(), "seconds": f"{seconds:.1f}", "": label})
            if options.details:
                console.rule(label)
                for field in dataclasses.fields(verdict):
                    value = getattr(verdict, field.name)
                    for line in value if isinstance(value, tuple) else ():
                        console.print(f"{field.name}  {line}", soft_wrap=True, markup=False)
    if rows:
        # One column a form: there are more figures than forms.
        table = Table("", *(row[""] for row in rows))
        for figure in list(rows[0])[:-1]:
            table.add_row(figure, *(row[figure] for row in rows))
        console.print(table)
    return status


if __name__ == "__main__":
    sys.exit(main())
