# SPDX-License-Identifier: Apache-2.0
"""The filter line and the chips above the settings."""

import enum
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import regex
from PySide6.QtCore import QCoreApplication

_WORD: Final = regex.compile(r'(-?)(?:"([^"]*)"?|/((?:[^/\\]|\\.)+)/|(\S+))')
_PATIENCE_S: Final = 0.02  # for one row; an endless expression gives up
_ALL_ROWS_S: Final = 0.1  # and one that is slow at each row does, before it is felt


class ChipKind(enum.StrEnum):
    """What a chip lets through."""

    CHANGED = "changed"
    """Settings with an edit that has not been sent, or that were changed."""
    WRITABLE = "writable"
    """Settings that may be written."""
    VENDOR = "vendor"
    """Settings that no specification has."""
    DIFFERS = "differs"
    """Settings that differ from what they are compared with."""


class FilterLineError(ValueError):
    """The text of the filter line is no filter; its own text says why."""


class Searched(Protocol):
    """A row of a table that a filter line is for."""

    @property
    def haystack(self) -> str:
        """What is searched, without case."""


@dataclass(frozen=True, slots=True)
class LineFilter:
    """The parts that a row has to have, or must not have."""

    parts: tuple[tuple[bool, Callable[[str], bool]], ...] = ()
    """For each part whether it must be there, and its test."""

    def matches(self, row: Searched) -> bool:
        """Return whether a row passes."""
        text = row.haystack
        # Not all(): this takes half the time, for each row at each letter.
        for wanted, test in self.parts:  # noqa: SIM110
            if test(text) is not wanted:
                return False
        return True


def parse_line(text: str) -> LineFilter:
    """Read a filter line.

    All words must be in the texts of a row, whatever their case. `-word` must not be
    there, `"two words"` belong together, and `/re/` is a regular expression.

    Raises:
        FilterLineError: If it is none.
    """
    parts: list[tuple[bool, Callable[[str], bool]]] = []
    for minus, quoted, pattern, word in _WORD.findall(text):
        if pattern:
            parts.append((not minus, pattern_test(pattern)))
            continue
        wanted = (quoted or word).casefold()
        # A minus on its own is one that somebody is about to write more after.
        if wanted and (minus or wanted != "-"):
            parts.append((not minus, _word(wanted)))
    return LineFilter(tuple(parts))


def _word(wanted: str) -> Callable[[str], bool]:
    return lambda text: wanted in text


def pattern_test(pattern: str) -> Callable[[str], bool]:
    """Return what says of a text whether a regular expression finds something in it.

    Raises:
        FilterLineError: If it is no expression; the test, if it takes too long.
    """
    try:
        compiled = regex.compile(pattern, regex.IGNORECASE)
    except regex.error as error:
        text = _tr("/{pattern}/ is no regular expression: {error}.")
        raise FilterLineError(text.format(pattern=pattern, error=error)) from error

    spent, ended = 0.0, 0.0

    def test(text: str) -> bool:
        nonlocal spent, ended
        began = time.perf_counter()
        # Rows of one table follow each other at once.
        spent = spent if began - ended < _PATIENCE_S else 0.0
        found = None
        try:
            found = compiled.search(text, timeout=_PATIENCE_S)
        except TimeoutError:
            spent = _ALL_ROWS_S
        ended = time.perf_counter()
        spent += ended - began
        if spent > _ALL_ROWS_S:
            long = _tr("/{pattern}/ takes too long.").format(pattern=pattern)
            raise FilterLineError(long)
        return found is not None

    return test


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings filter", text)
