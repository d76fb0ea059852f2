# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ocppdesk.capture.folder import captures_folder
from ocppdesk.capture.recorder import Recorder
from ocppdesk.gui.commands.recent import RecentFiles
from ocppdesk.gui.commands.recent_menu import MENU, names_of, recording_text
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def window(qtbot, theme, settings):
    made = MainWindow(settings, theme, is_live=False)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(window):
    found = []
    window.open_requested.connect(found.extend)
    return found


@pytest.fixture
def entries(window):
    def entries():
        menu = window.menus.menu(MENU)
        menu.aboutToShow.emit()
        return {a.text(): a for a in menu.actions() if not a.isSeparator()}

    return entries


def test_without_any_file_the_menu_says_so(entries, window):
    (only,) = entries().values()
    assert (only.text(), only.isEnabled()) == ("Nothing was opened yet", False)
    assert window.menus.menu(MENU).menuAction().isVisible()


def test_a_file_is_opened_again(entries, settings, opened, tmp_path):
    log = tmp_path / "this & that.log"
    log.write_text("")
    RecentFiles(settings).add([log])
    entries()["&1  this && that.log"].trigger()
    assert opened == [log]


def test_logs_that_were_opened_together_come_back_together(
    entries, settings, opened, tmp_path
):
    logs = [tmp_path / name for name in ("a.log", "b.log")]
    for log in logs:
        log.write_text("")
    RecentFiles(settings).add(logs)
    action = entries()["&1  a.log and 1 more"]
    assert action.toolTip() == "\n".join(map(str, logs))
    action.trigger()
    assert opened == logs


def test_a_file_that_is_gone_is_said_and_leaves_the_list(
    entries, settings, opened, window, tmp_path
):
    RecentFiles(settings).add([tmp_path / "gone.log"])
    entries()["&1  gone.log"].trigger()
    assert opened == []
    assert "is not there any more" in window.status.currentMessage()
    assert list(entries()) == ["Nothing was opened yet"]


def test_recordings_are_listed_but_not_the_one_that_goes_on(entries, opened):
    first, second = (captures_folder() / f"2026-01-{day}.ocppdesk" for day in (30, 31))
    Recorder(first).close()
    going_on = Recorder(second)
    (action,) = entries().values()
    assert action.text() == f"Recording {recording_text(first)}"
    assert action.text().startswith("Recording until ")
    assert action.toolTip() == str(first)
    action.trigger()
    assert opened == [first]
    going_on.close()


def test_a_recording_that_was_opened_lately_is_listed_once(entries, settings):
    path = captures_folder() / "2026-01-30.ocppdesk"
    Recorder(path).close()
    RecentFiles(settings).add([path])
    assert list(entries()) == [f"&1  {path.name}", "&Forget these files"]


def test_all_can_be_forgotten(entries, settings, tmp_path):
    RecentFiles(settings).add([tmp_path])
    entries()["&Forget these files"].trigger()
    assert RecentFiles(settings).entries == []


def test_names(tmp_path):
    assert names_of((tmp_path / "a.log",)) == "a.log"
    assert recording_text(tmp_path / "gone.ocppdesk") == "gone.ocppdesk"
