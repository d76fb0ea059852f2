# SPDX-License-Identifier: Apache-2.0
"""The columns of the message table, each declared once."""

import enum
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.filters.expression import FilterError, parse_filter
from ocppdesk.filters.nodes import Presence
from ocppdesk.filters.paths import Path


class Column(enum.IntEnum):
    """A column; the value is its number in the model."""

    NUMBER = 0
    TIME = 1
    DELTA = 2
    DIRECTION = 3
    CHARGER = 4
    CONNECTOR = 5
    MESSAGE = 6
    SUMMARY = 7
    RESULT = 8
    LATENCY = 9
    MARKS = 10
    PROBLEM = 11
    JSON = 12
    MESSAGE_ID = 13
    TRANSACTION = 14
    ID_TAG = 15
    STATUS = 16
    CODE = 17
    SIZE = 18
    RECEIVED = 19
    CHARGER_TIME = 20
    CLOCK_OFFSET = 21
    VERSION = 22


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What a column is called and how it looks until somebody changes it."""

    column: int
    """Its number in the model: a `Column`, or a greater one for a place in payloads."""
    title: str
    """What its header says; a sign in some cases."""
    words: str
    """What it is, in words: for the menu, tool tips and screen readers."""
    sample: str
    """A long text of the ordinary kind; it gives the width."""
    is_shown: bool = True
    """Whether it is there by default."""
    is_right: bool = False
    """Whether its texts stand on the right, as numbers do."""
    path: Path | None = None
    """The place in payloads that it shows."""

    @property
    def name(self) -> str:
        """Its name in the settings; that of a place begins with a dot, req or res."""
        if self.path is not None:
            return str(self.path)
        return Column(self.column).name.lower()


COLUMNS: Final = (
    ColumnInfo(Column.NUMBER, "No.", "Number in the capture", "1000000", is_right=True),
    ColumnInfo(Column.TIME, "Time", "When it arrived or was sent", "14:05:31.204"),
    ColumnInfo(
        Column.DELTA, "Δ", "Time since the row before it", "+59.9 min", is_right=True
    ),
    ColumnInfo(Column.DIRECTION, "⇄", "Direction", "◀ ]"),
    ColumnInfo(Column.CHARGER, "Charger", "Charger", "CP-000042", is_shown=False),
    ColumnInfo(Column.CONNECTOR, "Conn.", "Connector, or EVSE.connector", "1.2"),
    ColumnInfo(Column.MESSAGE, "Message", "Message type", "⛔ ↳ StatusNotification"),
    ColumnInfo(
        Column.SUMMARY, "Summary", "What it says", "Connector 2 → Faulted"
    ),
    ColumnInfo(Column.RESULT, "Result", "What was answered", "⌛ no answer"),
    ColumnInfo(
        Column.LATENCY, "ms", "Milliseconds until the answer", "9999", is_right=True
    ),
    ColumnInfo(Column.MARKS, "★ ✎", "Findings, your mark and your note", "▲ ★ ✎"),
    ColumnInfo(Column.PROBLEM, "⚠", "What is wrong with it", "invalid"),
    ColumnInfo(Column.JSON, "JSON", "The message as it was on the wire", "x" * 18),
    ColumnInfo(
        Column.MESSAGE_ID, "Message ID", "The OCPP message id", "x" * 20, is_shown=False
    ),
    ColumnInfo(
        Column.TRANSACTION, "Transaction", "Transaction", "x" * 14, is_shown=False
    ),
    ColumnInfo(
        Column.ID_TAG, "idTag", "Token: idTag, or idToken", "x" * 14, is_shown=False
    ),
    ColumnInfo(
        Column.STATUS, "Status", "Status in the message", "SuspendedEVSE",
        is_shown=False,
    ),
    ColumnInfo(
        Column.CODE, "Error code", "Error code, of a status or of an error",
        "OverCurrentFailure", is_shown=False,
    ),
    ColumnInfo(
        Column.SIZE, "Size", "Length of the message", "1 000 000",
        is_shown=False, is_right=True,
    ),
    ColumnInfo(
        Column.RECEIVED, "Received (UTC)", "When, in UTC", "2026-01-31T13:05:31.204Z",
        is_shown=False,
    ),
    ColumnInfo(
        Column.CHARGER_TIME, "Charger timestamp",
        "The time in the message, by the charger's clock",
        "2026-01-31T13:05:31.204Z", is_shown=False,
    ),
    ColumnInfo(
        Column.CLOCK_OFFSET, "Clock offset",
        "How far the charger's timestamp is ahead of this computer's clock",
        "+59.9 min",
        is_shown=False, is_right=True,
    ),
    ColumnInfo(Column.VERSION, "Version", "OCPP version", "OCPP 2.0.1", is_shown=False),
)  # fmt: skip
"""The columns that every table has, in the order of `Column`."""


def path_column(text: str, number: int) -> ColumnInfo | None:
    """Return a column for a place in payloads.

    Args:
        text: The place as it is written in the filter language: `.idTagInfo.status`.
        number: The column's number in the model.

    Returns:
        The column; None if the text is no such place.
    """
    try:
        found = parse_filter(text)
    except FilterError:
        return None
    path = found.operand if isinstance(found, Presence) else None
    if not isinstance(path, Path) or path.tests:
        return None
    return ColumnInfo(number, str(path), "", "x" * 14, path=path)


def title_of(info: ColumnInfo) -> str:
    """Return what the header of a column says."""
    if info.path is not None:
        return info.title
    return QCoreApplication.translate("Columns", info.title)


def words_of(info: ColumnInfo) -> str:
    """Return what a column is, in words."""
    if info.path is None:
        return QCoreApplication.translate("Columns", info.words)
    words = QCoreApplication.translate("Columns", "{path} in the payload")
    return words.format(path=info.title)
