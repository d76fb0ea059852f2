# SPDX-License-Identifier: Apache-2.0
"""The values of a chart as a table for spreadsheets and other programs."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from ocppdesk.analysis.sample import Assumed
from ocppdesk.gui.charts.kinds import measurand_text
from ocppdesk.gui.charts.lines import MICRO, Line
from ocppdesk.logs.csv_table import guarded

COLUMNS: Final = (
    "time", "received", "evse", "connector", "measurand", "phase", "location", "value",
    "unit", "message", "assumed",
)  # fmt: skip

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def csv_of(lines: Iterable[Line], times: tuple[float, float] | None = None) -> bytes:
    """Return values as a CSV file in UTF-8, with a mark that Excel needs.

    Times are ISO 8601 in UTC. `time` is where the value stands in the chart, `received`
    when it arrived; `assumed` says what the charger left out.

    Args:
        lines: Whose values; series after series.
        times: Only values of these times, seconds since 1970; None: all.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerows(_rows(line, times))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _rows(
    line: Line, times: tuple[float, float] | None
) -> Iterator[tuple[object, ...]]:
    key = line.key
    first, end = (0, len(line.x)) if times is None else line.between(*times)
    # What a charger calls things goes into a spreadsheet.
    name, phase, location, unit = (
        guarded(text)
        for text in (measurand_text(key), key.phase, key.location, key.unit)
    )
    columns = (line.x, line.at, line.y, line.message, line.assumed)
    parts = (column[first:end].tolist() for column in columns)
    for x, at, value, message, assumed in zip(*parts, strict=True):
        yield (
            _iso(round(x / MICRO)), _iso(at), key.evse, key.connector, name, phase,
            location, value, unit, message or "", _assumed_text(assumed),
        )  # fmt: skip


def _iso(at: int) -> str:
    try:
        moment = _EPOCH + timedelta(microseconds=at)
    except OverflowError:
        return str(at)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _assumed_text(number: int) -> str:
    return " ".join(
        flag.name.lower() for flag in Assumed if flag.value & number and flag.name
    )
