# SPDX-License-Identifier: Apache-2.0
import asyncio
import json
import os
import signal
import sys

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit
from websockets.asyncio.client import connect

from ocppdesk.app import Desk, run, safe_settings
from ocppdesk.capture.folder import captures_folder
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.recorder import Recorder
from ocppdesk.settings import Settings

pytestmark = pytest.mark.end_to_end

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"A","chargePointModel":"B"}]'


@pytest.fixture
def live(qapp):
    """Run a coroutine with a desk and its listening window, on Qt's own loop."""

    def start(story, *, capture=None, port=0, settings=None):
        desk = Desk(qapp, host="127.0.0.1", port=port, settings=settings or Settings())

        async def life():
            window = desk.listen(capture)
            async with asyncio.timeout(30):
                await story(desk, window)

        assert run(desk, life()) == 0

    return start


async def until(condition):
    """Wait for something that another thread or a timer brings about."""
    while not condition():  # noqa: ASYNC110 - the other side knows nothing of this loop
        await asyncio.sleep(0.01)


async def talk(desk, *texts):
    url = f"ws://127.0.0.1:{desk.bridge.engine.state.port}/CP1"
    async with connect(url, subprotocols=["ocpp1.6"]) as client:
        for text in texts:
            await client.send(text)
            await client.recv()


def test_a_charger_is_recorded_and_shown_from_the_first_start(live):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        await talk(desk, BOOT)
        await until(lambda: len(window.tab.messages.shown_ids()) == 4)

    live(story)
    (capture,) = captures_folder().glob("*.ocppdesk")
    reader = CaptureReader(capture)
    assert reader.messages([2])[0].raw == BOOT
    assert reader.was_closed()
    reader.close()


def test_a_recording_to_which_nobody_came_leaves_nothing(live):
    async def story(_desk, window):
        await until(lambda: window.reader is not None)

    live(story)
    assert list(captures_folder().iterdir()) == []


