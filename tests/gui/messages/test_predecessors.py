# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.messages.model import MessageTableModel
from ocppdesk.gui.messages.predecessors import MOST_LOOKED_AT, predecessors
from ocppdesk.gui.messages.times import DeltaMode


@pytest.fixture(params=[True, False], ids=["newest first", "newest last"])
def model(request, qapp, recording, reader):
    """Two chargers that take turns, on a table either way around."""
    recording.beat(1, "A")  # 1 connects, 2, 3
    recording.beat(1, "B")  # 4 connects, 5, 6
    recording.line("A").say("Authorize", {"idTag": "1"})  # 7, 8
    recording.beat(1, "A")  # 9, 10
    last = recording.beat(1, "B")  # 11, 12
    made = MessageTableModel()
    made.set_newest_first(request.param)
    made.set_reader(reader, last_id=last)
    return made


def found(model, mode, numbers):
    """Return what messages count from, all asked for at once, by their numbers."""
    rows = sorted(model.row_of(number) for number in numbers)
    cells = predecessors(model, range(rows[0], rows[-1] + 1), mode)
    return {
        model.id_at(row): None if before is None else before.id
        for row, before in zip(rows, cells, strict=True)
    }


def test_the_row_before_is_the_next_older_one(model):
    assert found(model, DeltaMode.ROW, (1, 2, 3)) == {1: None, 2: 1, 3: 2}
    assert found(model, DeltaMode.ROW, (12,)) == {12: 11}


def test_the_one_of_the_same_charger_passes_others_over(model):
    expected = {4: None, 5: 4, 6: 5, 7: 3, 8: 7}
    assert found(model, DeltaMode.CHARGER, (4, 5, 6, 7, 8)) == expected
    assert found(model, DeltaMode.CHARGER, (11,)) == {11: 6}


def test_the_one_of_the_same_action_is_a_call_for_a_call(model):
    expected = {9: 2, 10: 3, 11: 5, 12: 6}
    assert found(model, DeltaMode.ACTION, (9, 10, 11, 12)) == expected
    assert found(model, DeltaMode.ACTION, (7,)) == {7: None}


def test_only_so_many_rows_are_looked_at(model, recording):
    recording.beat(MOST_LOOKED_AT, "A")
    last = recording.beat(1, "B")
    model.note_last(last)
    model.extend_upto(last)
    assert found(model, DeltaMode.CHARGER, (last - 1,)) == {last - 1: None}
    assert found(model, DeltaMode.CHARGER, (last,)) == {last: last - 1}
