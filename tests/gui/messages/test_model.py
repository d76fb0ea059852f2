# SPDX-License-Identifier: Apache-2.0
from array import array

import pytest
from PySide6.QtCore import QModelIndex, Qt

from ocppdesk.gui.messages import cache
from ocppdesk.gui.messages.columns import COLUMNS, Column
from ocppdesk.gui.messages.ids import Matches, ShownIds
from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.times import TimeMode


@pytest.fixture(params=[True, False], ids=["newest first", "newest last"])
def model(request, qtmodeltester):
    """A model that Qt's own tester watches from before the first change."""
    made = MessageTableModel()
    made.set_newest_first(request.param)
    qtmodeltester.check(made)
    return made


def numbers(model):
    """Return the numbers in the rows, the oldest first."""
    found = [model.id_at(row) for row in range(model.rowCount())]
    return found[::-1] if model.newest_first else found


def insertions(model):
    told = []
    model.rowsInserted.connect(lambda _parent, first, last: told.append((first, last)))
    return told


def test_all_messages_arrive_in_one_insertion(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(2))
    told = insertions(model)
    model.extend_upto(recording.beat(50))
    assert len(told) == 1
    assert numbers(model) == list(range(1, 106))


def test_the_newest_row_is_where_the_order_has_it(model, recording, reader):
    last = recording.beat(2)
    model.set_reader(reader, last_id=last)
    row = 0 if model.newest_first else last - 1
    assert model.index(row, Column.NUMBER).data() == str(last)


def test_a_search_fills_up_with_older_messages(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(10))
    model.show_found(array("q", [21, 19]))
    told = insertions(model)
    model.extend_older(array("q", [8, 4]))
    model.extend_older(array("q"))
    assert numbers(model) == [4, 8, 19, 21]
    assert told == ([(2, 3)] if model.newest_first else [(0, 1)])


def test_messages_are_merged_where_they_belong(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(10))
    model.show_found(array("q", [12, 8, 4]))
    told = insertions(model)
    model.change(added={20, 6, 21, 13}, removed=set())
    assert numbers(model) == [4, 6, 8, 12, 13, 20, 21]
    assert len(told) == 2


def test_messages_that_go_take_their_rows_with_them(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(10))
    model.show_found(array("q", [20, 19, 12, 8, 4]))
    told = []
    model.rowsRemoved.connect(lambda _parent, *rows: told.append(rows))
    model.change(added={5}, removed={19, 20, 8, 7})
    assert numbers(model) == [4, 5, 12]
    assert told == ([(0, 1), (1, 1)] if model.newest_first else [(3, 4), (1, 1)])


def test_very_many_changes_are_one_reset(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(100))
    model.show_found(array("q", range(200, 0, -2)))
    resets, told = [], insertions(model)
    model.modelReset.connect(lambda: resets.append(1))
    model.change(added=set(range(1, 100, 2)), removed={200})
    assert len(resets) == 1
    assert told == []
    assert numbers(model) == [*range(1, 100), *range(100, 199, 2)]


def test_the_row_below_one_that_has_gone(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(10))
    model.show_found(array("q", [12, 8, 4]))
    assert model.row_below(9) == (1 if model.newest_first else 2)
    assert model.row_below(13) == (0 if model.newest_first else 3)


def test_what_is_searched_is_what_is_shown(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(10))
    assert model.ids_to_search() is None
    model.show_found(array("q", [12, 8]))
    model.change(added={20}, removed=set())
    assert list(model.ids_to_search()) == [20, 12, 8]


def test_what_does_not_match_can_be_dimmed(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(10))
    assert not model.dims
    assert not model.is_dimmed(5)
    model.set_matches(Matches(ShownIds.found(array("q", [12, 8])), after=6))
    assert model.dims
    assert [n for n in range(5, 14) if model.is_dimmed(n)] == [7, 9, 10, 11, 13]
    model.set_matches(None)
    assert not model.dims


