# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys

import pytest

from ocppdesk.capture.errors import CaptureLockedError, CaptureUnwritableError
from ocppdesk.capture.lock import is_recording, lock_path, locked

ASK = """
import sys
from pathlib import Path
from ocppdesk.capture.lock import is_recording

sys.exit(9 if is_recording(Path(sys.argv[1])) else 0)
"""


def asked_elsewhere(path):
    """Let another process say whether somebody records."""
    words = [sys.executable, "-c", ASK, path]
    return subprocess.run(words, timeout=30, check=False).returncode == 9


def test_to_ask_makes_no_file(path):
    assert not is_recording(path)
    assert list(path.parent.iterdir()) == []


def test_a_lock_is_known_here_and_in_other_processes(path):
    lock = locked(path)
    assert is_recording(path)
    assert asked_elsewhere(path)
    lock.release()
    assert not is_recording(path)
    assert not asked_elsewhere(path)


def test_there_is_one_lock_only(path):
    lock = locked(path)
    with pytest.raises(CaptureLockedError, match="Another OCPP Desk"):
        locked(path)
    lock.release()
    locked(path).release()


def test_the_lock_of_a_killed_process_holds_nobody_up(path, killed):
    killed(
        "import os, sys; from pathlib import Path\n"
        "from ocppdesk.capture.lock import locked\n"
        "lock = locked(Path(sys.argv[1])); os._exit(9)",
        path,
    )
    assert lock_path(path).exists()
    assert not is_recording(path)
    locked(path).release()


def test_a_place_without_room_for_a_lock_is_said(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(CaptureUnwritableError, match="Choose another folder"):
        locked(blocker / "day.ocppdesk")


def test_a_folder_in_place_of_the_lock_is_no_recording(path):
    lock_path(path).mkdir()
    assert not is_recording(path)
    with pytest.raises(CaptureUnwritableError):
        locked(path)
