# SPDX-License-Identifier: Apache-2.0
"""Whole messages with all that filters may ask about them."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.arrays import Breathe, Ids, go_on, json_of
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.findings import Finding
from ocppdesk.core.messages import Direction, Message
from ocppdesk.filters.subject import Subject

_AT_ONCE: Final = 200  # messages in memory


def subjects(
    reader: CaptureReader,
    ids: Ids,
    annotations: Annotations,
    breathe: Breathe = go_on,
) -> Iterator[Subject]:
    """Yield what nodes look at for some messages, in their order.

    Args:
        reader: The capture.
        ids: The numbers of the messages; missing ones are passed over.
        annotations: What was put on messages.
        breathe: Called for each of them.
    """
    for start in range(0, len(ids), _AT_ONCE):
        for subject in _some(reader, ids[start : start + _AT_ONCE], annotations):
            breathe()
            yield subject


def _some(
    reader: CaptureReader, ids: Ids, annotations: Annotations
) -> Iterator[Subject]:
    wanted = json_of(ids)
    among = "IN (SELECT value FROM json_each(?))"
    answers = dict(
        reader.query(
            f"SELECT answer_to, min(id) FROM messages WHERE answer_to {among} "
            "GROUP BY answer_to",
            (wanted,),
        )
    )
    before = dict(
        reader.query(
            "SELECT id + 1, at FROM messages "
            "WHERE id IN (SELECT value - 1 FROM json_each(?))",
            (wanted,),
        )
    )
    messages = reader.messages(ids.tolist())
    others = {m.answer_to for m in messages if m.answer_to} | set(answers.values())
    linked = {message.id: message for message in reader.messages(list(others))}
    connections = json_of(np.array([m.connection for m in messages], np.int64))
    versions = dict(
        reader.query(
            f"SELECT id, version FROM connections WHERE id {among}", (connections,)
        )
    )
    for message in messages:
        number = message.id
        yield Subject(
            message,
            call=linked.get(message.answer_to or 0),
            answer=linked.get(answers.get(number, 0)),
            previous_at=before.get(number),
            version=versions.get(message.connection) or "",
            is_marked=number in annotations.marks,
            note=annotations.notes.get(number, ""),
            findings=annotations.findings.get(number, ()),
        )


def stand_in(
    *,
    version: str = "",
    is_marked: bool = False,
    note: str = "",
    findings: Sequence[Finding] = (),
    **values: Any,
) -> Subject:
    """Return a message that has nothing but what is given.

    Args:
        version: The OCPP version of its connection.
        is_marked: Whether the user marked it.
        note: What the user noted about it.
        findings: What was diagnosed with it.
        **values: What `Message` has.
    """
    empty = {"id": 0, "at": 0, "charger": "", "connection": 0, "raw": "",
             "direction": Direction.IN}  # fmt: skip
    return Subject(
        Message(**{**empty, **values}),
        version=version,
        is_marked=is_marked,
        note=note,
        findings=findings,
    )
