# SPDX-License-Identifier: Apache-2.0
"""Files that chargers send by HTTP, as they are or in forms."""

import asyncio
from collections.abc import Mapping
from typing import Final

from ocppdesk.csms.filedrop.http_connection import BadRequest, HttpConnection, PeerGone
from ocppdesk.csms.filedrop.http_forms import (
    FileBegins,
    FileEnds,
    FileGoesOn,
    FormError,
    FormReader,
)
from ocppdesk.csms.filedrop.http_requests import (
    boundary_of,
    filename_of,
    has_body,
    length_of,
)
from ocppdesk.csms.filedrop.received import Inbox, Upload, UploadRefused
from ocppdesk.csms.filedrop.reports import Reporter, TransferReport

_BLOCK: Final = 2**18  # written to the disk at a time
_FORM_OVERHEAD: Final = 2**16  # that the parts of a form may need beside the file
_UNNAMED: Final = "upload"

Refusal = tuple[int, str]


async def take_files(
    connection: HttpConnection,
    inbox: Inbox,
    reporter: Reporter,
    *,
    method: str,
    name: str,
    headers: Mapping[str, str],
) -> Refusal | None:
    """Take the file or files in the body of a request, and answer.

    Args:
        connection: Where it comes from.
        inbox: Where it goes.
        reporter: Told how it goes.
        method: `PUT` or `POST`.
        name: The name in the path, empty if it names a folder.
        headers: Those of the request, their names in lower case.

    Returns:
        None if all went well and was answered; else status and reason to refuse with.

    Raises:
        BadRequest: If the body breaks the rules of HTTP.
    """
    if not has_body(headers):
        return 411, "The request does not say how long the file is."
    if "content-range" in headers:
        return 400, "Parts of a file are not taken; send it whole."
    length = length_of(headers)
    boundary = boundary_of(headers.get("content-type", ""))
    overhead = 0 if boundary is None else _FORM_OVERHEAD
    if length is not None and length > inbox.room + overhead:
        return 413, str(inbox.too_large())
    desk = _Desk(inbox, reporter, method)
    try:
        if boundary is None:
            given_name = filename_of(headers.get("content-disposition", "")) or name
            await desk.begin(given_name or _UNNAMED, length)
            async for data in connection.body():
                await desk.take(data)
            await desk.end()
        else:
            await _take_form(connection, desk, boundary, name)
    except UploadRefused as error:
        desk.drop()
        if error.is_our_fault:
            return 507, str(error)
        return (413 if error.is_too_large else 400), str(error)
    except FormError as error:
        desk.drop()
        return 400, str(error)
    except PeerGone as error:
        desk.drop_broken(f"{error} {desk.done_bytes} bytes had come in.")
        connection.abort()
        return None
    except BadRequest as error:
        desk.drop_broken(str(error))
        raise
    except BaseException:
        desk.drop_broken("The job ended before the file was through.")
        raise
    await connection.respond(201, "Thank you, the file is here.")
    return None


async def _take_form(
    connection: HttpConnection, desk: "_Desk", boundary: str, name: str
) -> None:
    reader = FormReader(boundary)
    async for data in connection.body():
        for event in reader.feed(data):
            match event:
                case FileBegins(given_name):
                    await desk.begin(given_name or name or _UNNAMED, None)
                case FileGoesOn(part):
                    await desk.take(part)
                case FileEnds():
                    await desk.end()
    if not desk.count and not desk.is_busy:
        raise FormError("The form has no file in it.")
    if not reader.is_complete:
        raise FormError("The form ends in the middle.")


class _Desk:
    """Takes one file after the other."""

    def __init__(self, inbox: Inbox, reporter: Reporter, method: str) -> None:
        self.count = 0
        self._inbox = inbox
        self._reporter = reporter
        self._method = method
        self._upload: Upload | None = None
        self._report: TransferReport | None = None
        self._waiting = bytearray()

    @property
    def is_busy(self) -> bool:
        return self._upload is not None

    @property
    def done_bytes(self) -> int:
        return 0 if self._report is None else self._report.done_bytes

    async def begin(self, given_name: str, length: int | None) -> None:
        self._report = self._reporter.transfer(
            self._method, given_name, is_upload=True, total_bytes=length
        )
        self._upload = await asyncio.to_thread(
            self._inbox.begin, given_name, self._reporter.peer
        )

    async def take(self, data: bytes) -> None:
        assert self._report is not None
        self._waiting += data
        self._report.advance(len(data))
        if len(self._waiting) >= _BLOCK:
            await self._write()

    async def end(self) -> None:
        upload, report = self._upload, self._report
        assert upload is not None
        assert report is not None
        await self._write()
        received = await asyncio.to_thread(upload.finish)
        self._upload = self._report = None
        self.count += 1
        report.done(received)

    async def _write(self) -> None:
        assert self._upload is not None
        data, self._waiting = bytes(self._waiting), bytearray()
        # In another thread: a slow disk must not hold up the chargers.
        await asyncio.to_thread(self._upload.write, data)

    def drop(self) -> None:
        """Throw away what is not whole; the refusal is told by who answers."""
        if self._upload is not None:
            self._upload.discard()
        self._upload = self._report = None

    def drop_broken(self, reason: str) -> None:
        """Throw away what is not whole, and tell so."""
        if self._report is not None:
            self._report.broken(reason)
        self.drop()
