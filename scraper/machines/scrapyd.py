"""The few calls of a scrapyd node over HTTP: is it there, what runs, run this."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urlencode, urlsplit
from urllib.request import Request, urlopen

# Seconds. A node on the other side of the country answers in one; it loads the project's sources for the first job.
_SECONDS = 30.0
# Characters of what a node says.
_LONGEST = 300


class NodeError(Exception):
    """A node cannot be used; the message has the reason."""


class NodeDownError(NodeError):
    """A node does not answer."""


class UnsureError(NodeError):
    """A node has not answered in time: it may have scheduled the job."""


class Node:
    """One scrapyd server.

    Args:
        url: ``http://HOST:6800``, with ``USER:PASSWORD@`` where scrapyd asks for them.
        project: the project's name there.

    Raises:
        ValueError: it is not such an address.
    """

    def __init__(self, url: str, project: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"a node must be like http://HOST:6800, not {url!r}")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        place = host if parts.port is None else f"{host}:{parts.port}"
        self.name = f"{parts.scheme}://{place}{parts.path.rstrip('/')}"
        """Its address without the password."""
        self._project = project
        self._headers: dict[str, str] = {}
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"

    def busy(self) -> dict[str, str]:
        """The sources that are pending or running there, each with that word.

        Raises:
            NodeError: it does not answer, or does not know the project.
        """
        self._call("daemonstatus.json")
        jobs = self._call(f"listjobs.json?{urlencode({'project': self._project})}")
        return {
            self._source(job): state
            for state in ("pending", "running")
            for job in jobs.get(state, ())
            if "spider" in job
        }

    @staticmethod
    def _source(job: Mapping[str, Any]) -> str:
        return str(job["spider"])

    def schedule(self, source: str, arguments: Mapping[str, str], settings: Iterable[str]) -> str:
        """Schedule a source as a job.

        Args:
            source: its name.
            arguments: of the spider.
            settings: each as ``NAME=value``.

        Returns:
            The id of the job.

        Raises:
            UnsureError: it has not answered in time, and may have scheduled the job.
            NodeError: it does not answer, or refuses the job.
        """
        fields = {**arguments, "project": self._project, "spider": source, "setting": list(settings)}
        return str(self._call("schedule.json", urlencode(fields, doseq=True).encode()).get("jobid", ""))

    def _call(self, service: str, data: bytes | None = None) -> dict[str, Any]:
        try:
            request = Request(f"{self.name}/{service}", data, self._headers)  # noqa: S310  # http or https, see above
            with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
                found = json.load(answer)
        except HTTPError as error:
            error.close()
            raise NodeError(f"status {error.code}: {_advice(error.code)}") from error
        except TimeoutError as error:
            raise UnsureError(f"has not answered in {_SECONDS:.0f} s") from error
        except (http.client.HTTPException, OSError) as error:
            why = getattr(error, "reason", None) or error
            raise NodeDownError(
                f"does not answer: {getattr(why, 'strerror', None) or why or type(error).__name__}"
            ) from error
        except ValueError as error:
            raise NodeError("is no scrapyd: its answer is not JSON") from error
        if not isinstance(found, dict) or found.get("status") != "ok":
            message = str(found.get("message", "")) if isinstance(found, dict) else ""
            # Of a process that ended, all that it printed: the last line is the error.
            said = message.strip().rpartition("\n")[2][:_LONGEST]
            raise NodeError(f"refuses: {said or 'it does not say why'}")
        return found


def _advice(status: int) -> str:
    return "http://USER:PASSWORD@HOST:6800 logs in" if status == http.client.UNAUTHORIZED else "is it a scrapyd?"
