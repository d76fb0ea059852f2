# SPDX-License-Identifier: Apache-2.0
"""The test of the own port, on real sockets."""

import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.addresses import Address
from ocppdesk.gui.doctor.self_test import SelfTest

SELF = Address("127.0.0.1", 8, "lo")
OTHER = Address("192.0.2.1", 24, "eth0")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def test(qtbot, theme):
    made = SelfTest(theme, lambda: [SELF, OTHER])
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    yield made
    made.close_engine()


def test_without_a_port_there_is_nothing_to_test(test):
    assert not test.button.isEnabled()
    assert test.hint.text() == "No port is open to be tested."
    test.run()
    assert not test.is_running


def test_only_the_address_that_is_listened_at_is_tried(qtbot, test, engine):
    test.set_engine(engine)
    test.show_port("127.0.0.1", engine.state.port)
    qtbot.mouseClick(test.button, LEFT)
    assert not test.button.isEnabled()
    qtbot.waitUntil(lambda: not test.is_running)
    assert test.rows["127.0.0.1"].text == "✓ 127.0.0.1: reached"
    assert "a firewall may still block others" in test.outlook.text()
    assert test.button.isEnabled()


def test_an_address_that_cannot_be_reached_is_told(qtbot, test, engine):
    test.set_engine(engine)
    test.show_port("", engine.state.port)
    qtbot.mouseClick(test.button, LEFT)
    qtbot.waitUntil(lambda: not test.is_running)
    assert test.rows["192.0.2.1"].text.startswith("✗ 192.0.2.1: not reached (")
    assert "blocked here" in test.outlook.text()


def test_an_engine_that_stops_is_told(qtbot, test, engine):
    test.set_engine(engine)
    test.show_port("127.0.0.1", engine.state.port)
    engine.stop()
    qtbot.mouseClick(test.button, LEFT)
    qtbot.waitUntil(lambda: not test.is_running)
    assert "does not run" in test.rows["127.0.0.1"].text
