# SPDX-License-Identifier: Apache-2.0
"""From the state of the engine to notices with a way out."""

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

LOW_DISK_BYTES = 200 * 2**20


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
        CAPTURE, Severity.ERROR, str(error), details=error.detail, actions=(action,)
    )


def _recording(state: "EngineState") -> Notice | None:
    error = state.recording_error
    if error is None:
        return None
    return Notice(RECORDING, Severity.ERROR, str(error), details=error.detail)


def _disk(state: "EngineState") -> Notice | None:
    free = state.free_bytes
    if free is None or free > LOW_DISK_BYTES or state.recording_error is not None:
        return None
    text = _tr(
        "The disk is almost full: {free} MB left. Free some space, or the recording "
        "will stop; nothing is lost until then."
    )
    return Notice(DISK, Severity.WARNING, text.format(free=free // 2**20))
