# SPDX-License-Identifier: Apache-2.0
"""Tables of `tshark -T fields -E header=y`: addresses and ports tell the direction."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.columns import plain
from ocppdesk.logs.reading.found import Assumptions, Line
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.rows import SAMPLE
from ocppdesk.logs.reading.tables import TableReader
from ocppdesk.logs.reading.text.conclude import head_of
from ocppdesk.logs.reading.text.directions import direction_of_action
from ocppdesk.logs.reading.text.scanner import scan_cell

_SIDES: Final = {
    "source": (("ip.src", "ipv6.src"), "tcp.srcport"),
    "target": (("ip.dst", "ipv6.dst"), "tcp.dstport"),
}
_DIRECTION: Final = "direction"
_LINK: Final = "tcp.stream"


class TsharkFieldsReader(TableReader):
    """Reads one table of tshark's fields.

    Args:
        path: The file.
        assumptions: What is known of it.
    """

    name = "tshark-fields"
    title = "tshark fields"

    def __init__(self, path: Path, assumptions: Assumptions) -> None:
        super().__init__(path, assumptions)
        self._csms: set[str] = set()

    def header(self, rows: list[Row]) -> list[str]:
        """Return the fields, and what was concluded from them."""
        found = super().header(rows)
        return [*found, *(name for name in (_DIRECTION, _LINK) if name not in found)]

    def rows(self) -> Iterator[Row | Line | None]:
        """Read the rows, each with its direction."""
        source = super().rows()
        first: list[Row | Line | None] = []
        for each in source:
            first.append(each)
            if len(first) >= SAMPLE:
                break
        self._learn([each for each in first if isinstance(each, Row)])
        for each in chain(first, source):
            yield self._directed(each) if isinstance(each, Row) else each

    def _learn(self, rows: list[Row]) -> None:
        """Find the ends that behave like a CSMS."""
        votes: Counter[str] = Counter()
        for row in rows:
            source, target = _end(row, "source"), _end(row, "target")
            for cell in row.cells.values():
                if not isinstance(cell, str) or "[" not in cell:
                    continue
                for frame in scan_cell(cell, line=row.number):
                    way = direction_of_action(head_of(frame)[2])
                    if way is not None:
                        votes[target if way is Direction.IN else source] += 1
                        votes[source if way is Direction.IN else target] -= 1
        self._csms = {end for end, count in votes.items() if count > 0 and end}

    def _directed(self, row: Row) -> Row:
        source, target = _end(row, "source"), _end(row, "target")
        cells = dict(row.cells)
        if target in self._csms:
            cells[_DIRECTION] = "charger to csms"
            cells.setdefault(_LINK, source)
        elif source in self._csms:
            cells[_DIRECTION] = "csms to charger"
            cells.setdefault(_LINK, target)
        return row._replace(cells=cells)


class TsharkFieldsFormat:
    """Tables of tshark's fields."""

    name = TsharkFieldsReader.name
    title = TsharkFieldsReader.title

    def confidence(self, path: Path, head: bytes) -> float:
        """Tell how surely a file is one; see `Format`."""
        first = head.split(b"\n", 1)[0].decode("utf-8", "replace")
        names = {plain(name) for name in first.replace(",", "\t").split("\t")}
        wanted = {"tcpsrcport", "tcpdstport"}
        return 0.97 if wanted <= names else 0.0

    def reader(self, path: Path, assumptions: Assumptions) -> TsharkFieldsReader:
        """Make ready to read one."""
        return TsharkFieldsReader(path, assumptions)


def _end(row: Row, side: str) -> str:
    addresses, port = _SIDES[side]
    address = next((a for name in addresses if (a := row.cells.get(name))), "")
    return f"{address}:{row.cells.get(port, '')}" if address else ""
