"""uvicorn on a socket; SIGTERM and SIGINT end it after the answers that are being made."""

from __future__ import annotations

import signal
import socket
from types import FrameType

import uvicorn
from starlette.applications import Starlette

# Seconds that an answer may take after the signal.
_PATIENCE = 5
# Connections at a time; more are answered with 503.
_MOST_CONNECTIONS = 100


def listening(host: str, port: int) -> socket.socket:
    """A socket on which the server will be asked.

    Raises:
        OSError: the port is taken, or the host is no address of this machine.
    """
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.create_server((host, port), family=kind)
    # Inherited by its connections. Otherwise the body waits for the headers to be acknowledged, 40 ms later.
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def address_of(opened: socket.socket) -> str:
    """The address of the first page."""
    host, port = opened.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def server_of(app: Starlette) -> uvicorn.Server:
    """The server of an application; its ``run`` takes the socket."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=_PATIENCE,
        )
    )


def serve(app: Starlette, opened: socket.socket) -> None:
    """Answer until a signal."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn sends the signal again once it has ended; then it is done.
        signal.signal(number, _ended)
    server_of(app).run(sockets=[opened])


def _ended(_number: int, _frame: FrameType | None) -> None:
    """Nothing."""
