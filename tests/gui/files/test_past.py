# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.transfers.states import Outcome
from ocppdesk.csms.filedrop.received import Inbox, received_folder
from ocppdesk.gui.files import past
from ocppdesk.gui.files.past import PastReading

LONG = 10_000
LOG = {
    "requestId": 5,
    "logType": "DiagnosticsLog",
    "log": {"remoteLocation": "http://192.0.2.1/t/"},
}
UPDATE = {
    "location": "http://192.0.2.1/new.bin",
    "retrieveDate": "2026-01-01T00:00:00Z",
}


@pytest.fixture
def reading(qapp):
    made = PastReading()
    yield made
    made.close()


@pytest.fixture
def read(qtbot, reading, recording):
    """Read what has been recorded so far; returns the jobs."""

    def read():
        with qtbot.waitSignal(reading.found, timeout=LONG) as found:
            reading.advance(recording.commit())
        return found.args[0]

    reading.show_capture(recording.path)
    return read


def outcomes(states):
    return [(state.charger, state.action, state.outcome) for state in states]


def test_what_was_asked_is_found_and_followed_as_the_recording_grows(read, recording):
    recording.beat(3)
    assert read() == []
    line = recording.line("CP1")
    line.reply(line.ask("GetLog", LOG), {"status": "Accepted", "filename": "a.log"})
    assert outcomes(read()) == [("CP1", "GetLog", Outcome.OPEN)]
    line.say("LogStatusNotification", {"status": "UploadFailure", "requestId": 5})
    assert outcomes(read()) == [("CP1", "GetLog", Outcome.FAILED)]


def test_the_version_before_is_found_also_for_a_charger_that_is_asked_late(
    read, recording
):
    recording.line("CP1").ask("GetLog", LOG)
    line = recording.line("CP2")
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    line.say("BootNotification", {**boot, "firmwareVersion": "1.0"})
    assert len(read()) == 1
    line.reply(line.ask("UpdateFirmware", UPDATE))
    line.say("FirmwareStatusNotification", {"status": "Downloaded"})
    line.say("BootNotification", {**boot, "firmwareVersion": "2.0"})
    _log, update = read()
    assert (update.old_version, update.new_version) == ("1.0", "2.0")
    assert update.outcome is Outcome.SUCCEEDED


def test_a_file_beside_the_recording_counts(read, recording):
    line = recording.line("CP1")
    line.reply(line.ask("GetLog", LOG), {"status": "Accepted"})
    assert outcomes(read()) == [("CP1", "GetLog", Outcome.OPEN)]
    folder = received_folder(recording.path)
    inbox = Inbox(folder, charger="CP1", action="GetLog", limit_bytes=100)
    upload = inbox.begin("a.log", "10.0.0.7:5000")
    upload.write(b"hello")
    upload.finish()
    line.say("Heartbeat")
    (state,) = read()
    assert (state.outcome, state.files) == (Outcome.SUCCEEDED, ("a.log",))


def test_a_long_recording_is_read_in_blocks(read, recording, monkeypatch):
    monkeypatch.setattr(past, "_BLOCK", 3)
    monkeypatch.setattr(past, "_MESSAGES", 2)
    line = recording.line("CP1")
    for _ in range(3):
        line.reply(line.ask("UpdateFirmware", UPDATE))
        line.say("FirmwareStatusNotification", {"status": "DownloadFailed"})
    assert [outcome for *_, outcome in outcomes(read())] == [Outcome.FAILED] * 3


def test_another_capture_takes_the_place_of_one_that_is_being_read(
    qtbot, reading, recording
):
    recording.line("CP1").ask("GetLog", LOG)
    last_id = recording.commit()
    reading.show_capture(recording.path)
    reading.advance(last_id)
    reading.show_capture(None)
    told = []
    reading.found.connect(told.append)
    reading.show_capture(recording.path)
    reading.advance(last_id)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=LONG)
    assert len(told[0]) == 1


def test_a_capture_that_cannot_be_read_is_told(qtbot, reading, tmp_path):
    path = tmp_path / "none.ocppdesk"
    reading.show_capture(path)
    with qtbot.waitSignal(reading.failed, timeout=LONG) as failed:
        reading.advance(1)
    assert "none.ocppdesk" in failed.args[0]
