# SPDX-License-Identifier: Apache-2.0
"""One HTML page to read messages in any browser, without network or program.

Everything is in the file: style sheet, script, messages. Passwords and keys are masked,
as everywhere where messages are shown. Whatever came from a charger
or was written by people is escaped, and the page's own policy lets no other script run.
The page is written as the messages come; nothing of it is kept in memory.
"""

import base64
import hashlib
from dataclasses import replace
from functools import cache
from typing import BinaryIO, Final

from ocppdesk.core.frames import MessageType
from ocppdesk.core.masking import mask_text
from ocppdesk.core.messages import Direction
from ocppdesk.core.summary import summary
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing.markup import (
    body_text,
    counted,
    masked,
    moment,
    shown_text,
)
from ocppdesk.logs.writing.target import Target
from ocppdesk.resources import resource

MOST: Final = 50_000
"""Messages of a page: with more, browsers take long to open it and to filter."""

_SECTION: Final = 200  # messages that a browser lays out at once
_ROOM: Final = 400  # bytes that are kept free at the top for what is known at the end
_WAYS: Final = {
    Direction.IN: ("in", "from charger ◀"),
    Direction.OUT: ("out", "to charger ▶"),
    Direction.LINK: ("link", "connection"),
}
_ERRORS: Final = (MessageType.CALLERROR, MessageType.CALLRESULTERROR)


class HtmlTarget(Target):
    """Writes the page into an open file.

    Args:
        file: The file, opened for bytes and able to seek; it is the caller's to close.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._count = 0
        self._chargers: set[str] = set()
        self._first_at: int | None = None
        self._last_at = 0
        top, bottom = _frame()
        file.write(top.encode())
        self._room = file.tell()
        file.write(b" " * _ROOM + bottom.encode())

    def add(self, entry: Entry) -> None:
        """Write one message with what is put on it; those beyond `MOST` are counted."""
        message = entry.message
        if self._count == MOST:
            self.left_out += 1
            return
        if self._count % _SECTION == 0:
            self._file.write(
                b"</section>\n<section>\n" if self._count else b"<section>\n"
            )
        self._count += 1
        self._chargers.add(message.charger)
        if self._first_at is None:
            self._first_at = self._last_at = message.at
        self._first_at = min(self._first_at, message.at)
        self._last_at = max(self._last_at, message.at)
        self._file.write(_row(entry).encode())

    def finish(self) -> None:
        """Write the end of the page, and at its top what it holds."""
        told = [counted(self._count, "message")]
        if self._first_at is not None:
            told[0] += f" of {counted(len(self._chargers), 'charger')}"
            first, last = moment(self._first_at), moment(self._last_at)
            told.append(f"{first} to {last} UTC")
        if self.left_out:
            told.append(
                f"{counted(self.left_out, 'later message')} left out: a page holds "
                f"{MOST:,}. Export fewer, or as JSON Lines"
            )
        about = ", ".join(told) + "."
        if self._count:
            self._file.write(b"</section>\n")
        self._file.write(f"</main>\n<footer>{about}</footer>\n{_script()}".encode())
        self._file.seek(self._room)
        self._file.write(about.encode())


def _frame() -> tuple[str, str]:
    """Return what stands before and behind the line on what the page holds."""
    digest = hashlib.sha256(_source("page.js").encode()).digest()
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
        f"form-action 'none'; script-src 'sha256-{base64.b64encode(digest).decode()}'"
    )
    top = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<title>OCPP messages</title>\n"
        f"<style>\n{_source('page.css')}</style>\n</head>\n<body>\n"
        "<header>\n<h1>OCPP messages</h1>\n<p>"
    )
    bottom = (
        '</p>\n<div class="tools"><input type="search" '
        'placeholder="Filter: words that a message must have" aria-label="Filter">'
        '<button id="open">Open all</button><button id="close">Close all</button>'
        "<output></output></div>\n</header>\n<main>\n"
    )
    return top, bottom


def _script() -> str:
    return f"<script>{_source('page.js')}</script>\n</body>\n</html>\n"


@cache
def _source(name: str) -> str:
    return resource("export", name).read_text("utf-8")


def _row(entry: Entry) -> str:
    message = entry.message
    way, direction = _WAYS[message.direction]
    is_bad = message.problem is not None or message.type in _ERRORS
    classes = [
        way,
        *(["bad"] if is_bad else []),
        *(["marked"] if entry.is_marked else []),
    ]
    shown = replace(message, raw=masked(message.text))
    told = summary(shown, shown.payload())
    number = message.id
    star = "★ " if entry.is_marked else ""
    who = shown_text(message.charger or "(no identity)")
    name = message.action or "(no action)"
    if message.type in _ERRORS:
        name = f"{name} · error"
    elif message.type is MessageType.CALLRESULT:
        name = f"{name} · answer"
    return (
        f'<details id="m{number}" class="{" ".join(classes)}"><summary>'
        f'<a href="#m{number}">{star}{number}</a><time>{moment(message.at)}</time>'
        f"<span>{who}</span><i>{direction}</i>"
        f"<b>{shown_text(name)}</b><em>{shown_text(told)}</em></summary>"
        f'<div class="more">{"".join(_remarks(entry))}'
        f"<pre>{shown_text(body_text(shown))}</pre></div></details>\n"
    )


def _remarks(entry: Entry) -> list[str]:
    message = entry.message
    remarks = []
    if message.answer_to is not None:
        after = message.latency_ms
        late = "" if after is None else f" after {after:,.0f} ms"
        number = message.answer_to
        remarks.append(f'Answer to <a href="#m{number}">{number}</a>{late}.')
    if isinstance(message.raw, bytes):
        remarks.append("It is not UTF-8; bytes that cannot be read show as \ufffd.")
    for violation in message.violations:
        place = f"{violation.path}: " if violation.path else ""
        remarks.append(shown_text(mask_text(f"{place}{violation.text}")))
    if entry.note:
        remarks.append(f"Note: {shown_text(mask_text(entry.note))}")
    return [f"<p>{remark}</p>" for remark in remarks]
