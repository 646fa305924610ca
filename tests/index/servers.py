"""Servers that the tests and the benchmark start: PostgreSQL, and osmem, which speaks ``_bulk`` from memory."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Debian keeps the server's programs out of PATH.
_DEBIAN = Path("/usr/lib/postgresql")
_FAST = "-c fsync=off -c full_page_writes=off"


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where PostgreSQL is not installed."""
    newest = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which("initdb")
    return Path(found).parent if found else None


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
