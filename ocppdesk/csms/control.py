# SPDX-License-Identifier: Apache-2.0
"""How another process of this user reaches a running recording: `ocppdesk call`.

The engine listens on a port of the loopback address and leaves a note in the data
folder's `running` folder: capture, port, and a random token that every request must
carry. The note is readable by its user only and goes when the recording ends.

One request and one answer a connection, each a line of JSON::

    {"token": "…", "charger": "CP1", "action": "Reset", "payload": {…}, "timeout_s": 30}
    {"answer": {…}} or {"error": "…"}
"""

import asyncio
import contextlib
import hmac
import os
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from ocppdesk.core.messages import Message
from ocppdesk.csms.central import CallFailed, Csms
from ocppdesk.settings import data_folder

_LONGEST_REQUEST: Final = 4 * 2**20
_CONNECT_TIMEOUT_S: Final = 2.0
_SPARE_S: Final = 5.0  # on top of the call's own time-out


class NotRunningError(Exception):
    """No recording was found that could make the call."""


@dataclass(frozen=True, slots=True)
class Running:
    """A recording that can be asked."""

    capture: Path
    port: int
    token: str
    note: Path
    """The file that says so."""


class ControlServer:
    """The engine's side.

    Args:
        csms: Who makes the calls.
        capture: The file that is recorded into, for the note.
    """

    def __init__(self, csms: Csms, capture: Path) -> None:
        self._csms = csms
        self._capture = capture
        self._token = secrets.token_urlsafe(24)
        self._server: asyncio.Server | None = None
        self._note: Path | None = None

    async def open(self) -> None:
        """Listen, and leave the note."""
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", 0, limit=_LONGEST_REQUEST
        )
        port = self._server.sockets[0].getsockname()[1]
        # A data folder that cannot be written does not keep anybody from recording;
        # only `ocppdesk call` will find nobody.
        with contextlib.suppress(OSError):
            self._note = _write_note(self._capture, port, self._token)

    async def close(self) -> None:
        """Take the note away and stop to listen."""
        if self._note is not None:
            self._note.unlink(missing_ok=True)
        if self._server is not None:
            self._server.close()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            async with asyncio.timeout(_CONNECT_TIMEOUT_S):
                line = await reader.readline()
            answer = await self._answer(line)
            writer.write(orjson.dumps(answer, default=str) + b"\n")
            await writer.drain()
        except (TimeoutError, ValueError, OSError):
            pass  # A stranger, or one who left: there is nobody to tell.
        finally:
            writer.close()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        request = orjson.loads(line)
        if not isinstance(request, dict) or "charger" not in request:
            return {"error": "This is not a request."}
        token = str(request.get("token", ""))
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            return {"error": "The token is wrong."}
        try:
            message = await self._csms.call(
                str(request["charger"]),
                str(request.get("action", "")),
                request.get("payload", {}),
                timeout_s=request.get("timeout_s"),
            )
        except CallFailed as error:
            return {"error": str(error)}
        return {"answer": _answer_record(message)}


def _answer_record(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "type": message.type,
        "error_code": message.error_code,
        "latency_ms": message.latency_ms,
        "payload": message.payload(),
        "raw": message.text,
    }


def request_call(
    charger: str,
    action: str,
    payload: Any,
    *,
    capture: Path | None = None,
    timeout_s: float = 30,
) -> dict[str, Any]:
    """Have a running recording make a call; blocks until the answer is there.

    Args:
        charger: The identity.
        action: The action.
        payload: Its payload.
        capture: Which recording, by its file; None takes the newest.
        timeout_s: Seconds that the charger may take.

    Returns:
        The answer: `id`, `type`, `error_code`, `latency_ms`, `payload`, `raw`.

    Raises:
        NotRunningError: If no such recording runs.
        CallFailed: If the charger gave no answer.
    """
    running = _find(capture)
    request = {
        "token": running.token,
        "charger": charger,
        "action": action,
        "payload": payload,
        "timeout_s": timeout_s,
    }
    address = ("127.0.0.1", running.port)
    try:
        with socket.create_connection(address, _CONNECT_TIMEOUT_S) as connection:
            connection.settimeout(timeout_s + _SPARE_S)
            connection.sendall(orjson.dumps(request) + b"\n")
            with connection.makefile("rb") as lines:
                reply = orjson.loads(lines.readline() or b"{}")
    except OSError as error:
        raise NotRunningError(
            f"The recording into {running.capture} does not answer ({error})."
        ) from error
    if "answer" not in reply:
        raise CallFailed(reply.get("error", "The recording ended meanwhile."))
    answer: dict[str, Any] = reply["answer"]
    return answer


def _folder() -> Path:
    return data_folder() / "running"


def _write_note(capture: Path, port: int, token: str) -> Path:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / f"{os.getpid()}-{port}.json"
    content = {"capture": str(capture.resolve()), "port": port, "token": token}
    # Readable by its owner from its first byte on.
    note.touch(mode=0o600)
    note.write_bytes(orjson.dumps(content))
    return note


def _notes() -> Iterator[Running]:
    """Yield the recordings that left a note, the newest first."""
    found = sorted(
        _folder().glob("*.json"), key=lambda n: n.stat().st_mtime, reverse=True
    )
    for note in found:
        with contextlib.suppress(OSError, ValueError, KeyError):
            content = orjson.loads(note.read_bytes())
            yield Running(
                Path(content["capture"]), content["port"], content["token"], note
            )


def _find(capture: Path | None) -> Running:
    wanted = None if capture is None else capture.resolve()
    for running in _notes():
        if wanted is not None and running.capture != wanted:
            continue
        if _is_alive(running.port):
            return running
        running.note.unlink(missing_ok=True)  # left by a program that was killed
    what = "No recording runs" if wanted is None else f"Nobody records into {wanted}"
    raise NotRunningError(
        f"{what}. Start one with `ocppdesk` or `ocppdesk serve`, and connect the "
        "charger to it."
    )


def _is_alive(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), _CONNECT_TIMEOUT_S).close()
    except OSError:
        return False
    return True
