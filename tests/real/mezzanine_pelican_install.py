"""``python -m tests.real.mezzanine_pelican_install``: each system in an environment of its own, below .real/."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / ".real"
_MINUTES = 5


@dataclass(frozen=True)
class Environment:
    """A virtual environment with what ``NAME-requirements.txt`` pins."""

    name: str

    @property
    def program(self) -> Path:
        """The folder of its programs."""
        return FOLDER / self.name / "bin"

    def missing(self) -> str:
        """Why it cannot be used, or ""."""
        if self._ready.exists() and self._ready.read_text("utf-8") == self._requirements.read_text("utf-8"):
            return ""
        return f"{self.name} is not installed: .venv/bin/python -m tests.real.mezzanine_pelican_install"

    def install(self) -> None:
        """Make it, unless it is there with these versions."""
        if not self.missing():
            return
        FOLDER.mkdir(exist_ok=True)
        # The folder ignores itself.
        (FOLDER / ".gitignore").write_text("*\n", "utf-8")
        venv = [sys.executable, "-m", "venv", "--clear", str(FOLDER / self.name)]
        pip = [str(self.program / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for command in (venv, [*pip, "-r", str(self._requirements)]):
            subprocess.run(command, check=True, timeout=60 * _MINUTES)
        self._ready.write_text(self._requirements.read_text("utf-8"), "utf-8")

    @property
    def _requirements(self) -> Path:
        return HERE / f"{self.name}-requirements.txt"

    @property
    def _ready(self) -> Path:
        """Holds the requirements that are installed, so that others are noticed."""
        return FOLDER / self.name / "ready"


MEZZANINE, PELICAN = Environment("mezzanine"), Environment("pelican")

if __name__ == "__main__":
    MEZZANINE.install()
    PELICAN.install()
