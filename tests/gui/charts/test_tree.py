# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt

from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.tree import SeriesTree


def key(measurand, unit="A", phase="", connector=1):
    return SeriesKey(None, connector, measurand, phase, "Outlet", unit)


L1, L2 = (key("Current.Import", "A", phase) for phase in ("L1", "L2"))
NOISE = key("Acme.Noise", "dB")
OTHER = key("Voltage", "V", connector=2)


@pytest.fixture
def tree(qtbot):
    made = SeriesTree()
    qtbot.addWidget(made)
    made.resize(220, 300)
    made.show_series([L1, L2, NOISE, OTHER])
    made.show()
    return made


def outline(item):
    return {
        item.child(n).text(0): outline(item.child(n)) for n in range(item.childCount())
    }


def tick(qtbot, tree, item):
    rect = tree.visualItemRect(item)
    tree.setCurrentItem(item)
    assert rect.isValid()
    qtbot.keyClick(tree, Qt.Key.Key_Space)


def test_series_stand_below_their_connector_and_measurand(tree):
    assert outline(tree.invisibleRootItem()) == {
        "Connector 1": {
            "Current (A)": {"L1": {}, "L2": {}},
            "Acme.Noise (dB)": {"all": {}},
        },
        "Connector 2": {"Voltage (V)": {"all": {}}},
    }


def test_what_tells_most_is_ticked(tree):
    assert tree.ticked == [L1, L2, OTHER]


def test_a_tick_shows_and_hides(qtbot, tree):
    told = []
    tree.ticked_changed.connect(lambda: told.append(tree.ticked))
    connector = tree.topLevelItem(0)
    current = connector.child(0)
    current.setExpanded(True)
    tick(qtbot, tree, current.child(0))
    assert told == [[L2, OTHER]]
    tick(qtbot, tree, connector)
    assert L1 in tree.ticked
    assert NOISE in tree.ticked


def test_what_was_chosen_stays_when_more_series_come(qtbot, tree):
    tree.topLevelItem(0).child(0).setExpanded(True)
    tick(qtbot, tree, tree.topLevelItem(0).child(0).child(1))
    more = key("Temperature", "Celsius")
    tree.show_series([L1, L2, NOISE, OTHER, more])
    assert set(tree.ticked) == {L1, OTHER, more}


def test_only_some_can_be_ticked_and_the_usual_ones_again(tree):
    tree.tick_only({NOISE})
    assert tree.ticked == [NOISE]
    tree.tick_usual()
    assert tree.ticked == [L1, L2, OTHER]


def test_another_charger_begins_anew(tree):
    tree.tick_only({NOISE})
    tree.forget()
    assert tree.ticked == []
    tree.show_series([L1, NOISE])
    assert tree.ticked == [L1]
