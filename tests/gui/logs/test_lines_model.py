# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.gui.logs.lines_model import PAGE, LinesModel

OTHER = ("other", "booting", "", None)
TWIN = ("duplicate", "[2,...]", "Another logger wrote it too.", 2)


@pytest.fixture
def made(log_reader, qtmodeltester):
    def make(kind, names):
        model = LinesModel(log_reader, kind, names=names)
        qtmodeltester.check(model)
        return model

    return make


def _titles(model):
    columns = range(model.columnCount())
    return [model.headerData(n, Qt.Orientation.Horizontal) for n in columns]


def _row(model, row):
    return [model.index(row, n).data() for n in range(model.columnCount())]


def test_only_lines_of_the_kind_are_listed(logs, made):
    logs.add("site.log", [OTHER, TWIN, OTHER])
    model = made("other", {1: "site.log"})
    assert _titles(model) == ["Line", "Text"]
    assert [_row(model, n) for n in range(2)] == [["1", "booting"], ["3", "booting"]]
    assert model.rowCount() == 2


def test_why_a_line_is_no_message_is_told(logs, made):
    logs.add("site.log", [OTHER, TWIN])
    model = made("duplicate", {1: "site.log"})
    assert _titles(model) == ["Line", "Text", "Why"]
    assert _row(model, 0) == ["2", "[2,...]", "Another logger wrote it too."]
    assert model.line(0).message_id == 2
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "[2,...]"


def test_lines_of_several_logs_have_their_file(logs, made):
    logs.add("a.log", [OTHER])
    logs.add("b.log", [OTHER], number=2)
    model = made("other", {1: "a.log", 2: "b.log"})
    assert [row[0] for row in (_row(model, 0), _row(model, 1))] == ["a.log", "b.log"]


def test_lines_are_read_as_the_view_comes_to_them(logs, log_reader):
    # Without the model tester, which asks for all of them.
    logs.add("site.log", [OTHER] * (PAGE + 3))
    model = LinesModel(log_reader, "other", names={1: "site.log"})
    assert model.rowCount() == PAGE
    assert model.canFetchMore()
    model.fetchMore()
    assert model.rowCount() == PAGE + 3
    assert not model.canFetchMore()
