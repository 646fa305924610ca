"""Many sources in one ``scrapy crawlall``: time, memory, hosts that were slowed, articles that are missing.

    .venv/bin/python -m benchmarks.many_sources                                # 30 sources, a second between requests
    .venv/bin/python -m benchmarks.many_sources --sources 300 --processes 2
    .venv/bin/python -m benchmarks.many_sources --sources 150 --interrupt 20   # SIGINT after 20 s, until it has ended
    .venv/bin/python -m benchmarks.many_sources --screen 15                    # a terminal of 80 by 24 after 15 s

A server in a process of its own has a port for each source, and answers at once. After the run a second one follows,
which finds nothing new.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.memory import OF_A_SOURCE, ROOT, served

_STYLE = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
# A host is called slowed if its requests were this many times as far apart as they must be.
SLOWED = 3
# Characters that are shown of what the command printed.
PRINTED = 3_000


def module(sources: int) -> str:
    """The file of the sources."""
    lines = ["from scraper.base_spiders.portal import PortalSpider"]
    for number in range(sources):
        lines += [f"class Site{number}(PortalSpider):", f"    name = 'site_{number:03}'", "    home = ''"]
        lines += ["    owner = 'x'", "    schemes = ()"]
    return "\n".join(lines)


def command(options: argparse.Namespace, homes: list[str], folder: Path) -> list[str]:
    """``scrapy crawlall`` over all sources."""
    names = [f"site_{number:03}" for number in range(options.sources)]
    addresses = [word for name, home in zip(names, homes, strict=True) for word in ("-a", f"{name}.base_url={home}")]
    settings = {
        "SPIDER_MODULES": "many_sources",
        "OUTPUT_DIR": folder,
        "DOWNLOAD_DELAY": options.pace,
        "LOG_FILE": folder / "log",
    }
    if options.at_once:
        settings["MAX_SOURCES_AT_ONCE"] = options.at_once
    more = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    if options.processes > 1:
        more += ["--processes", str(options.processes)]
    return [sys.executable, "-m", "scrapy", "crawlall", *names, *addresses, *more]


def run(words: list[str], folder: Path, interrupt: float) -> str:
    """Run the command; what it took, in words."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    ended = ""
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        if interrupt:
            threading.Timer(interrupt, process.send_signal, [signal.SIGINT]).start()
        printed, _ = process.communicate()
        if interrupt:
            ended = f", ended {time.monotonic() - started - interrupt:.1f} s after SIGINT"
    sys.stderr.write(printed[-PRINTED:].decode(errors="replace"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (
        f"status {process.returncode}{ended}, {time.monotonic() - started:.0f} s, {cpu:.0f} s of CPU time, "
        f"largest process {after.ru_maxrss / 1000:.0f} MB, {len(printed)} bytes printed"
    )


def screen(words: list[str], folder: Path, seconds: float) -> str:
    """What a terminal of 80 by 24 shows after a time."""
    ours, its = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "80", "LINES": "24", "TERM": "xterm"}
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdin=its, stdout=its, stderr=its) as process:
        os.close(its)
        threading.Timer(seconds, process.send_signal, [signal.SIGINT]).start()
        text, until = b"", time.monotonic() + seconds
        frame = ""
        while True:
            try:
                text += os.read(ours, 1 << 16)
            except OSError:  # the other side is closed
                break
            if time.monotonic() < until:
                # Each frame begins by erasing the one before.
                frame = text.decode("utf-8", "ignore").rpartition("\x1b[2K")[2] or frame
        os.close(ours)
    return _STYLE.sub("", frame).replace("\r", "") + "\n=== at the end ===\n" + _STYLE.sub("", text.decode()[-6_000:])


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=30)
    parser.add_argument("--pace", type=float, default=1.0, help="seconds between requests to a host")
    parser.add_argument("--at-once", type=int, default=0, help="MAX_SOURCES_AT_ONCE")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--interrupt", type=float, default=0.0, help="seconds until SIGINT; 0: none")
    parser.add_argument("--screen", type=float, default=0.0, help="seconds until the screen is shown")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, served(options.sources, OF_A_SOURCE) as homes:
        folder = Path(name)
        (folder / "many_sources.py").write_text(module(options.sources))
        words = command(options, homes, folder)
        if options.screen:
            print(screen(words, folder, options.screen))
            return
        print(f"{options.sources} sources: {run(words, folder, options.interrupt)}")
        records = sum(path.read_bytes().count(b"\n") for path in folder.glob("*.jsonl"))
        log = (folder / "log").read_text()
        pauses = re.findall(r"Pace: \S+: \d+ requests.*?one every ([\d.]+) s", log)
        took = max(map(float, re.findall(r"it took ([\d.]+) s to answer", log)), default=0.0)
        slowed = [float(pause) for pause in pauses if float(pause) > SLOWED * options.pace]
        print(f"{records} of {options.sources * OF_A_SOURCE} records")
        slowest = max(map(float, pauses), default=0.0)
        print(f"{len(slowed)} of {len(pauses)} hosts slowed, the most to {slowest} s; said to answer in {took} s")
        if not options.interrupt:
            print(f"again: {run(words, folder, 0)}")


if __name__ == "__main__":
    main()
