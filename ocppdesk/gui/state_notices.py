# SPDX-License-Identifier: Apache-2.0
"""From the state of the engine to notices with a way out."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ocppdesk.capture.folder import Unfinished
from ocppdesk.gui.messages.times import local_time
from ocppdesk.notices import Notice, NoticeAction, Severity

if TYPE_CHECKING:
    from ocppdesk.csms.engine import EngineState

LISTEN = "listen"
CAPTURE = "capture"
RECORDING = "recording"
DISK = "disk"
RECOVERED = "recovered"
FOLDER = "folder"

LOW_DISK_BYTES = 200 * 2**20
_HOUR = 3600
_DAY = 24 * _HOUR


def _tr(text: str) -> str:
    return QCoreApplication.translate("StateNotices", text)


def notices_of(state: "EngineState") -> dict[str, Notice | None]:
    """Return what the window has to say; None takes an older notice away.

    Args:
        state: How the engine is doing.
    """
    return {
        LISTEN: _listen(state),
        CAPTURE: _capture(state),
        RECORDING: _recording(state),
        DISK: _disk(state),
    }


def recovered(unfinished: Unfinished) -> Notice:
    """Tell that a recording that was cut off is continued."""
    until = local_time(unfinished.last_at)
    text = _tr(
        "The last recording was cut off. Recovered {count} messages up to {until}; the "
        "recording goes on in the same file."
    )
    return Notice(
        RECOVERED,
        Severity.INFO,
        text.format(count=unfinished.messages, until=until),
        details=str(unfinished.path),
        actions=(NoticeAction("new", _tr("Start a new one")),),
    )


def no_folder(wanted: str, used: Path) -> Notice:
    """Tell that recordings are not where the settings want them."""
    text = _tr(
        "Recordings cannot be kept in {wanted}: it is not there, or cannot be written "
        "to. They go to {used}."
    )
    return Notice(
        FOLDER,
        Severity.WARNING,
        text.format(wanted=wanted, used=used),
        actions=(other_folder(),),
    )


def _listen(state: "EngineState") -> Notice | None:
    error = state.listen_error
    if error is None:
        return None
    actions = [NoticeAction("retry", _tr("Try again"))]
    if error.free_port is not None:
        label = _tr("Use {port}").format(port=error.free_port)
        actions.insert(0, NoticeAction("use_free_port", label))
    actions.append(NoticeAction("settings", _tr("Settings…")))
    return Notice(
        LISTEN, Severity.ERROR, str(error), details=error.detail, actions=tuple(actions)
    )


def _capture(state: "EngineState") -> Notice | None:
    error = state.capture_error
    if error is None:
        return None
    action = NoticeAction("new", _tr("Record into a new file"))
    return Notice(
        CAPTURE,
        Severity.ERROR,
        str(error),
        details=error.detail,
        actions=(action, other_folder()),
    )


def _recording(state: "EngineState") -> Notice | None:
    error = state.recording_error
    if error is None:
        return None
    return Notice(
        RECORDING,
        Severity.ERROR,
        str(error),
        details=error.detail,
        actions=(other_folder(),),
    )


def _disk(state: "EngineState") -> Notice | None:
    free = state.free_bytes
    if free is None or free > LOW_DISK_BYTES or state.recording_error is not None:
        return None
    text = _tr(
        "The disk is almost full: {left}. Free some space or record elsewhere; "
        "nothing is lost until it is full."
    )
    left = _tr("{free} MB left").format(free=free // 2**20)
    if state.room_s is not None:
        enough = _tr("{left}, enough for about {time} at this rate")
        left = enough.format(left=left, time=_about(state.room_s))
    return Notice(
        DISK, Severity.WARNING, text.format(left=left), actions=(other_folder(),)
    )


def other_folder() -> NoticeAction:
    """Return the way out of a disk that is full."""
    return NoticeAction("folder", _tr("Choose another folder…"))


def _about(seconds: int) -> str:
    """Return a length of time as somebody says it who only estimates."""
    if seconds < 2 * _HOUR:
        return _tr("{n} min").format(n=max(seconds // 60, 1))
    if seconds < 3 * _DAY:
        return _tr("{n} h").format(n=seconds // _HOUR)
    return _tr("{n} days").format(n=seconds // _DAY)
