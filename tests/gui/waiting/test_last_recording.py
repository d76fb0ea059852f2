# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.capture.folder import captures_folder
from ocppdesk.capture.recorder import Recorder
from ocppdesk.gui.waiting.last_recording import LastRecordingButton


@pytest.fixture
def button(qtbot):
    made = LastRecordingButton()
    qtbot.addWidget(made)
    return made


def test_it_offers_the_newest_of_those_that_are_over(button):
    older, newer, present = (
        captures_folder() / f"2026-01-0{day}.ocppdesk" for day in (1, 2, 3)
    )
    for path in (older, newer):
        Recorder(path).close()
    button.look(present)
    assert not button.isHidden()
    assert button.text().startswith("Last recording (until ")
    assert button.toolTip() == str(newer)


def test_before_the_first_recording_there_is_nothing_to_offer(button):
    button.look(captures_folder() / "2026-01-01.ocppdesk")
    assert button.isHidden()
