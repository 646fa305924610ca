"""Processor seconds and peak memory of reading bodies of 10 MiB: ``python -m tests.linear [PART OF A NAME] [MIB]``.

Each body is read in a process of its own, which is ended after a minute of processor time.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys

from tests.linear.bodies import kinds
from tests.linear.growth import seconds
from tests.linear.test_pages import read

_MIB = 1024 * 1024
_LIMIT = 60
_AIM = 3.0


def _measure(name: str, size: int) -> None:
    """Read one body here, and print what it took."""
    resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
    body = kinds()[name](size)[:size]
    read(b"<p>warm</p>")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken = seconds(body, read)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"{taken:8.2f} s {peak / 1024:7.0f} MB ({(peak - before) / 1024:+.0f})  {name}\n")


def main(part: str, mib: float) -> None:
    """Measure all bodies whose name contains a part, the slow ones marked."""
    for name in kinds():
        if part not in name:
            continue
        command = [sys.executable, "-m", "tests.linear", "--one", name, str(int(mib * _MIB))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        line = done.stdout.rstrip() or f"{'ended':>8}   {_reason(done.returncode)}  {name}"
        is_slow = not done.stdout or float(line.split()[0]) > _AIM
        sys.stdout.write(f"{line}{'  ***' if is_slow else ''}\n")
        sys.stdout.flush()


def _reason(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with {code}"


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    if sys.argv[1:2] == ["--one"]:
        _measure(sys.argv[2], int(sys.argv[3]))
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "", float(sys.argv[2]) if len(sys.argv) > 2 else 10)
