# SPDX-License-Identifier: Apache-2.0
"""What the search box says about its text, in words."""

import textwrap
from typing import Final

from PySide6.QtCore import QCoreApplication

from ocppdesk.filters.errors import FilterError

_LONGEST_QUOTE: Final = 60  # characters of a filter that is spoken of


def sentence(text: str) -> str:
    """Return a sentence with its full stop, where it does not end otherwise."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def refusal(error: FilterError, applied: str) -> str:
    """Return why a text is no filter, and what applies meanwhile.

    Args:
        error: What is wrong with it.
        applied: The filter that stays applied; blank if none was.
    """
    if not applied.strip():
        kept = _tr("All messages stay shown.")
    else:
        short = textwrap.shorten(applied, _LONGEST_QUOTE, placeholder="…")
        kept = _tr("“{text}” stays applied.").format(text=short)
    return f"{sentence(error.message)} {kept}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("search", text)
