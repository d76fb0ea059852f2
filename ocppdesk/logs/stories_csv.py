# SPDX-License-Identifier: Apache-2.0
"""Sessions as CSV for spreadsheets, a row each.

The columns are those of `story_listing.story_record` without its lines. It is written
as messages are (`csv_table`): UTF-8 with a byte order mark, commas, CRLF and doubled
quotes; an empty cell is a value that is not there, and no text is taken for a formula.
Several transactions of one session stand in one cell, with blanks between.
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from ocppdesk.analysis.sessions.story import Story
from ocppdesk.logs.csv_table import guarded
from ocppdesk.logs.story_listing import story_record
from ocppdesk.logs.writing.targets import whole_file

COLUMNS: Final = (
    "number", "charger", "evse", "connector", "start", "end", "duration_s",
    "transactions", "id_tag", "energy_wh", "energy_source", "energy_quality", "peak_w",
    "mean_w", "mean_transaction_w", "charging_s", "stop_reason", "outcome", "certainty",
    "missing_step", "summary",
)  # fmt: skip
"""The first row."""


def write_stories(
    stories: Iterable[Story], path: Path, *, overwrite: bool = False
) -> int:
    """Write stories into a file, which gets its name when it is whole.

    Args:
        stories: What to write, in this order.
        path: The file.
        overwrite: Whether a file of that name may be replaced.

    Returns:
        How many there were.

    Raises:
        ConversionError: If it exists and may not be replaced, or cannot be written.
    """
    count = 0
    with whole_file(path, overwrite=overwrite) as partial, partial.open("wb") as file:
        file.write("\ufeff".encode())
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        writer = csv.writer(text, dialect="excel")
        writer.writerow(COLUMNS)
        for story in stories:
            record = story_record(story)
            writer.writerow([_cell(record[column]) for column in COLUMNS])
            count += 1
        text.detach()
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        value = " ".join("?" if one is None else str(one) for one in value)
    if isinstance(value, str):
        return guarded(value)
    return repr(value)
