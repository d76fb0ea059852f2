# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from ocppdesk.gui.files import received_model as model
from ocppdesk.gui.files.received_pane import ReceivedPane

PGP = b"-----BEGIN PGP MESSAGE-----\n"


class Opener(QWidget):
    """Stands in for the desktop, which would open a folder."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot(QUrl)
    def open_url(self, url):
        self.opened.append(url.toLocalFile())


@pytest.fixture
def pane(qtbot, theme, tmp_path):
    made = ReceivedPane(theme)
    qtbot.addWidget(made)
    made.resize(1000, 200)
    made.show()
    made.show_capture(tmp_path / "live.ocppdesk")
    yield made
    made.close_list()


@pytest.fixture
def desktop(qtbot):
    made = Opener()
    qtbot.addWidget(made)
    QDesktopServices.setUrlHandler("file", made, "open_url")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def fill(pane, qtbot, *files):
    pane.refresh()
    qtbot.waitUntil(lambda: len(pane.model.files) == len(files))


def test_an_empty_list_says_what_to_do(pane):
    pane.show_empty("Ask for a log.")
    assert pane.empty.isVisible()
    assert pane.empty.text() == "Ask for a log."
    assert not pane.open.isVisible()


def test_the_newest_file_is_on_top_and_selected(pane, qtbot, received):
    fill(pane, qtbot, received("old.log", b"old"), received("new.log", b"new"))
    assert [file.path.name for file in pane.model.files] == ["new.log", "old.log"]
    assert pane.selected.path.name == "new.log"


def test_a_file_that_comes_in_is_selected_by_its_name(pane, qtbot, received):
    fill(pane, qtbot, received("old.log", b"old"))
    received("new.log", b"new")
    pane.refresh("new.log")
    qtbot.waitUntil(lambda: pane.selected.path.name == "new.log")


def test_the_selection_stays_when_others_come_in(pane, qtbot, received):
    fill(pane, qtbot, received("old.log", b"old"))
    received("new.log", b"new")
    pane.refresh()
    qtbot.waitUntil(lambda: len(pane.model.files) == 2)
    assert pane.selected.path.name == "old.log"


def test_a_text_can_be_opened_as_a_log(pane, qtbot, received):
    file = received("diag.log", b"a line\n")
    fill(pane, qtbot, file)
    with qtbot.waitSignal(pane.open_requested) as told:
        pane.open.click()
    assert told.args == [[file.path]]
    with qtbot.waitSignal(pane.open_requested):
        pane.table.doubleClicked.emit(pane.model.index(0, model.NAME))


def test_what_is_encrypted_cannot_be_opened_and_says_why(pane, qtbot, received):
    fill(pane, qtbot, received("diag.gpg", PGP))
    assert not pane.open.isEnabled()
    assert pane.kind.text().startswith("Encrypted with PGP")
    with qtbot.waitSignal(pane.said) as told:
        pane.table.doubleClicked.emit(pane.model.index(0, model.NAME))
    assert told.args[0].startswith("Encrypted with PGP")


def test_the_hash_is_copied(pane, qtbot, received):
    file = received("diag.log", b"a line\n")
    fill(pane, qtbot, file)
    pane.copy_hash.click()
    assert QApplication.clipboard().text() == file.sha256


def test_the_folder_is_shown(pane, qtbot, received, desktop):
    file = received("diag.log", b"a line\n")
    fill(pane, qtbot, file)
    pane.show_folder.click()
    assert desktop.opened == [file.path.parent.as_posix()]


def test_another_capture_has_other_files(pane, qtbot, received, tmp_path):
    fill(pane, qtbot, received("diag.log", b"a line\n"))
    pane.show_capture(tmp_path / "other.ocppdesk")
    assert not pane.model.files
    assert pane.empty.isVisible()
    assert pane.selected is None


def test_received_files_are_searched_for_ocpp(pane, qtbot, received):
    line = b'2026-01-31T13:05:31Z CP1 [2,"1","Heartbeat",{}]\n'
    other = received("none.txt", b"a line\n")
    file = received("diag.log", line * 3)
    pane.refresh()
    qtbot.waitUntil(lambda: pane.kind.text().endswith("It has 3 OCPP messages."))
    assert pane.selected.path == file.path
    qtbot.waitUntil(lambda: pane.model.index(1, model.FRAMES).data() == "none")
    pane.table.selectRow(1)
    assert pane.selected.path == other.path
    assert pane.kind.text().endswith("No OCPP message was found in it.")
