# SPDX-License-Identifier: Apache-2.0
"""Room between the border of a spin box and its number."""

from typing import Final

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from ocppdesk.gui.look.theme import Theme

_GAP: Final = 6  # pixels at 100 %


def indent(box: QSpinBox | QDoubleSpinBox, theme: Theme) -> None:
    """Keep the number of a spin box off its left border.

    The padding of the style sheet does not reach the field inside.
    """
    box.lineEdit().setTextMargins(theme.scaled(_GAP), 0, 0, 0)
