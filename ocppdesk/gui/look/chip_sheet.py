# SPDX-License-Identifier: Apache-2.0
"""The look of the round switches above a table."""

from typing import Final

from ocppdesk.gui.look.theme import Theme

_COLORS: Final = ("border", "selection.back", "selection.text", "text")


def chip_sheet(theme: Theme) -> str:
    """Return the style sheet of a tool button that is a chip, as the theme is now."""
    color = {name: theme.color(name).name() for name in _COLORS}
    return (
        f"QToolButton {{ border: 1px solid {color['border']};"
        f" border-radius: {theme.scaled(11)}px; padding: {theme.scaled(3)}px"
        f" {theme.scaled(9)}px; }}"
        f"QToolButton:checked {{ background: {color['selection.back']};"
        f" color: {color['selection.text']};"
        f" border-color: {color['selection.back']}; }}"
        f"QToolButton:focus {{ border-color: {color['text']}; }}"
    )
