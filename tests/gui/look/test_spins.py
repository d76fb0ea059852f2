# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from ocppdesk.gui.look.spins import indent


@pytest.mark.parametrize("kind", [QSpinBox, QDoubleSpinBox])
def test_the_number_keeps_off_the_border(qtbot, theme, kind):
    box = kind()
    qtbot.addWidget(box)
    indent(box, theme)
    assert box.lineEdit().textMargins().left() == theme.scaled(6)
