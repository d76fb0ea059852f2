# SPDX-License-Identifier: Apache-2.0
"""Numbers as they are read easily."""

from typing import Final

from PySide6.QtCore import QLocale

_GAP: Final = "\u202f"  # a narrow blank at which no line is broken
_MILLION: Final = 1_000_000


def grouped(number: int) -> str:
    """Return a whole number with its digits in groups, as the locale has it.

    Where the locale groups nothing, as that of programs does, narrow blanks part the
    groups (ISO 80000-1, 7.3.1).
    """
    locale = QLocale()
    if len(locale.toString(_MILLION)) > len(str(_MILLION)):
        return locale.toString(number)
    return f"{number:,}".replace(",", _GAP)
