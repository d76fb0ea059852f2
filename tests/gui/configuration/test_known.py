# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.configuration.settings import key_address
from ocppdesk.gui.configuration import known as known_module
from ocppdesk.gui.configuration.known import KnownSettings

KEY = key_address("HeartbeatInterval")


@pytest.fixture
def known(qapp):
    made = KnownSettings()
    yield made
    made.close()


def tell(recording, value="300", charger="CP-0042"):
    line = recording.line(charger)
    number = line.ask("GetConfiguration", {"key": [KEY.name]})
    row = {"key": KEY.name, "value": value, "readonly": False}
    line.reply(number, {"configurationKey": [row], "unknownKey": []})
    return recording.commit()


def test_the_settings_of_the_chosen_charger_are_known(known, recording, reader):
    last = tell(recording)
    known.show_reader(reader, last)
    known.choose("CP-0042")
    assert known.settings.entry(KEY).value == "300"


def test_what_comes_later_is_taken_in(known, recording, reader, qtbot):
    known.show_reader(reader, tell(recording))
    known.choose("CP-0042")
    last = tell(recording, "60")
    with qtbot.waitSignal(known.changed):
        known.advance(last)
    assert known.settings.entry(KEY).value == "60"


def test_chargers_are_kept_apart(known, recording, reader):
    tell(recording, "1")
    known.show_reader(reader, tell(recording, "2", charger="B"))
    known.choose("CP-0042")
    known.choose("B")
    assert known.settings.entry(KEY).value == "2"
    known.choose("CP-0042")
    assert known.settings.entry(KEY).value == "1"


def test_a_long_capture_is_read_in_another_thread(
    known, recording, reader, qtbot, monkeypatch
):
    monkeypatch.setattr(known_module, "_AT_ONCE", 1)
    known.show_reader(reader, tell(recording))
    known.choose("CP-0042")
    assert known.is_busy
    assert known.settings.entry(KEY) is None
    qtbot.waitUntil(lambda: not known.is_busy)
    assert known.settings.entry(KEY).value == "300"
