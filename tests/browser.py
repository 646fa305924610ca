"""Headless Chromium for tests, driven over its debugging pipe: no port, and no package."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Any

CHROMIUM = shutil.which("chromium") or ""
NO_CHROMIUM = "no Chromium; apt-get install chromium"
# Of the background, nothing is requested; as root it needs --no-sandbox, and a container has a small /dev/shm.
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe"),
)
# Chromium reads commands from file descriptor 3 and writes answers to 4.
_START = 'exec "$0" "$@" 3<&"$COMMANDS" 4>&"$ANSWERS"'
# Seconds; only against hanging.
_SILENCE = 300
_KEYS = {"ArrowRight": 39, "ArrowLeft": 37, "ArrowUp": 38, "ArrowDown": 40, "Escape": 27, "Enter": 13, "Tab": 9}
_TEXTS = {"Enter": "\r"}


class Tab:
    """A page in the browser."""

    def __init__(self, process: subprocess.Popen[bytes], commands: int, answers: int) -> None:
        self.process = process
        self.requested: list[str] = []
        """Addresses that were requested since :meth:`open`, the file itself left out."""
        self.refused: list[str] = []
        """What the browser logged: errors of scripts, and what a content security policy blocked."""
        self._commands, self._answers = commands, answers
        self._numbers = count(1)
        self._rest = b""
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the browser's protocol, and return its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == number:
                assert "error" not in found, found
                result: dict[str, Any] = found["result"]
                return result

    def open(self, address: str, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Open a page in a window of a size, in light or dark colours."""
        self.size(width, height)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.requested, self.refused = [], []
        self.call("Page.navigate", url=address)
        while self.run("document.readyState") != "complete":
            pass

    def size(self, width: int, height: int) -> None:
        """Resize the window."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys as a person does."""
        for key in keys:
            code = _KEYS.get(key) or ord(key.upper())
            text = {"text": _TEXTS.get(key, key)} if key in _TEXTS or key not in _KEYS else {}
            self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def type(self, text: str) -> None:
        """Enter a text as an input method does."""
        self.call("Input.insertText", text=text)

    def screenshot(self, file: Path, *, whole: bool = False) -> None:
        """Write what the window shows, or the whole page, as PNG."""
        found = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(found["data"]))

    def _next(self) -> dict[str, Any]:
        """The next answer or event; events are noted."""
        while b"\0" not in self._rest:
            assert select([self._answers], [], [], _SILENCE)[0], "Chromium does not answer"
            piece = os.read(self._answers, 1 << 16)
            assert piece, f"Chromium has ended with status {self.process.poll()}"
            self._rest += piece
        text, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(text)
        said = found.get("params", {})
        match found.get("method"):
            case "Network.requestWillBeSent" if not said["request"]["url"].startswith(("file:", "blob:", "data:")):
                self.requested.append(said["request"]["url"])
            case "Log.entryAdded":
                self.refused.append(said["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.refused.append(str(said["exceptionDetails"]))
        return found


@contextmanager
def chromium() -> Iterator[Tab]:
    """A browser with an empty profile."""
    commands, to_browser = os.pipe()
    from_browser, answers = os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        environment = os.environ | {"COMMANDS": str(commands), "ANSWERS": str(answers)}
        process = subprocess.Popen(
            ["bash", "-c", _START, CHROMIUM, *_FLAGS, f"--user-data-dir={profile}"],
            env=environment,
            pass_fds=(commands, answers),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        try:
            yield Tab(process, to_browser, from_browser)
        finally:
            os.close(to_browser)  # Chromium ends with its pipe
            process.wait()
            os.close(from_browser)
