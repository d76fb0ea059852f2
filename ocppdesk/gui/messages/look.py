# SPDX-License-Identifier: Apache-2.0
"""What a table shows of each message besides what all tables show: the choice of it."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.records import Row
from ocppdesk.filters.fields import FIELDS
from ocppdesk.filters.subject import Subject
from ocppdesk.filters.values import Context
from ocppdesk.gui.messages.color_rules import Colorist, ColorRule
from ocppdesk.gui.messages.columns import COLUMNS, Column, ColumnInfo

FIELD_COLUMNS: Final = {
    Column.ID_TAG: FIELDS["idtag"],
    Column.STATUS: FIELDS["status"],
    Column.CODE: FIELDS["code"],
}
"""The columns that show a field of the filter language, in the order of `Column`."""


def _now() -> Context:
    now = time.time_ns() // 1000
    return Context(now=now, latest=now)


def _no_version(_connection: int) -> str:
    return ""


class Look:
    """What cells are made with; who changes it has to have them made again.

    Attributes:
        columns: The columns of the table, those for places in payloads last.
        shown_fields: Which of `FIELD_COLUMNS` are worked out.
        annotations: The marks, notes and findings.
        exchanges: Whether a row stands for a call and its answer.
        colorist: Finds the colours of rows.
        context: Gives the time now, and what else filters go by.
        version_of: Gives the OCPP version of a connection by its number.
    """

    def __init__(self) -> None:
        self.columns: tuple[ColumnInfo, ...] = COLUMNS
        self.shown_fields: frozenset[Column] = frozenset()
        self.annotations: Annotations = EMPTY
        self.exchanges = False
        self.colorist = Colorist()
        self.context: Callable[[], Context] = _now
        self.version_of: Callable[[int], str] = _no_version

    def subject(self, row: Row) -> Subject:
        """Return a row as filters see it."""
        message, annotations = row.message, self.annotations
        return Subject(
            message,
            call=row.call,
            answer=row.answer,
            previous_at=row.previous_at,
            version=self.version_of(message.connection),
            is_marked=message.id in annotations.marks,
            note=annotations.notes.get(message.id, ""),
            findings=annotations.findings.get(message.id, ()),
        )

    def rules(
        self, row: Row, subject: Subject, *, is_waiting: bool
    ) -> tuple[ColorRule | None, ColorRule | None]:
        """Return the rules that colour a row: now, and once nobody waits any more.

        Args:
            row: The row.
            subject: What `subject` gave for it.
            is_waiting: Whether it is a call without an answer so far.
        """
        subjects = [subject]
        if self.exchanges and row.answer is not None:
            answer = Row(
                row.answer,
                None,
                0,
                call=row.message,
                previous_at=row.answer_previous_at,
            )
            subjects.append(self.subject(answer))
        context = self.context()
        if not is_waiting:
            rule = self.colorist.rule_of(subjects, context)
            return rule, rule
        at = row.message.at
        fresh, late = (
            replace(context, now=at),
            replace(context, now=at + context.patience_us),
        )
        return (
            self.colorist.rule_of(subjects, fresh),
            self.colorist.rule_of(subjects, late),
        )


PLAIN: Final = Look()
"""All that tables show, without anything that somebody chose."""
