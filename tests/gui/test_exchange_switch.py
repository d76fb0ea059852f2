# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.exchange_switch import ExchangeSwitch


@pytest.fixture
def switch(qtbot):
    made = ExchangeSwitch()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_click_chooses_and_another_one_takes_it_back(qtbot, switch):
    told = []
    switch.chosen.connect(told.append)
    for _ in range(2):
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert told == [True, False]


def test_what_the_program_tells_it_is_no_choice(qtbot, switch):
    with qtbot.assertNotEmitted(switch.chosen):
        switch.set_on(True)
    assert switch.isChecked()
