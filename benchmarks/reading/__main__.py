"""The command line of the reading benchmark; see the package."""

from __future__ import annotations

import argparse
import pickle
import tempfile
from pathlib import Path

import benchmarks.reading as package
from benchmarks.crawl import machine
from benchmarks.reading.child import measure
from benchmarks.reading.corpora import CORPORA, Corpus, MissingCorpusError, load
from benchmarks.reading.readers import TOOLS
from benchmarks.reading.sample import Measured, Sample
from benchmarks.reading.table import header, mistakes, rows


def compare(corpus: Corpus, tools: list[str], passes: int) -> dict[str, Measured]:
    """Tool → what it made of the corpus, one after another."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "samples.pickle"
        with pages.open("wb") as file:
            pickle.dump(corpus.samples, file)
        return {name: measure(name, pages, passes) for name in tools}


def show(corpus: Corpus, found: dict[str, Measured]) -> None:
    """The table of one corpus: its blocks, then all of it."""
    samples = corpus.samples
    blocks: dict[str, list[int]] = {}
    for i, sample in enumerate(samples):
        blocks.setdefault(sample.block, []).append(i)
    if len(blocks) > 1:
        for block, chosen in blocks.items():
            print(f"\n{corpus.name}, {block}: {_size(samples, chosen)}", header(), sep="\n")
            print(*rows(samples, found, chosen, whole=False), sep="\n")
    chosen = list(range(len(samples)))
    print(f"\n{corpus.name}: {_size(samples, chosen)}", header(), sep="\n")
    print(*rows(samples, found, chosen, whole=True), sep="\n", flush=True)


def _size(samples: list[Sample], chosen: list[int]) -> str:
    return f"{len(chosen)} pages, {sum(len(samples[i].html) for i in chosen) / len(chosen) / 1000:.0f} KB a page"


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "benchmarks.reading", description=package.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", action="append", help=f"{', '.join(CORPORA)} or dir:PATH; may be repeated")
    parser.add_argument("--tool", action="append", choices=TOOLS, help="may be repeated; all by default")
    parser.add_argument("--pages", type=int, help="at most so many pages of each block")
    parser.add_argument("--passes", type=int, default=3, help="how often each page is read for the time (3)")
    parser.add_argument("-v", "--verbose", action="store_true", help="show each field that ours got wrong")
    chosen = parser.parse_args()
    for name in chosen.corpus or ():
        if name not in CORPORA and not name.startswith("dir:"):
            parser.error(f"no corpus {name!r}: there are {', '.join(CORPORA)}, dir:PATH")
    return chosen


def main() -> None:
    """Print the tables."""
    chosen = options()
    tools = []
    for name in chosen.tool or TOOLS:
        if TOOLS[name].installed:
            tools.append(name)
        else:
            print(f"{name}: left out, {TOOLS[name].package} is not installed (make bench-setup)")
    print(machine())
    for name in chosen.corpus or CORPORA:
        try:
            corpus = load(name, chosen.pages)
        except MissingCorpusError as error:
            print(f"\n{name}: left out, {error}")
            continue
        found = compare(corpus, tools, chosen.passes)
        show(corpus, found)
        if chosen.verbose and "ours" in found:
            print(f"\n{name}, what ours got wrong:", *mistakes(corpus.samples, found["ours"]), sep="\n")


if __name__ == "__main__":
    main()
