# SPDX-License-Identifier: Apache-2.0
"""The program with a window: builds the parts, hands each what it needs, ends them.

The window comes first; what it does not need for its first picture (the embedded CSMS,
the simulator) is loaded afterwards, beside it.
"""

import asyncio
import contextlib
import signal
import sys
import traceback
from collections.abc import Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from ocppdesk.capture.errors import CaptureError
from ocppdesk.capture.folder import (
    SUFFIX,
    discard_if_empty,
    new_capture,
    recordings_folder,
    unfinished_capture,
)
from ocppdesk.gui.bridge import Bridge
from ocppdesk.gui.garbage import GarbageCollector
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.window import MainWindow
from ocppdesk.notices import Notice, Severity
from ocppdesk.resources import resource
from ocppdesk.settings import Settings, settings_path
from ocppdesk.tasks import detach

if TYPE_CHECKING:
    from ocppdesk.csms.engine import EngineState
    from ocppdesk.logs.importing.control import Prepared
    from ocppdesk.simulator.demo import DemoChargers

_SWITCH_INTERVAL_S = 0.001
"""How long a busy thread may make the window wait before Python takes turns. With the
usual 5 ms, a search through payloads adds up to half a second for one picture."""

_ENGINE_SETTINGS = frozenset(
    {
        "listen_host",
        "listen_port",
        "ping_interval_s",
        "heartbeat_interval_s",
        "registration_status",
        "accepted_id_tags",
        "call_timeout_s",
        "max_message_kb",
        "max_header_kb",
        "max_connections",
        "handshake_timeout_s",
        "answer_rules",
    }
)


def run_window(
    *,
    files: Sequence[Path] = (),
    demo: bool = False,
    host: str | None = None,
    port: int | None = None,
    capture: Path | None = None,
    follow: bool = False,
    merge: bool = False,
    prepared: "Prepared | None" = None,
    safe_mode: bool = False,
) -> int:
    """Run the program until its last window is closed.

    Args:
        files: What to look at; with files nothing is listened on.
        follow: Whether to go on with what is appended to the files.
        merge: Whether the files are logs of both sides of the same conversations.
        prepared: Processes that wait for a log.
        demo: Whether the simulated chargers call.
        host: The address to listen on in place of the setting.
        port: The port to listen on in place of the setting.
        capture: The file to record into; None takes a new one in the data folder.
        safe_mode: Whether to begin with default settings and to keep no changes.

    Returns:
        The exit code.
    """
    settings = safe_settings() if safe_mode else None
    desk = Desk(application(), host=host, port=port, settings=settings)

    async def life() -> None:
        if files:
            desk.open_files(list(files), follow=follow, merge=merge)
        else:
            desk.listen(capture, demo=demo)
        await desk.until_closed()

    return run(desk, life())


def safe_settings() -> Settings:
    """Return default settings, which nobody keeps, and which say so."""
    settings = Settings()
    settings.complaints.append(
        "Safe mode: the settings are the defaults, and changes are forgotten at the "
        "end. The settings that were kept are untouched."
    )
    return settings


def application() -> QApplication:
    """Return the one application object, made and named."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("OCPP Desk")
    app.setDesktopFileName("ocppdesk")
    app.setWindowIcon(QIcon(str(resource("icons", "ocppdesk.svg"))))
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    return app


def run(desk: "Desk", life: Coroutine[Any, Any, None]) -> int:
    """Run a coroutine on Qt's loop, then end everything in order."""

    async def main() -> None:
        try:
            await life
        finally:
            await desk.shut_down()

    # A logout or `kill` ends the program as closing its windows does. Python runs this
    # in the middle of whatever it is doing, a query for one: the windows close later.
    def end(*_signal: object) -> None:
        QTimer.singleShot(0, desk.application, desk.close_windows)

    before = signal.signal(signal.SIGTERM, end)

    # A runner in place of qasync.run, which would change the loops of all threads.
    with (
        contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError),
        asyncio.Runner(loop_factory=lambda: QEventLoop(desk.application)) as runner,
    ):
        runner.run(main())
    signal.signal(signal.SIGTERM, before)
    return 0