@pytest.mark.parametrize(
    "moment",
    [
        lambda desk: True,
        lambda desk: desk.bridge is not None,
        lambda desk: desk.bridge is not None and desk.bridge.engine is not None,
    ],
    ids=["at once", "while it is loaded", "while it opens its file"],
)
def test_closing_while_the_engine_is_starting_ends_in_order(live, home, moment):
    async def story(desk, window):
        await until(lambda: moment(desk))
        window.close()
        await desk.until_closed()

    live(story)
    assert not captures_folder().exists() or list(captures_folder().iterdir()) == []
    assert list(home.glob("running/*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there, kill asks nobody")
def test_a_signal_in_the_middle_of_something_does_not_close_what_is_in_use(live):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        signal.raise_signal(signal.SIGTERM)
        assert window.reader.last_id() == 0
        await desk.until_closed()
        assert window.reader is None

    live(story)


def test_closing_the_live_window_ends_the_recording_beside_a_review(live, tmp_path):
    path = tmp_path / "done.ocppdesk"
    Recorder(path).close()

    async def story(desk, window):
        await until(lambda: window.reader is not None)
        engine = desk.bridge.engine
        desk.open_files([path])
        window.close()
        await until(lambda: engine.state.port == 0)
        assert len(desk.windows) == 1

    live(story)


def test_the_end_of_the_program_waits_for_a_recording_that_is_ending(live, tmp_path):
    path = tmp_path / "done.ocppdesk"
    Recorder(path).close()

    async def story(desk, window):
        await until(lambda: window.reader is not None)
        desk.open_files([path])
        window.close()
        await asyncio.sleep(0)  # the end has begun

    live(story)
    # Nobody came, and the last step of an orderly end leaves nothing of that.
    assert list(captures_folder().iterdir()) == []


def test_a_recording_that_was_cut_off_is_continued_and_said(live, home):
    path = captures_folder() / "2026-01-31_14-00-00.ocppdesk"

    async def first(desk, window):
        await until(lambda: window.reader is not None)
        await talk(desk, BOOT)

    live(first, capture=path)
    # As after a kill: the orderly end was never noted.
    recorder = Recorder(path)
    recorder._database.close()
    recorder._lock.release()

    async def second(desk, window):
        await until(lambda: window.reader is not None)
        (notice,) = window.notices.notices
        assert "Recovered 4 messages up to " in notice.headline
        assert len(window.tab.messages.shown_ids()) == 4
        await talk(desk, BOOT)
        await until(lambda: len(window.tab.messages.shown_ids()) == 8)

    live(second)
    assert list(captures_folder().glob("*.ocppdesk")) == [path]


def test_a_busy_port_is_said_and_another_one_taken(live):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        (notice,) = window.notices.notices
        assert "is in use by another program (" in notice.headline
        assert f"process {os.getpid()})" in notice.headline
        window.notice_answered.emit(notice.key, "use_free_port")
        await until(lambda: desk.bridge.engine.state.port)
        await talk(desk, BOOT)
        await until(lambda: len(window.tab.messages.shown_ids()) == 4)
        await until(lambda: window.notices.notices == ())

    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        live(story, port=taken.getsockname()[1])


def test_a_locked_capture_is_said_and_a_new_file_taken(live, tmp_path):
    path = tmp_path / "locked.ocppdesk"
    recorder = Recorder(path)

    async def story(desk, window):
        await until(lambda: window.notices.notices)
        (notice,) = window.notices.notices
        assert "Another OCPP Desk is recording" in notice.headline
        window.notice_answered.emit(notice.key, "new")
        await until(lambda: window.reader is not None)
        assert window.reader.path != path
        assert window.notices.notices == ()

    live(story, capture=path)
    recorder.close()


def test_views_are_told_when_nobody_listens_any_more(live):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        pages = window.live_pages
        configuration, sending = pages.configuration, pages.sending
        before = configuration.engine
        assert before is not None
        await desk._stop_engine()
        assert configuration.engine is None
        assert sending.outbox.engine is None
        await desk._record_anew()
        assert configuration.engine not in (None, before)
        assert sending.outbox.engine is configuration.engine

    live(story)


def test_a_dialog_does_not_hold_up_the_chargers(live, tmp_path):
    target = tmp_path / "copy.ocppdesk"

    async def story(desk, window):
        await until(lambda: window.reader is not None)
        window.menus.actions["save_copy"].trigger()
        await until(lambda: window.findChild(QFileDialog))
        await talk(desk, BOOT)
        await until(lambda: len(window.tab.messages.shown_ids()) == 4)
        dialog = window.findChild(QFileDialog)
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
        dialog.done(QDialog.DialogCode.Accepted.value)
        await until(target.exists)

    live(story)
    reader = CaptureReader(target)
    assert reader.last_id() >= 3
    reader.close()


def test_the_demo_lives_through_boot_and_plug_in(live):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        window.demo_requested.emit(True)
        assert window.menus.actions["demo"].isChecked()
        await until(lambda: len(window.reader.chargers()) == 3)
        await until(
            lambda: (
                {"BootNotification", "StatusNotification"}
                <= window.reader.action_counts(after=0, upto=10_000).keys()
            )
        )
        window.demo_requested.emit(False)
        assert not window.menus.actions["demo"].isChecked()

    live(story)


def test_a_capture_that_is_shown_already_comes_to_the_front(qapp, tmp_path):
    path = tmp_path / "done.ocppdesk"
    Recorder(path).close()
    desk = Desk(qapp, settings=Settings())

    async def life():
        desk.open_files([path])
        desk.open_files([path])
        assert len(desk.windows) == 1
        desk.close_windows()
        await desk.until_closed()

    run(desk, life())


def test_safe_mode_says_that_nothing_is_kept(live, home):
    async def story(_desk, window):
        (notice,) = window.notices.notices
        assert notice.headline.startswith("Safe mode:")
        window.settings.change({"newest_first": False})

    live(story, settings=safe_settings())
    assert not (home / "settings.json").exists()


def test_settings_of_listening_take_effect(live):
    settings = Settings()

    async def story(desk, window):
        await until(lambda: window.reader is not None)
        before = desk.bridge.engine.state.port
        settings.change({"listen_port": 0, "registration_status": "Pending"})
        settings.change({"listen_port": 1024 + before % 60_000})
        await until(lambda: desk.bridge.engine.state.port not in (0, before))

    live(story, settings=settings)


def test_files_are_opened_for_review_logs_too(qapp, tmp_path):
    path = tmp_path / "done.ocppdesk"
    recorder = Recorder(path)
    recorder.close()
    log = tmp_path / "log.jsonl"
    record = {
        "id": 1,
        "time": "2026-01-01T00:00:00Z",
        "charger": "CP9",
        "connection": 1,
        "direction": "in",
        "raw": BOOT,
    }
    log.write_text(json.dumps(record) + "\n")
    desk = Desk(qapp, settings=Settings())

    async def life():
        desk.open_files([path, log, tmp_path / "missing.ocppdesk"])
        # Captures have windows of their own, logs are together in one.
        first, third, second = desk.windows
        assert first.reader.last_id() == 0
        await until(lambda: second.reader is not None)
        assert [c.identity for c in second.reader.chargers()] == ["CP9"]
        assert "There is no file" in third.notices.notices[0].headline
        for window in list(desk.windows):
            window.close()
        await desk.until_closed()

    run(desk, life())


def test_processes_wait_for_a_log_that_may_be_opened(live, tmp_path):
    log = tmp_path / "site.log"
    log.write_text(f"2026-01-31T13:05:50.000Z ocpp CP-8: receive {BOOT}\n", "utf-8")

    async def story(desk, window):
        window.open_expected.emit()
        waiting = desk.prepared
        window.open_expected.emit()
        assert desk.prepared is waiting
        desk.open_files([log])
        await until(lambda: desk.windows[-1].reader is not None)
        assert desk.prepared is None
        # Those that nobody needs end with the program.
        window.open_expected.emit()

    live(story)


def test_closing_the_window_takes_an_open_dialog_with_it(live):
    async def story(desk, window):
        await until(lambda: window.reader is not None)
        window.menus.actions["settings"].trigger()
        await until(lambda: window.findChild(QDialog))
        window.close()
        await desk.until_closed()

    live(story)


def test_an_unforeseen_error_is_told_with_its_details(live, qtbot):
    async def story(_desk, window):
        await until(lambda: window.reader is not None)
        try:
            raise ZeroDivisionError("on purpose")
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        (notice,) = window.notices.notices
        assert "Recording goes on" in notice.headline
        assert "on purpose" in notice.details

    # The hook that was there before is still called: here it is the test runner's.
    with qtbot.capture_exceptions() as caught:
        live(story)
    assert [str(error) for _kind, error, _trace in caught] == ["on purpose"]
