# SPDX-License-Identifier: Apache-2.0
"""The messages of findings: what they say, and the filter that shows them."""

from collections.abc import Mapping, Sequence

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Row
from ocppdesk.core.messages import Direction
from ocppdesk.core.summary import summary
from ocppdesk.filters.nodes import of_charger
from ocppdesk.gui.findings.groups import Group
from ocppdesk.gui.messages.times import local_time

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
