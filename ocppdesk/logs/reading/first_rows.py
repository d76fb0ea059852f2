# SPDX-License-Identifier: Apache-2.0
"""The first rows of a table, for somebody who is to say what its columns are."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ocppdesk.logs.reading.columns import Proposal, propose_columns
from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.reading.opening import open_logs
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.record_reader import RecordReader

_LOOKED_AT: Final = 200  # rows that columns are guessed from
_STEPS: Final = 5_000  # what is read at the most to find them


@dataclass(frozen=True, slots=True)
class FirstRows:
    """How a table begins."""

    proposal: Proposal
    """What its columns were taken for."""
    rows: tuple[Mapping[str, Any], ...]
    """Its first rows, by column."""


def first_rows(path: Path, assumptions: Assumptions) -> FirstRows | None:
    """Read the beginning of a file of rows or records.

    Args:
        path: The file.
        assumptions: What is known of it.

    Returns:
        How it begins; None if it has no columns.

    Raises:
        ConversionError: If it cannot be read.
    """
    readers = open_logs(path, assumptions)
    reader = readers[0] if len(readers) == 1 else None
    if not isinstance(reader, RecordReader):
        return None
    looked_at = itertools.islice(reader.rows(), _STEPS)
    found = (row for row in looked_at if isinstance(row, Row))
    rows = list(itertools.islice(found, _LOOKED_AT))
    if not rows:
        return None
    cells = tuple(row.cells for row in rows)
    proposal = propose_columns(reader.header(rows), cells, assumptions.columns)
    return FirstRows(proposal, cells)
