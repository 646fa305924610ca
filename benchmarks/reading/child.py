"""The process of one tool: reads every page of a corpus, and says what came out, how fast, and in how much memory.

Started by :func:`measure`; the pages come ready in a file, so that making them is in no tool's memory.
"""

from __future__ import annotations

import functools
import gc
import json
import pickle
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from time import process_time

from benchmarks.reading.readers import TOOLS, Read
from benchmarks.reading.sample import Fields, Measured, Sample

ROOT = Path(__file__).parents[2]


def measure(tool: str, samples: Path, passes: int) -> Measured:
    """Run a tool over pickled samples in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.reading.child", tool, str(samples), str(passes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{tool}: {done.stderr}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def run(tool: str, samples: list[Sample], passes: int) -> Measured:
    """Read all samples ``passes`` times; what the first pass found is the result."""
    before = peak_mb()
    read = TOOLS[tool].make()
    readings: list[Fields | None] = []
    errors: list[str] = []
    best = [float("inf")] * len(samples)
    for number in range(passes):
        forget()
        for i, sample in enumerate(samples):
            start = process_time()
            reading, error = attempt(read, sample)
            best[i] = min(best[i], process_time() - start)
            if number == 0:
                readings.append(reading)
                errors.append(error)
    return Measured(readings, errors, [seconds * 1000 for seconds in best], peak_mb() - before)


def attempt(read: Read, sample: Sample) -> tuple[Fields | None, str]:
    """What a tool reads on a page, or the name of what it raised."""
    try:
        return read(sample), ""
    except Exception as error:  # noqa: BLE001  (whatever a peer raises is its result)
        return None, type(error).__name__


def forget() -> None:
    """Empty the tool's caches: in a second pass they would know pages that a crawl meets once.

    A cache with one entry is a table that was loaded, not a memory of pages.
    """
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper) and found.cache_info().currsize > 1:
            found.cache_clear()
    gc.collect()


def peak_mb() -> float:
    """Peak memory of this process.

    Linux hands ``ru_maxrss`` on from parent to child, so the process table is asked first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024


def main() -> None:
    """Arguments: tool, file of samples, passes. The last line printed is the result."""
    tool, samples, passes = sys.argv[1:]
    with Path(samples).open("rb") as file:  # not read as a whole first: that would raise the peak
        pages = pickle.load(file)
    print(json.dumps(asdict(run(tool, pages, int(passes)))))


if __name__ == "__main__":
    main()
