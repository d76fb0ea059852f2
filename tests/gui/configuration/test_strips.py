# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.core.configuration.settings import key_address
from ocppdesk.core.configuration.steps import Reading
from ocppdesk.gui.configuration.strips import ReadingStrip, RebootStrip, Strip

LEFT = Qt.MouseButton.LeftButton
ONE, TWO = key_address("One"), key_address("Two")


@pytest.fixture
def made(qtbot, theme):
    def make(kind):
        strip = kind(theme)
        qtbot.addWidget(strip)
        return strip

    return make


def test_a_strip_is_there_while_it_has_something_to_say(made):
    strip = made(Strip)
    strip.say("Something.")
    assert not strip.isHidden()
    strip.say("")
    assert strip.text == ""


def test_reading_tells_how_far_it_is(made, qtbot):
    strip = made(ReadingStrip)
    strip.begin("CP1")
    assert strip.bar.maximum() == 0
    strip.show_reading(Reading("CP1", done=5, total=10, text="Batch 1"))
    assert strip.text == "Batch 1 · 5 of 10 settings"
    with qtbot.waitSignal(strip.cancel_wanted):
        qtbot.mouseClick(strip.cancel, LEFT)


def test_what_waits_for_a_reboot_is_named(made, qtbot):
    strip = made(RebootStrip)
    strip.show_waiting([ONE, TWO], is_connected=True)
    assert strip.text == "⟳ 2 settings take effect after a reboot: One, Two."
    with qtbot.waitSignal(strip.reboot_wanted):
        qtbot.mouseClick(strip.now, LEFT)
    strip.show_waiting([], is_connected=True)
    assert strip.text == ""


def test_a_reboot_can_be_put_off_until_another_setting_waits(made, qtbot):
    strip = made(RebootStrip)
    strip.show_waiting([ONE], is_connected=True)
    qtbot.mouseClick(strip.later, LEFT)
    strip.show_waiting([ONE], is_connected=True)
    assert strip.text == ""
    strip.show_waiting([ONE, TWO], is_connected=True)
    assert strip.text != ""


def test_nobody_who_is_away_is_rebooted(made):
    strip = made(RebootStrip)
    strip.show_waiting([ONE], is_connected=False)
    assert not strip.now.isEnabled()