def test_a_message_that_is_there_already_is_read_again_in_its_row(
    model, recording, reader
):
    line = recording.line()
    call = line.ask("Reset", {"type": "Soft"})
    model.set_reader(reader, last_id=recording.commit())
    row = model.row_of(2)
    model.index(row, Column.RESULT).data()
    line.reply(call, {"status": "Accepted"})
    recording.commit()
    changed = []
    model.dataChanged.connect(lambda first, _last, _roles: changed.append(first.row()))
    model.change(added={2}, removed=set())
    assert changed == [row]
    assert model.index(row, Column.RESULT).data() == "✓ Accepted"


def test_a_row_is_known_by_its_message(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(10))
    model.show_found(array("q", [12, 8, 4]))
    assert model.id_at(model.row_of(8)) == 8
    assert model.row_of(9) is None
    assert model.id_at(model.nearest_row(9)) == 12
    assert model.id_at(model.nearest_row(99)) == 12
    assert model.newer_than(8) == 1


def test_delta_is_the_time_since_the_shown_row_before(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(10))
    model.show_found(array("q", [12, 8, 4]))
    assert model.index(model.row_of(8), Column.DELTA).data() == "+2.0 s"
    assert model.index(model.row_of(4), Column.DELTA).data() == ""


def test_time_can_be_that_since_the_row_before(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(3))
    model.texts.mode = TimeMode.PREVIOUS
    model.reworded(Column.TIME)
    assert model.index(model.row_of(4), Column.TIME).data() == "+0.996 s"


def test_rows_are_read_when_asked_for_and_with_a_bound(
    qapp, recording, reader, monkeypatch
):
    monkeypatch.setattr(cache, "LIMIT", 100)
    model = MessageTableModel()
    model.set_reader(reader, last_id=recording.beat(100))
    model.prepare(range(40))
    for row in range(model.rowCount()):
        model.index(row, Column.NUMBER).data()
    assert 40 <= model.cached <= 100 < model.rowCount()


def test_flags_read_nothing(qapp, recording, reader):
    model = MessageTableModel()
    model.set_reader(reader, last_id=recording.beat(3))
    reader.close()
    flags = model.index(0, 0).flags()
    assert flags & Qt.ItemFlag.ItemIsSelectable
    assert model.cached == 0


def test_a_row_that_cannot_be_read_says_so(qapp, recording, reader):
    model = MessageTableModel()
    model.set_reader(reader, last_id=recording.beat(3))
    reader.close()
    assert "cannot be read" in model.index(0, Column.SUMMARY).data()


def test_every_column_can_be_shown(model, recording, reader):
    recording.line().say("BootNotification")
    model.set_reader(reader, last_id=recording.commit())
    row = model.row_of(2)
    texts = [model.index(row, info.column).data() for info in COLUMNS]
    assert all(isinstance(text, str) for text in texts)
    assert texts[Column.VERSION] == "1.6"
    assert texts[Column.MESSAGE_ID] == "c1"
    assert texts[Column.CHARGER] == "CP-0042"


def test_signs_have_words_for_screen_readers(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(1))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(model.row_of(2), Column.DIRECTION).data(role) == (
        "From the charger"
    )
    assert (
        model.headerData(Column.DELTA, Qt.Orientation.Horizontal, role)
        == "Time since the row before it"
    )


def test_the_tool_tip_of_a_time_has_it_in_all_ways(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(1))
    tip = model.index(model.row_of(2), Column.TIME).data(Qt.ItemDataRole.ToolTipRole)
    assert "2026-01-31T13:05:33.204Z" in tip


def test_headers_stand_as_their_columns_do(model):
    role, across = Qt.ItemDataRole.TextAlignmentRole, Qt.Orientation.Horizontal
    assert model.headerData(Column.LATENCY, across, role) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(Column.SUMMARY, across, role) & Qt.AlignmentFlag.AlignLeft
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_rows_have_no_children(model, recording, reader):
    model.set_reader(reader, last_id=recording.beat(1))
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None


def test_a_hundred_thousand_rows_more_cost_next_to_nothing(qapp, recording, reader):
    # Nothing is read and nothing is counted: a range gets longer.
    model = MessageTableModel()
    model.set_reader(reader, last_id=100_000)
    model.extend_upto(1_000_000)
    assert model.rowCount() == 1_000_000
    assert model.cached == 0
    assert isinstance(model.shown_ids(), range)
