# SPDX-License-Identifier: Apache-2.0
import errno
from pathlib import Path

import pytest

from ocppdesk.capture.errors import CaptureLockedError, RecordingError
from ocppdesk.capture.folder import Unfinished
from ocppdesk.csms.engine import EngineState
from ocppdesk.csms.listener import ListenError
from ocppdesk.gui.state_notices import no_folder, notices_of, recovered
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
    assert "Port 9000 is in use by another program: use 9001" in notice.headline
    error.holder = "steve, process 4120"
    notice = notices_of(EngineState(CAPTURE, listen_error=error))["listen"]
    assert "another program (steve, process 4120): use 9001" in notice.headline
    assert [action.label for action in notice.actions] == [
        "Use 9001",
        "Try again",
        "Settings…",
    ]


def test_a_locked_capture_offers_a_new_file():
    state = EngineState(CAPTURE, capture_error=CaptureLockedError(CAPTURE))
    notice = notices_of(state)["capture"]
    assert "Another OCPP Desk" in notice.headline
    assert [action.name for action in notice.actions] == ["new", "folder"]


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


@pytest.mark.parametrize(
    ("room_s", "said"),
    [
        (40, "about 1 min at"),
        (90 * 60, "about 90 min at"),
        (40 * 3600, "about 40 h at"),
        (10 * 86_400, "about 10 days at"),
    ],
)
def test_an_almost_full_disk_tells_how_long_it_lasts(room_s, said):
    state = EngineState(CAPTURE, free_bytes=180 * 2**20, room_s=room_s)
    headline = notices_of(state)["disk"].headline
    assert f"180 MB left, enough for {said} this rate" in headline


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (EngineState(CAPTURE, free_bytes=1), "disk"),
        (
            EngineState(CAPTURE, recording_error=RecordingError(CAPTURE, "x")),
            "recording",
        ),
        (EngineState(CAPTURE, capture_error=CaptureLockedError(CAPTURE)), "capture"),
    ],
)
def test_another_folder_is_offered_where_this_one_does_not_do(state, key):
    names = [action.name for action in notices_of(state)[key].actions]
    assert "folder" in names


def test_a_folder_that_is_gone_is_said_with_the_one_that_is_used():
    notice = no_folder("/media/stick", Path("/data/own"))
    assert "/media/stick" in notice.headline
    assert "/data/own" in notice.headline
