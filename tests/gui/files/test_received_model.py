# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from ocppdesk.gui.files import received_model as model
from ocppdesk.gui.files.glimpse import Glimpse
from ocppdesk.gui.look.numbers import grouped


@pytest.fixture
def table(qapp):
    made = model.ReceivedModel()
    tester = QAbstractItemModelTester(made)
    yield made
    tester.deleteLater()


def cells(table, row=0):
    columns = range(table.columnCount())
    return [table.index(row, column).data() for column in columns]


def test_a_row_has_name_kind_size_charger_and_hash(table, received):
    file = received("diag.log", b"a line\n")
    table.show_files([file])
    name, kind, frames, size, _time, charger, action, sha256 = cells(table)
    assert (name, kind, frames, size) == ("diag.log", "text", "…", "7 bytes")
    assert (charger, action) == ("CP1", "GetDiagnostics")
    assert sha256 == file.sha256
    assert len(sha256) == 64


def test_a_new_file_is_inserted_on_top(table, received, qtbot):
    old = received("old.log", b"old")
    table.show_files([old])
    with qtbot.waitSignal(table.rowsInserted):
        table.show_files([received("new.log", b"new"), old])
    assert [file.path.name for file in table.files] == ["new.log", "old.log"]


def test_another_list_takes_the_place(table, received):
    table.show_files([received("old.log", b"old")])
    table.show_files([received("new.log", b"new")])
    assert cells(table)[0] == "new.log"
    table.show_files([])
    assert table.rowCount() == 0


def test_tool_tips_tell_more(table, received):
    table.show_files([received("diag.log", b"a line\n")])
    tips = [
        table.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
        for column in (model.NAME, model.KIND, model.SIZE)
    ]
    assert "127.0.0.1:4711" in tips[0]
    assert tips[1] == "A text; open it as a log."
    assert tips[2] == "7 bytes"


def test_every_column_has_a_heading(table):
    headings = [
        table.headerData(column, Qt.Orientation.Horizontal)
        for column in range(table.columnCount())
    ]
    assert all(headings)


@pytest.mark.parametrize(
    ("glimpse", "text"),
    [
        (Glimpse(1234), grouped(1234)),
        (Glimpse(1234, is_whole=False), f"{grouped(1234)}+"),
        (Glimpse(), "none"),
        (Glimpse(is_whole=False), "?"),
        (Glimpse(problem="It is damaged."), "✗"),
    ],
)
def test_how_much_ocpp_was_found_is_shown(table, received, qtbot, glimpse, text):
    file = received("diag.log", b"a line\n")
    table.show_files([file])
    with qtbot.waitSignal(table.dataChanged):
        table.show_glimpse(file.path, glimpse)
    assert table.index(0, model.FRAMES).data() == text


def test_nothing_is_looked_for_in_what_is_no_log(table, received):
    table.show_files([received("diag.gpg", b"-----BEGIN PGP MESSAGE-----\n")])
    assert table.index(0, model.FRAMES).data() == ""
