# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ocppdesk.analysis.happenings import MarkKind
from ocppdesk.gui.charts.canvas import Scene
from ocppdesk.gui.charts.ribbon import Band, Event, Ribbon, Row
from ocppdesk.gui.charts.ticks import TimeTexts
from ocppdesk.gui.messages.times import TimeMode

EVENTS = [
    Event(10.0, MarkKind.BOOT, "The charger started", 2),
    Event(20.0, MarkKind.START, "Transaction started", 5),
    Event(80.0, MarkKind.STOP, "Transaction stopped: Local", 9),
]
ROW = Row(
    "Connector 1",
    (Band(0.0, 20.0, "Available", 1), Band(20.0, None, "Charging", 4)),
    (Band(20.0, 80.0, "Transaction 7", 5, "3.2 kWh"),),
)


@pytest.fixture
def ribbon(qtbot, theme):
    made = Ribbon(theme, Scene(low=0.0, high=100.0))
    made.texts = TimeTexts(TimeMode.UTC)
    qtbot.addWidget(made)
    made.show_all(EVENTS, [ROW])
    made.resize(600, made.sizeHint().height())
    made.show()
    return made


def place(ribbon, time, y):
    return QPoint(round(ribbon._x(time)), y)


def test_an_event_tells_what_happened_and_when(ribbon):
    text, message = ribbon.described(place(ribbon, 20.0, 8))
    assert text.startswith("Transaction started\n1970-01-01T00:00:20")
    assert message == 5
    assert ribbon.described(place(ribbon, 50.0, 8)) == ("", 0)


def test_a_state_tells_how_long_it_lasted(ribbon):
    top = ribbon._top + 4
    text, message = ribbon.described(place(ribbon, 10.0, top))
    assert text.startswith("Available")
    assert message == 1
    text, message = ribbon.described(place(ribbon, 60.0, top))
    assert text.endswith("now")
    assert message == 4
    assert ribbon.described(QPoint(3, top)) == ("", 0)
    assert ribbon.described(place(ribbon, 60.0, top + 200)) == ("", 0)


def test_a_transaction_has_its_energy(ribbon):
    below = ribbon._top + ribbon._row_height - 5
    text, message = ribbon.described(place(ribbon, 50.0, below))
    assert text.startswith("Transaction 7")
    assert text.endswith("3.2 kWh")
    assert message == 5


def test_a_click_goes_to_the_message(qtbot, ribbon):
    with qtbot.waitSignal(ribbon.clicked) as told:
        spot = place(ribbon, 60.0, ribbon._top + 4)
        qtbot.mouseClick(ribbon, Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == [4]


def test_the_pointer_tells_its_time(qtbot, ribbon):
    told = []
    ribbon.pointed.connect(told.append)
    qtbot.mouseMove(ribbon, place(ribbon, 60.0, ribbon._top + 4))
    assert told[-1] == pytest.approx(60, abs=0.5)
    assert ribbon.cursor().shape() is Qt.CursorShape.PointingHandCursor


def test_the_tool_tip_is_of_the_place(ribbon):
    spot = place(ribbon, 20.0, 8)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, spot, ribbon.mapToGlobal(spot))
    QApplication.sendEvent(ribbon, event)
    assert "Transaction started" in QToolTip.text()
    QToolTip.hideText()


def test_it_is_as_high_as_its_connectors(ribbon):
    one = ribbon.sizeHint().height()
    ribbon.show_all(EVENTS, [ROW, ROW])
    assert ribbon.sizeHint().height() > one


def test_many_states_and_events_are_painted(ribbon):
    events = [Event(n / 100, MarkKind.FAULT, "Fault", n) for n in range(10_000)]
    bands = tuple(Band(n / 100, (n + 1) / 100, "Charging", n) for n in range(10_000))
    plain = ribbon.grab().toImage()
    ribbon.show_all(events, [Row("Connector 1", bands, ())])
    assert ribbon.grab().toImage() != plain
