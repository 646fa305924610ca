"""``python -m tests.real.mezzanine_install``: Mezzanine in an environment of its own, below .real/."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / ".real"
PYTHON = FOLDER / "mezzanine" / "bin" / "python"
REQUIREMENTS = HERE / "mezzanine-requirements.txt"
# Holds the requirements that are installed, so that others are noticed.
_READY = FOLDER / "mezzanine" / "ready"
_MINUTES = 5
HINT = "Mezzanine is not installed: .venv/bin/python -m tests.real.mezzanine_install"


def is_installed() -> bool:
    """Whether the pinned version is there."""
    return _READY.exists() and _READY.read_text("utf-8") == REQUIREMENTS.read_text("utf-8")


def install() -> None:
    """Make the environment, unless it is there."""
    if is_installed():
        return
    FOLDER.mkdir(exist_ok=True)
    # The folder ignores itself.
    (FOLDER / ".gitignore").write_text("*\n", "utf-8")
    venv = [sys.executable, "-m", "venv", "--clear", str(FOLDER / "mezzanine")]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(REQUIREMENTS)]
    for command in (venv, pip):
        subprocess.run(command, check=True, timeout=60 * _MINUTES)
    _READY.write_text(REQUIREMENTS.read_text("utf-8"), "utf-8")


if __name__ == "__main__":
    install()
