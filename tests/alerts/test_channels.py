"""The command and the server that get an alert, and what goes wrong with them."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import pytest

from scraper.alerts.channels import NotToldError, to_command, to_url
from tests.alerts.servers import alert_server
from tests.e2e.certificates import certificate

MESSAGE = b'{"text": "hoabinh: the site returned no page"}'


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.alerts.channels._PAUSES", (0.0, 0.0))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# The command.


def test_a_command_gets_the_message_on_its_stdin(tmp_path: Path) -> None:
    file = tmp_path / "it has spaces; and $(words) of a shell"
    to_command(f"tee '{file}'", MESSAGE)
    assert file.read_bytes() == MESSAGE


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    to_command(f"echo ; touch {tmp_path}/a | touch {tmp_path}/b && touch $HOME", MESSAGE)
    assert list(tmp_path.iterdir()) == []


def test_a_command_need_not_read(tmp_path: Path) -> None:
    to_command("true", b"x" * 1_000_000)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("no-such-command-here --token=secret", "no-such-command-here cannot be started (No such file or directory)"),
        ("/dev/null secret", "/dev/null cannot be started (Permission denied)"),
        ("false secret", "false ended with status 1"),
        ("sh -c 'echo is full >&2; exit 7'", "sh ended with status 7: is full"),
        ("'unclosed", "is not a command (No closing quotation)"),
        ("   ", "is not a command"),
        ("\0", "\0 cannot be started (it has a null character)"),
    ],
)
def test_a_command_that_fails_is_named_without_its_arguments(command: str, why: str) -> None:
    with pytest.raises(NotToldError) as raised:
        to_command(command, MESSAGE)
    assert str(raised.value) == why


def test_a_command_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.alerts.channels._COMMAND_SECONDS", 1)
    script = tmp_path / "hangs.py"
    script.write_text(
        "import os, subprocess, sys\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(tmp_path / 'pids')!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "child.wait()\n"
    )
    with pytest.raises(NotToldError, match="took longer than 1 s and was ended"):
        to_command(f"{sys.executable} {script}", MESSAGE)
    for pid in (tmp_path / "pids").read_text().split():
        wait_for_end(int(pid))


def wait_for_end(pid: int) -> None:
    """A signal is sent when the call returns; the process ends when it has its turn."""
    end = time.monotonic() + 60
    while is_running(pid):
        assert time.monotonic() < end, pid
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except FileNotFoundError:
        return False


# The server.


def test_a_server_gets_the_message_once() -> None:
    with alert_server() as server:
        to_url(f"{server.url}/hooks/secret?key=hidden", "", MESSAGE)
    assert server.got == [{"text": "hoabinh: the site returned no page"}]
    assert server.paths == ["/hooks/secret?key=hidden"]
    assert server.heads[0]["Content-Type"] == "application/json"
    assert "Authorization" not in server.heads[0]


def test_user_and_password_are_sent_as_such() -> None:
    with alert_server() as server:
        to_url(server.url.replace("//", "//us%40er:p%3Ass@"), "", MESSAGE)
    assert server.heads[0]["Authorization"] == "Basic dXNAZXI6cDpzcw=="
    assert "@" not in server.heads[0]["Host"]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_busy_server_is_asked_again(status: int) -> None:
    with alert_server([status, status]) as server:
        to_url(server.url, "", MESSAGE)
    assert len(server.got) == 1
    assert len(server.paths) == 3


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_server_that_refuses_is_asked_once(status: int) -> None:
    with alert_server([status]) as server, pytest.raises(NotToldError, match=f"answers with status {status}"):
        to_url(f"{server.url}/secret", "", MESSAGE)
    assert len(server.paths) == 1


def test_redirects_are_not_followed() -> None:
    with alert_server([302, 307]) as server:
        for status in (302, 307):
            with pytest.raises(NotToldError, match=f"answers with status {status}"):
                to_url(server.url, "", MESSAGE)
    assert server.paths == ["", ""] or server.paths == ["/", "/"]


def test_a_server_that_is_down_is_asked_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("scraper.alerts.channels._PAUSES", (1.0, 4.0))
    monkeypatch.setattr("time.sleep", waits.append)
    with pytest.raises(NotToldError) as raised:
        to_url(f"http://user:password@127.0.0.1:{free_port()}/secret?key=hidden#x", "", MESSAGE)
    assert waits == [1.0, 4.0]
    assert "http://127.0.0.1 cannot be reached (" in str(raised.value)
    assert not any(word in str(raised.value) for word in ("secret", "hidden", "user", "password"))


def test_one_that_never_answers_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.alerts.channels._REQUEST_SECONDS", 0.2)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(NotToldError, match=r"does not answer|cannot be reached"),
    ):
        to_url(f"http://127.0.0.1:{silent.getsockname()[1]}/secret", "", MESSAGE)


@pytest.mark.parametrize("url", ["ftp://x.vn/secret", "secret", "http://", "http://x.vn:port/secret", "http://[::1"])
def test_what_is_no_address_is_said_without_it(url: str) -> None:
    with pytest.raises(NotToldError) as raised:
        to_url(url, "", MESSAGE)
    assert str(raised.value) == "is not an http or https address"


def test_a_path_that_cannot_be_sent_is_not_shown() -> None:
    with alert_server() as server, pytest.raises(NotToldError) as raised:
        to_url(f"{server.url}/secret key\x01", "", MESSAGE)
    assert "secret" not in str(raised.value)
    assert server.got == []


def test_the_certificate_is_checked(tmp_path: Path) -> None:
    one, file = certificate("127.0.0.1", host="127.0.0.1"), tmp_path / "server.pem"
    file.write_bytes(one.pem + one.key_pem)
    with (
        alert_server(certificate=file) as server,
        pytest.raises(NotToldError, match=r"https://127\.0\.0\.1 cannot be reached \(.*certificate verify failed"),
    ):
        to_url(f"{server.url}/secret", "", MESSAGE)
    assert server.got == []


def test_the_proxy_is_for_outer_servers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with alert_server() as proxy, alert_server() as inner:
        to_url("http://hooks.example.org/secret", proxy.url, MESSAGE)
        to_url(f"{inner.url}/alerts", proxy.url, MESSAGE)
        assert proxy.paths == ["http://hooks.example.org/secret"]
        assert inner.paths == ["/alerts"]
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "intern.example.org")
        to_url("http://hooks.example.org/secret", "env", MESSAGE)
        assert len(proxy.paths) == 2
    # Without the setting, a proxy of the environment is not used.
    assert os.environ["http_proxy"] == proxy.url
    with alert_server() as inner:
        to_url(inner.url, "", MESSAGE)
        assert len(inner.paths) == 1
