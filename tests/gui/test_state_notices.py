# SPDX-License-Identifier: Apache-2.0
import errno
from pathlib import Path

from ocppdesk.capture.errors import CaptureLockedError, RecordingError
from ocppdesk.capture.folder import Unfinished
from ocppdesk.csms.engine import EngineState
from ocppdesk.csms.listener import ListenError
from ocppdesk.gui.state_notices import notices_of, recovered
from ocppdesk.notices import Severity

CAPTURE = Path("/data/x.ocppdesk")


def test_all_is_well_says_nothing():
    found = notices_of(EngineState(CAPTURE, port=9000, free_bytes=10**12))
    assert set(found.values()) == {None}


def test_a_busy_port_offers_a_free_one_and_another_try():
    error = ListenError(
        "", 9000, reason=errno.EADDRINUSE, detail="in use", free_port=9001
    )
    notice = notices_of(EngineState(CAPTURE, listen_error=error))["listen"]
    assert "Port 9000 is in use" in notice.headline
    assert [action.label for action in notice.actions] == [
        "Use 9001",
        "Try again",
        "Settings…",
    ]


def test_a_locked_capture_offers_a_new_file():
    state = EngineState(CAPTURE, capture_error=CaptureLockedError(CAPTURE))
    notice = notices_of(state)["capture"]
    assert "Another OCPP Desk" in notice.headline
    assert [action.name for action in notice.actions] == ["new"]


def test_a_full_disk_says_that_nobody_is_answered():
    error = RecordingError(CAPTURE, "database or disk is full")
    state = EngineState(CAPTURE, recording_error=error, free_bytes=0)
    found = notices_of(state)
    assert "no charger is answered" in found["recording"].headline
    assert found["disk"] is None


def test_an_almost_full_disk_warns_with_the_space_left():
    notice = notices_of(EngineState(CAPTURE, free_bytes=50 * 2**20))["disk"]
    assert notice.severity is Severity.WARNING
    assert "50 MB left" in notice.headline


def test_a_recovered_recording_tells_how_much_and_until_when():
    notice = recovered(Unfinished(CAPTURE, 1932, 1_800_000_000_000_000))
    assert "Recovered 1932 messages up to " in notice.headline
    assert notice.actions[0].name == "new"
