# SPDX-License-Identifier: Apache-2.0
"""The columns of the message table, each declared once."""

import enum
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication


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
    PROBLEM = 10
    JSON = 11
    MESSAGE_ID = 12
    TRANSACTION = 13
    SIZE = 14
    RECEIVED = 15
    VERSION = 16


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What a column is called and how it looks until somebody changes it."""

    column: Column
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

    @property
    def name(self) -> str:
        """Its name in the settings."""
        return self.column.name.lower()


COLUMNS: Final = (
    ColumnInfo(Column.NUMBER, "No.", "Number in the capture", "1000000", is_right=True),
    ColumnInfo(Column.TIME, "Time", "When it arrived or was sent", "14:05:31.204"),
    ColumnInfo(
        Column.DELTA, "Δ", "Time since the row before it", "+999 ms", is_right=True
    ),
    ColumnInfo(Column.DIRECTION, "⇄", "Direction", "◀"),
    ColumnInfo(Column.CHARGER, "Charger", "Charger", "CP-000042", is_shown=False),
    ColumnInfo(Column.CONNECTOR, "Conn.", "Connector, or EVSE.connector", "1.2"),
    ColumnInfo(Column.MESSAGE, "Message", "Message type", "↳ StatusNotification"),
    ColumnInfo(
        Column.SUMMARY, "Summary", "What it says", "Connector 2 → Faulted"
    ),
    ColumnInfo(Column.RESULT, "Result", "What was answered", "✓ Accepted"),
    ColumnInfo(
        Column.LATENCY, "ms", "Milliseconds until the answer", "9999", is_right=True
    ),
    ColumnInfo(Column.PROBLEM, "⚠", "What is wrong with it", "invalid"),
    ColumnInfo(Column.JSON, "JSON", "The message as it was on the wire", "x" * 18),
    ColumnInfo(
        Column.MESSAGE_ID, "Message ID", "The OCPP message id", "x" * 20, is_shown=False
    ),
    ColumnInfo(
        Column.TRANSACTION, "Transaction", "Transaction", "x" * 14, is_shown=False
    ),
    ColumnInfo(
        Column.SIZE, "Size", "Length of the message", "1 000 000",
        is_shown=False, is_right=True,
    ),
    ColumnInfo(
        Column.RECEIVED, "Received (UTC)", "When, in UTC", "2026-01-31T13:05:31.204Z",
        is_shown=False,
    ),
    ColumnInfo(Column.VERSION, "Version", "OCPP version", "OCPP 2.0.1", is_shown=False),
)  # fmt: skip
"""All columns in the order of `Column`."""


def title_of(column: int) -> str:
    """Return what the header of a column says."""
    return QCoreApplication.translate("Columns", COLUMNS[column].title)


def words_of(column: int) -> str:
    """Return what a column is, in words."""
    return QCoreApplication.translate("Columns", COLUMNS[column].words)
