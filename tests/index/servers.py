"""Servers that the tests and the benchmark start: PostgreSQL, and two that speak ``_bulk``.

osmem answers from memory; noida-db keeps its data in files, and passes most of Elasticsearch's own tests of its API.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

# Debian keeps the server's programs out of PATH.
_DEBIAN = Path("/usr/lib/postgresql")
_FAST = "-c fsync=off -c full_page_writes=off"


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    newest = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which("initdb")
    return Path(found).parent if found else None


def noida_program() -> Path | None:
    """The program of noida-db; None where it is not installed."""
    found = find_spec("noida_db")
    program = Path(found.origin).with_name("noida-db") if found and found.origin else None
    return program if program and program.exists() else None


@contextmanager
def noida(program: Path, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server on a port of loopback with its data in a folder.

    Raises:
        RuntimeError: it does not start.
    """
    program.chmod(program.stat().st_mode | 0o111)  # wheels lose it
    arguments = ("start", "--only", "elasticsearch", "--elasticsearch-port", str(port), "--data-dir", str(folder))
    with subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None:
                    raise RuntimeError(f"noida-db ended with {process.returncode}")
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()  # it writes its data then
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    """A port of loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres(programs: Path, *, sync: bool = False) -> Iterator[str]:
    """A server of its own, on a socket in a folder of its own; its URL.

    It refuses to run as root: then it runs as the user ``postgres`` that its package has made, or as ``nobody``.
    """
    user = _other_user() if os.geteuid() == 0 else None
    # Not pytest's folder: a socket's path may have 107 letters, and the other user has to come through.
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' {'' if sync else _FAST}"

        def run(*arguments: str) -> None:
            done = subprocess.run(
                arguments,
                cwd=folder,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                # Not a pipe: the server keeps it open.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=60,
                check=False,
            )
            log = folder / "log"
            assert done.returncode == 0, f"{arguments[0]}: {log.read_text() if log.exists() else 'failed'}"

        data = str(folder / "data")
        run(f"{programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        run(f"{programs}/pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run(f"{programs}/pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _other_user() -> pwd.struct_passwd:
    known = {each.pw_name: each for each in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]
