# SPDX-License-Identifier: Apache-2.0
"""The charger of rows without a column for it: what texts say, in the order of rows."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from ocppdesk.logs.reading.found import Assumptions, Inference
from ocppdesk.logs.reading.text.prefixes import read_prefix

_LONGEST_PREFIX: Final = 400
_PATH: Final = re.compile(r'"path"\s*:\s*"([^"?\s]{1,200})"|\bGET\s(/\S{0,200})\sHTTP/')
KEYED: Final = re.compile(
    r"\b(?:charge_?point_?id|charge_?box_?id|charger_?id|station_?id|cp_?id)"
    r"[\"']?\s?[:=]\s?[\"']?([\w.:*@-]{1,64}\w)",
    re.IGNORECASE,
)
"""The charger by its key."""


class RowChargers:
    """Remembers the charger that was named last.

    Args:
        assumptions: What is known of the file.
    """

    def __init__(self, assumptions: Assumptions) -> None:
        self._given = assumptions.charger
        self._last = ""
        self._first = ""
        self._named: dict[str, None] = {}

    def begin_anew(self) -> None:
        """Go back to the first row, and know which charger is named first."""
        self._first = next(iter(self._named), "")
        self._named.clear()
        self._last = ""

    def hear(self, text: str) -> bool:
        """Take note of a text without a frame; tell whether it is of a handshake."""
        path = _PATH.search(text)
        if path is not None:
            self._name(unquote((path[1] or path[2]).rstrip("/").rpartition("/")[2]))
            return True
        keyed = KEYED.search(text)
        if keyed is not None:
            self._name(keyed[1])
        return False

    def find(self, column: str, before: str, serial: str) -> str:
        """Return the charger of a row.

        Args:
            column: What the row itself says, if anything.
            before: The text before its frame.
            serial: The serial number in the boots of the file, if there is one only.
        """
        if column:
            return column
        keyed = KEYED.search(before) if before else None
        if keyed is not None:
            self._name(keyed[1])
        if self._given is not None:
            return self._given
        known = self._last or self._first
        if not known and before:
            known = _charger_in(before[-_LONGEST_PREFIX:])
        return known or serial

    def inference(self, serial: str, *, has_column: bool) -> Inference | None:
        """Say what was concluded; None where the log names each charger."""
        if self._given is not None:
            return Inference(self._given, "It was chosen for this file.")
        if has_column or len(self._named) > 1:
            return None
        if self._named:
            return Inference(next(iter(self._named)), "The log names no other one.")
        if serial:
            return Inference(serial, "It is the serial number of the charger's boots.")
        return Inference("", "Nothing in the file names the charger.")

    def _name(self, charger: str) -> None:
        if charger:
            self._last = charger
            self._named[charger] = None


@lru_cache(maxsize=1_000)  # a log has few of them, or one for each row
def _charger_in(prefix: str) -> str:
    return read_prefix(prefix).charger_name
