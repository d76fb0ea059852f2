# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.gui.connections import model as columns
from ocppdesk.gui.connections.model import ConnectionsModel

SECOND = 1_000_000
NOW = 1_790_000_100 * SECOND


def connection(number, **changes):
    return replace(
        Connection(
            number,
            f"CP-{number}",
            "10.0.0.5:4000",
            NOW - 10 * SECOND,
            Outcome.OPEN,
            opened_at=NOW - 10 * SECOND,
            subprotocol="ocpp1.6",
            path=f"/CP-{number}",
        ),
        **changes,
    )


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def model(theme, clock, qtmodeltester):
    model = ConnectionsModel(theme, clock)
    qtmodeltester.check(model)
    return model


def texts(model, row):
    return [model.index(row, c).data() for c in range(model.columnCount())]


def numbers(model):
    return [model.connection(row).id for row in range(model.rowCount())]


def test_a_row_has_all_that_is_asked_for(model):
    closed = connection(
        1, outcome=Outcome.CLOSED, ended_at=NOW, close_code=1006, version="1.6"
    )
    model.update_connections([closed])
    shown = texts(model, 0)
    assert shown[columns.OUTCOME] == "○ Closed"
    assert shown[columns.CHARGER] == "CP-1"
    assert shown[columns.PEER] == "10.0.0.5:4000"
    assert shown[columns.LASTED] == "10 s"
    assert shown[columns.CLOSE_CODE].startswith("1006 ")
    assert shown[columns.VERSION] == "ocpp1.6"
    assert shown[columns.PATH] == "/CP-1"


def test_every_column_has_a_name(model):
    orientation = Qt.Orientation.Horizontal
    names = [model.headerData(c, orientation) for c in range(model.columnCount())]
    assert all(names)
    assert len(set(names)) == len(names)


def test_signs_are_not_spoken(model):
    model.update_connections([connection(1)])
    index = model.index(0, columns.OUTCOME)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Connected"


def test_new_connections_are_inserted_on_top(qtbot, model):
    model.update_connections([connection(2), connection(1)])
    with qtbot.waitSignal(model.rowsInserted) as signal:
        model.update_connections([connection(n) for n in (4, 3, 2, 1)])
    assert signal.args[1:] == [0, 1]
    assert numbers(model) == [4, 3, 2, 1]


def test_the_oldest_go_when_there_are_too_many(model):
    model.update_connections([connection(2), connection(1)])
    model.update_connections([connection(3), connection(2)])
    assert numbers(model) == [3, 2]


def test_a_change_repaints_one_row(qtbot, model):
    model.update_connections([connection(2), connection(1)])
    closed = connection(1, outcome=Outcome.CLOSED, ended_at=NOW)
    with qtbot.waitSignal(model.dataChanged) as signal:
        model.update_connections([connection(2), closed])
    assert signal.args[0].row() == signal.args[1].row() == 1


def test_what_is_the_same_is_not_repainted(qtbot, model):
    model.update_connections([connection(1)])
    with qtbot.assertNotEmitted(model.dataChanged):
        model.update_connections([connection(1)])


def test_an_open_connection_grows_older(model, clock):
    model.update_connections([connection(1)])
    clock.now += 60 * SECOND
    model.update_connections([connection(1)])
    assert texts(model, 0)[columns.LASTED] == "1 min 10 s"


def test_another_capture_takes_the_place_of_the_first(model):
    model.update_connections([connection(9), connection(8)])
    model.update_connections([connection(2), connection(1)])
    assert numbers(model) == [2, 1]


def test_another_capture_with_a_number_in_common_takes_its_place_too(qtbot, model):
    model.update_connections([connection(9), connection(8)])
    with qtbot.waitSignal(model.modelReset):
        model.update_connections([connection(9), connection(1)])
    assert numbers(model) == [9, 1]


def test_everything_can_go(model):
    model.update_connections([connection(1)])
    model.update_connections([])
    assert model.rowCount() == 0


def test_rows_are_found_by_number(model):
    model.update_connections([connection(9), connection(4)])
    assert model.row_of(4) == 1
    assert model.row_of(5) is None


def test_long_texts_from_outside_are_cut(model):
    model.update_connections([connection(1, path="/" + "x" * 100_000)])
    assert len(texts(model, 0)[columns.PATH]) < 1_000


def test_rows_have_no_children(model):
    model.update_connections([connection(1)])
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.rowCount(QModelIndex()) == 1
