# SPDX-License-Identifier: Apache-2.0
"""The values that messages of a capture have in a field."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

import numpy as np

from ocppdesk.capture.annotations import Annotations
from ocppdesk.capture.columns import Columns
from ocppdesk.capture.payload_tests import condition
from ocppdesk.capture.raws import RawTexts, Rows
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.subjects import subjects
from ocppdesk.filters.fields import FIELDS
from ocppdesk.filters.nodes import Presence
from ocppdesk.filters.values import text_of

_MOST: Final = 1_000  # messages that are read to tell the values
_NEWEST: Final = 50_000  # messages among which payloads are looked for

_COLUMNS: Final = {
    "charger": "charger",
    "dir": "kind",
    "type": "kind",
    "action": "action",
    "connector": "connector",
    "evse": "evse",
    "tx": "tx",
    "problem": "problem",
    "version": "connection",
}


def values_seen(
    reader: CaptureReader, columns: Columns, annotations: Annotations, name: str
) -> list[tuple[str, int]]:
    """Return the values of a field with how often they were seen, the frequent first.

    Of what stands in payloads, the newest thousand of what may have a value is read; of
    times and measures there is nothing to tell.

    Args:
        reader: The capture.
        columns: Its columns.
        annotations: What was put on its messages.
        name: The name of the field.
    """
    field = FIELDS[name]
    if name in _COLUMNS:
        weights = _representatives(columns, _COLUMNS[name])
    else:
        weights = dict.fromkeys(_newest(reader, columns, annotations, name), 1)
    counts: Counter[str] = Counter()
    ids = np.array(sorted(weights), np.int64)
    for subject in subjects(reader, ids, annotations):
        for value in field.read(subject):
            counts[text_of(value)] += weights[subject.message.id]
    return counts.most_common()


def _representatives(columns: Columns, column: str) -> dict[int, int]:
    """Return one message for each value of a column, and how many messages have it."""
    columns.need([column], 0)
    rows = Rows(0, columns.top)
    codes, ids = rows.take(columns.array(column)), rows.ids
    counts = np.bincount(codes)
    if column != "kind":
        counts[:1] = 0  # those that have no value of their own
    first = np.zeros(len(counts), np.int64)
    first[codes] = ids
    seen = np.argsort(-counts)[:_MOST]
    seen = seen[counts[seen] > 0]
    return dict(zip(first[seen].tolist(), counts[seen].tolist(), strict=True))


def _newest(
    reader: CaptureReader, columns: Columns, annotations: Annotations, name: str
) -> list[int]:
    """Return the newest messages that may have a value which is in no column."""
    found: Iterable[int] = ()
    if name == "comment":
        found = annotations.notes
    elif name == "finding":
        found = annotations.findings
    elif FIELDS[name].keys:
        sql, values = condition(Presence(FIELDS[name]))
        rows = Rows(max(columns.top - _NEWEST, 0), columns.top)
        among = (f"{sql} OR error_code IS NOT NULL", values)
        found = RawTexts(reader).matching(rows, among).tolist()
    return sorted(found)[-_MOST:]
