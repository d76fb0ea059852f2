# SPDX-License-Identifier: Apache-2.0
"""The messages of findings: what they say, and the filter that shows them."""

from collections.abc import Mapping, Sequence
from typing import Final

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Row
from ocppdesk.core.messages import Direction
from ocppdesk.core.summary import summary
from ocppdesk.filters.nodes import of_charger
from ocppdesk.gui.findings.groups import Group
from ocppdesk.gui.messages.times import local_time
from ocppdesk.logs.writing.markup import masked

_LONGEST: Final = 2_000  # characters of a message in a ticket
_WAYS = {Direction.IN: "◀", Direction.OUT: "▶", Direction.LINK: "⚡"}


def message_lines(
    reader: CaptureReader | None, numbers: Sequence[int]
) -> Mapping[int, str]:
    """Return what messages say, a line each, by their numbers.

    Args:
        reader: The capture; None: there is none, and nothing is said.
        numbers: The messages; those that it does not have are left out.
    """
    if reader is None:
        return {}
    rows = reader.rows(numbers)
    return {number: _line(row) for number, row in rows.items()}


def message_texts(
    reader: CaptureReader | None, numbers: Sequence[int]
) -> Mapping[int, str]:
    """Return what messages hold as it was on the wire, secrets masked, by number.

    Args:
        reader: The capture; None: there is none, and nothing is told.
        numbers: The messages. Those that it does not have, those that are too long to
            be read in a ticket, and notes on connections are left out.
    """
    if reader is None:
        return {}
    return {
        number: masked(row.message.text)
        for number, row in reader.rows(numbers).items()
        if row.size <= _LONGEST and row.message.direction is not Direction.LINK
    }


def filter_of(group: Group, annotations: Annotations) -> str:
    """Return the filter that shows the messages of a group.

    By the rule where it is marked in the messages, so that later ones show as well;
    else, as where it is ignored, by their numbers.
    """
    rule, charger = group.key
    numbers = group.messages
    marked = (annotations.findings.get(number, ()) for number in numbers)
    if any(each.rule == rule for found in marked for each in found):
        text = f"finding == {rule}"
        return f"{text} {of_charger(charger)}" if charger else text
    if len(numbers) == 1:
        return f"no == {numbers[0]}"
    return f"no in {{{', '.join(map(str, numbers))}}}"


def _line(row: Row) -> str:
    message = row.message
    name = message.action or ""
    if message.answer_to is not None:
        name = f"↳ {name}".rstrip()
    is_cut = len(message.raw) < row.size
    said = "" if is_cut else summary(message, message.payload())
    parts = (local_time(message.at), _WAYS[message.direction], name, said)
    return " ".join(part for part in parts if part)
