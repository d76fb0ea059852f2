# SPDX-License-Identifier: Apache-2.0
"""Pings of a charger that is really there."""

import threading

import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.doctor.pinging import PingBar

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot, theme):
    made = PingBar(theme)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close_engine()


def test_a_ping_is_timed(qtbot, bar, engine, charger):
    reading = threading.Thread(target=lambda: list(charger))
    reading.start()
    bar.set_engine(engine)
    bar.show_charger("CP1", is_connected=True)
    qtbot.waitUntil(lambda: bar.text.text() == "No ping has come back so far.")
    qtbot.mouseClick(bar.button, LEFT)
    assert not bar.button.isEnabled()
    qtbot.waitUntil(lambda: " ms." in bar.text.text())
    assert bar.button.isEnabled()
    charger.close()
    reading.join(10)


def test_who_is_gone_cannot_be_pinged(qtbot, bar, engine):
    bar.set_engine(engine)
    bar.show_charger("CP1", is_connected=False)
    assert not bar.button.isEnabled()
    assert "not connected" in bar.text.text()
    bar.show_charger("CP1", is_connected=True)  # it went this very moment
    qtbot.mouseClick(bar.button, LEFT)
    qtbot.waitUntil(lambda: "CP1" in bar.text.text())