class Desk:
    """Everything that makes up the running program.

    Args:
        app: Qt's application.
        host: The address to listen on in place of the setting.
        port: The port to listen on in place of the setting.
        settings: The settings; None reads the user's.
    """

    def __init__(
        self,
        app: QApplication,
        *,
        host: str | None = None,
        port: int | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.application = app
        # The end is an ordered function, not a consequence of windows closing.
        app.setQuitOnLastWindowClosed(False)
        self._garbage = GarbageCollector(app)
        self.settings = settings or Settings(settings_path())
        self.theme = Theme(app)
        self.theme.apply(self.settings.theme, self.settings.zoom_percent)
        self.windows: list[MainWindow] = []
        self.bridge: Bridge | None = None
        self.live: MainWindow | None = None
        """The window that listens, if there is one."""
        self.prepared: Prepared | None = None
        """Processes that wait for a log."""
        self._host, self._port = host, port
        self._capture: Path | None = None
        self._is_own_capture = False
        self._demo: DemoChargers | None = None
        self._closed: asyncio.Event | None = None
        self._ending = asyncio.Lock()
        self._hook = sys.excepthook
        sys.excepthook = self._unexpected

    # Windows.

    def listen(self, capture: Path | None = None, *, demo: bool = False) -> MainWindow:
        """Open the window that listens and records.

        Args:
            capture: The file; None continues what was cut off, or begins a new one.
            demo: Whether the simulated chargers call.
        """
        window = self.live = self._window(is_live=True)
        for complaint in self.settings.complaints:
            window.notices.show_notice(Notice("settings", Severity.WARNING, complaint))
        window.demo_requested.connect(self._show_demo)
        window.notice_answered.connect(self._answer)
        self.settings.on_change(self._follow_settings)
        self._capture = capture
        if capture is None:
            self._is_own_capture = True
            # The demo's chargers do not belong into anybody's recording.
            folder = self._recordings(window)
            unfinished = None if demo else unfinished_capture(folder)
            if unfinished is None:
                self._capture = new_capture(datetime.now().astimezone(), folder)
            else:
                from ocppdesk.gui import state_notices

                self._capture = unfinished.path
                window.notices.show_notice(state_notices.recovered(unfinished))
        detach(self._record(self._capture or Path(), demo=demo), name="record")
        return window

    def open_files(
        self, files: Sequence[Path], *, follow: bool = False, merge: bool = False
    ) -> None:
        """Open captures in windows of their own, and logs together in one.

        Args:
            files: Captures, logs, archives, folders.
            follow: Whether to go on with what is appended to the logs.
            merge: Whether the logs are those of both sides of the same conversations.
        """
        from ocppdesk.gui.commands.recent import RecentFiles

        recent = RecentFiles(self.settings)
        logs = [file for file in files if file.suffix.lower() != SUFFIX]
        for file in files:
            if file not in logs:
                self._open_capture(file)
                if file.exists():
                    recent.add([file])
        if logs:
            recent.add(logs)
            self._open_logs(logs, follow=follow, merge=merge)

    def prepare(self) -> None:
        """Have processes wait for a log that somebody is about to open."""
        from ocppdesk.logs.importing.control import Prepared

        if self.prepared is None:
            self.prepared = Prepared()

    def _take_prepared(self) -> "Prepared | None":
        prepared, self.prepared = self.prepared, None
        return prepared

    def _open_capture(self, file: Path) -> None:
        for shown in self.windows:
            # A recording that goes on may be reviewed beside its window.
            is_same = shown.reader is not None and shown.reader.path == file
            if is_same and not shown.is_live:
                shown.raise_()
                shown.activateWindow()
                return
        window = self._window(is_live=False)
        try:
            window.show_capture(file)
        except (CaptureError, OSError) as error:
            window.notices.show_notice(
                Notice("open", Severity.ERROR, str(error), details=str(file))
            )

    def _open_logs(
        self, files: Sequence[Path], *, follow: bool = False, merge: bool = False
    ) -> None:
        from ocppdesk.gui.logs.review import LogReview

        window = self._window(is_live=False)
        review = LogReview(window, self._take_prepared)
        review.merge_wanted.connect(lambda both: self._open_logs(both, merge=True))
        review.open(files, follow=follow, merge=merge)

    async def until_closed(self) -> None:
        """Wait until the last window is closed."""
        self._closed = asyncio.Event()
        if self.windows:
            await self._closed.wait()

    def close_windows(self) -> None:
        """Close all windows, which ends the program."""
        for window in list(self.windows):
            window.close()

    async def shut_down(self) -> None:
        """End everything in order: the windows, the demo, the CSMS with its file."""
        # First those who read: the writer, as the last one, leaves one tidy file.
        self.close_windows()
        await self._end_recording()
        prepared = self._take_prepared()
        if prepared is not None:
            await asyncio.to_thread(prepared.close)
        sys.excepthook = self._hook
        self._garbage.stop()

    def _window(self, *, is_live: bool) -> MainWindow:
        window = MainWindow(self.settings, self.theme, is_live=is_live)
        window.closed.connect(lambda: self._forget(window))
        window.open_expected.connect(self.prepare)
        window.open_requested.connect(self.open_files)
        self.windows.append(window)
        window.show()
        return window

    def _forget(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
            window.deleteLater()
            self._garbage.look_at_all()
        # What is recorded is recorded for the window that shows it.
        if window is self.live:
            self.live = None
            if self.windows:
                detach(self._end_recording(), name="end recording")
        if not self.windows and self._closed is not None:
            self._closed.set()

    # Recording.

    async def _record(self, capture: Path, *, demo: bool) -> None:
        from ocppdesk.csms.options import options_from

        window = self.live
        if window is None:
            return
        self._capture = capture
        options = options_from(self.settings, host=self._host, port=self._port)
        bridge = self.bridge = Bridge()
        bridge.state_changed.connect(window.update_state)
        is_loaded = asyncio.Event()
        bridge.started.connect(is_loaded.set)
        bridge.start(capture, options)
        await is_loaded.wait()
        engine = bridge.engine
        if engine is None:
            return  # closed while it was loaded
        try:
            state = await asyncio.wrap_future(engine.ready)
        except CaptureError:
            state = engine.state  # it says why, and the window shows it
        if window is not self.live:
            return
        window.live_pages.set_engine(engine)
        if state.capture_error is None:
            window.show_capture(capture, last_id=state.committed_id)
        window.update_state(state)
        if demo:
            self._show_demo(True)

    async def _end_recording(self) -> None:
        # The end of the program waits for one that has begun with a window.
        async with self._ending:
            if self._demo is not None:
                await asyncio.to_thread(self._demo.stop)
                self._demo = None
            await self._stop_engine()

    async def _stop_engine(self) -> None:
        bridge, capture = self.bridge, self._capture
        self.bridge = None
        if bridge is None:
            return
        engine = bridge.take_engine()
        if self.live is not None:
            # Nothing is read, changed or sent through one that ends.
            self.live.live_pages.set_engine(None)
        if engine is not None:
            await asyncio.to_thread(engine.stop)
        bridge.deleteLater()
        if self._is_own_capture and capture is not None:
            await asyncio.to_thread(discard_if_empty, capture)

    async def _record_anew(self) -> None:
        await self._stop_engine()
        self._is_own_capture = True
        folder = recordings_folder(self.settings)
        await self._record(new_capture(datetime.now().astimezone(), folder), demo=False)

    def _recordings(self, window: MainWindow) -> Path:
        """Return the folder for recordings; the window says if it is another one."""
        folder, wanted = (
            recordings_folder(self.settings),
            self.settings.recording_folder,
        )
        if wanted.strip() and folder != Path(wanted.strip()):
            from ocppdesk.gui import state_notices

            window.notices.show_notice(state_notices.no_folder(wanted, folder))
        return folder

    async def _record_elsewhere(self, window: MainWindow, key: str) -> None:
        """Let the user choose another folder, and record anew in it."""
        from ocppdesk.gui.recording_folder import choose_recording_folder

        if await choose_recording_folder(window) and window is self.live:
            window.notices.remove(key)
            await self._record_anew()

    def _follow_settings(self, changed: frozenset[str]) -> None:
        if not changed & _ENGINE_SETTINGS or self.bridge is None:
            return
        from ocppdesk.csms.options import options_from

        engine = self.bridge.engine
        if engine is not None:
            # A changed port is meant, also after one was given on the command line.
            if "listen_port" in changed:
                self._port = None
            if "listen_host" in changed:
                self._host = None
            engine.apply(options_from(self.settings, host=self._host, port=self._port))

    def _answer(self, key: str, action: str) -> None:
        """Do what the user chose on a notice."""
        window = self.live
        engine = None if self.bridge is None else self.bridge.engine
        if window is None:
            return
        if action == "new":
            window.notices.remove(key)
            detach(self._record_anew(), name="record anew")
        elif action == "folder":
            detach(self._record_elsewhere(window, key), name="another folder")
        elif action == "settings":
            detach(window.commands.change_settings("listen_port"), name="settings")
        elif engine is not None and engine.state.listen_error is not None:
            error = engine.state.listen_error
            port = error.port if action == "retry" else error.free_port
            engine.listen(error.host, port or 0)

    def _show_demo(self, is_on: bool) -> None:
        """Let the simulated chargers call, or leave."""
        window = self.live
        engine = None if self.bridge is None else self.bridge.engine
        if self._demo is not None and not is_on:
            detach(asyncio.to_thread(self._demo.stop), name="stop demo")
            self._demo = None
        elif self._demo is None and is_on and engine is not None and engine.state.port:
            from ocppdesk.simulator.demo import DemoChargers

            self._demo = DemoChargers(_local_url(engine.state))
            self._demo.start()
        if window is not None:
            window.menus.actions["demo"].setChecked(self._demo is not None)

    # Errors that nobody foresaw.

    def _unexpected(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        self._hook(kind, error, trace)
        details = "".join(traceback.format_exception(kind, error, trace))
        for window in self.windows[:1]:
            window.notices.show_notice(
                Notice(
                    "unexpected",
                    Severity.ERROR,
                    f"Something went wrong in the program ({kind.__name__}). Recording "
                    "goes on. Please report it with the copied details.",
                    details=details,
                )
            )


def _local_url(state: "EngineState") -> str:
    host = state.host if state.host not in ("", "0.0.0.0", "::") else "127.0.0.1"
    return (
        f"ws://[{host}]:{state.port}/" if ":" in host else f"ws://{host}:{state.port}/"
    )
