# SPDX-License-Identifier: Apache-2.0
"""The filter of one column of the settings."""

import operator
import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.gui.configuration.filter import FilterLineError, pattern_test

CellTest = Callable[[str], bool]
"""Says of the text of a cell whether it passes."""

_ORDERS: Final[dict[str, Callable[[str | float, str | float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_OPERATOR: Final = re.compile(r"(<>|>=|<=|>|<|=)\s*(.*)", re.DOTALL)
# A day, a time of day, or both, as `rows` writes when a setting was read.
_MOMENT: Final = re.compile(r"(?:(\d\d-\d\d)(?: (\d\d:\d\d))?|(\d\d:\d\d))")
_TIME_AT: Final = len("12-31 ")


def parse_column(text: str, *, has_times: bool = False) -> CellTest | None:
    """Read what was typed as the filter of a column.

    `word` must be in the cell, `=word` must be all of it and `<>word` must not.
    `>60`, `>=60`, `<60` and `<=60` compare numbers, and `/re/` is a regular expression.
    Case makes no difference. `=` alone finds empty cells, and `<>` all others.

    Args:
        text: What was typed.
        has_times: Whether the cells have days and times of day, which are compared
            like numbers: `>14:05`, `<=11-28`.

    Returns:
        The test of a cell; None if there is no filter, or none yet.

    Raises:
        FilterLineError: If it is none.
    """
    text = text.strip()
    if not text:
        return None
    if text.startswith("/"):
        return _expression(text)
    found = _OPERATOR.fullmatch(text)
    if found is None:
        wanted = text.casefold()
        return lambda cell: wanted in cell.casefold()
    sign, operand = found.groups()
    match sign:
        case "=":
            return lambda cell: _is_same(cell, operand)
        case "<>":
            return lambda cell: not _is_same(cell, operand)
        case _:
            return _comparison(sign, operand, has_times=has_times)


def _expression(text: str) -> CellTest:
    if len(text) < 3 or not text.endswith("/"):
        raise FilterLineError(
            _tr("A regular expression stands between two strokes, as in /^Meter/.")
        )
    return pattern_test(text[1:-1])


def _comparison(sign: str, operand: str, *, has_times: bool) -> CellTest | None:
    if not operand:
        return None  # somebody is about to write more
    compare = _ORDERS[sign]
    if has_times and (moment := _MOMENT.fullmatch(operand)):
        first = _TIME_AT if moment[3] else 0
        part = slice(first, first + len(operand))
        return lambda cell: bool(cell) and compare(cell[part], operand)
    number = _number(operand)
    if has_times or number is None:
        example = "14:05" if has_times else "60"
        kind = _tr("a day or a time") if has_times else _tr("a number")
        text = _tr("{sign} needs {kind}, as in {sign}{example}, not “{operand}”.")
        raise FilterLineError(
            text.format(sign=sign, kind=kind, example=example, operand=operand)
        )

    def test(cell: str) -> bool:
        found = _number(cell)
        return found is not None and compare(found, number)

    return test


def _is_same(cell: str, operand: str) -> bool:
    if cell.strip().casefold() == operand.casefold():
        return True
    first, second = _number(cell), _number(operand)
    return first is not None and first == second


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings filter", text)
