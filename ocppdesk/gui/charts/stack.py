# SPDX-License-Identifier: Apache-2.0
"""The panes of a chart one above the other, with the ribbon and the axis of time."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ocppdesk.analysis.happenings import MarkKind
from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.axis import TimeAxis
from ocppdesk.gui.charts.canvas import Scene
from ocppdesk.gui.charts.drawing import nearest
from ocppdesk.gui.charts.kinds import PaneKey, pane_of, place_text
from ocppdesk.gui.charts.lines import Line
from ocppdesk.gui.charts.pane import ChartPane
from ocppdesk.gui.charts.ribbon import EVENT_COLORS, Event, Ribbon, Row
from ocppdesk.gui.charts.ticks import TimeTexts
from ocppdesk.gui.charts.time_window import TimeWindow
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.steps import Steps

_REACH: Final = 24  # pixels around a click in which a sample is looked for
_MOST_EVENTS: Final = 40  # in view that have a line through the panes
_MOST_SILENCES: Final = 500


class ChartStack(QWidget):
    """Everything of a chart that is drawn.

    Args:
        theme: Its look.

    Signals:
        message_chosen: A sample or an event was clicked: the number of its message.
        message_wanted: The chosen message is to be opened: its number.
        times_chosen: Something is to be done with some times: from and until, seconds
            since 1970, and the place on the screen where it is asked for.
        hidden_changed: Other lines are hidden.
        markers_changed: The markers A and B are elsewhere.
    """

    message_chosen = Signal(int)
    message_wanted = Signal(int)
    times_chosen = Signal(float, float, QPoint)
    hidden_changed = Signal()
    markers_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.scene = Scene()
        """What all panes have in common."""
        self.window_of_time = TimeWindow(self)
        """Which times are in view."""
        self.panes: dict[PaneKey, ChartPane] = {}
        """The panes, the first one on top."""
        self.hidden: set[SeriesKey] = set()
        """The lines that the legend hides."""
        self._lines: list[Line] = []
        self._wanted: dict[PaneKey, list[Line]] = {}
        self._ready: dict[PaneKey, ChartPane] = {}  # made, but not shown yet
        self._steps = Steps(self)
        self._assumed: Collection[SeriesKey] = ()
        self._silences: list[tuple[float, float]] = []
        self.ribbon = Ribbon(theme, self.scene)
        self.axis = TimeAxis(theme, self.scene)
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = Qt.ScrollBarPolicy
        self._scroll.setHorizontalScrollBarPolicy(policy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.ribbon)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.axis)
        self.window_of_time.changed.connect(self.refresh)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._share_width)
        self.ribbon.clicked.connect(self.choose_message)
        self.ribbon.pointed.connect(self.point_at)
        theme.changed.connect(self._dress)

    # What is shown.

    @property
    def lines(self) -> list[Line]:
        """All lines that have a pane, also hidden ones."""
        return self._lines

    @property
    def shown_lines(self) -> list[Line]:
        """The lines that are drawn."""
        return [line for line in self._lines if line.key not in self.hidden]

    def show_lines(
        self, lines: Sequence[Line], *, assumed: Collection[SeriesKey] = ()
    ) -> None:
        """Draw these lines, each in the pane of its unit.

        Args:
            lines: In the order of the legends.
            assumed: Those of which the charger never said the unit.
        """
        self._lines, self._assumed = list(lines), assumed
        wanted: dict[PaneKey, list[Line]] = {}
        for line in lines:
            wanted.setdefault(pane_of(line.key), []).append(line)
        keys = sorted(wanted, key=lambda key: key.order)
        self._wanted = {key: wanted[key] for key in keys}
        missing = [key for key in keys if key not in self.panes | self._ready]
        self._steps.clear()
        if len(missing) > 1:
            # Each takes some milliseconds; the last one brings all of them into view.
            self._steps.add(*(partial(self._make_ready, key) for key in missing))
            self._steps.add(self._show_panes)
        else:
            self._show_panes()

    def show_ribbon(
        self,
        events: Sequence[Event],
        rows: Sequence[Row],
        silences: Sequence[tuple[float, float]],
    ) -> None:
        """Show what happened.

        Args:
            events: In the order of time.
            rows: The connectors with their states.
            silences: When the charger was not connected.
        """
        self._silences = list(silences)
        self.ribbon.show_all(events, rows)
        self._share_scene()

    def set_times(self, texts: TimeTexts) -> None:
        """Write times in another way."""
        if texts != self.axis.texts:
            self.axis.texts = self.ribbon.texts = texts
            self.refresh()

    def mark_message(self, number: int, at: float | None) -> None:
        """Mark the message that is selected.

        Args:
            number: Its number; 0: none is.
            at: Where it stands on the axis of time; None: nowhere.
        """
        for line in self._lines:
            found = (line.message == number).nonzero()[0]
            if number and len(found):
                at = float(line.x[found[0]])
                break
        if (number, at) == (self.scene.chosen_message, self.scene.chosen):
            return
        self.scene.chosen_message, self.scene.chosen = number, at
        self._repaint_over()

    def choose_message(self, number: int) -> None:
        """Mark a message, and tell of it."""
        self.mark_message(number, self.scene.cursor)
        self.message_chosen.emit(number)

    def set_marker(self, name: str, time: float) -> None:
        """Put marker `A` or `B` at a time; where it already is, take it away."""
        markers = dict(self.scene.markers)
        markers[name] = time
        self.scene.markers = dict(sorted(markers.items()))
        self._on_markers()

    def clear_markers(self) -> None:
        """Take both markers away."""
        self.scene.markers = {}
        self._on_markers()

    def forget(self) -> None:
        """Forget what was hidden, marked and zoomed, as for another charger."""
        self.hidden.clear()
        self.clear_markers()
        self.mark_message(0, None)
        self.fit()

    def fit(self) -> None:
        """Show all times, and all values in them."""
        self.window_of_time.fit()
        for pane in self.panes.values():
            pane.fit_values()

    def toggle(self, key: SeriesKey) -> None:
        """Hide a line, or show it again."""
        self.hidden ^= {key}
        self._on_hidden()

    def solo(self, key: SeriesKey) -> None:
        """Show only this line of its pane, or all of them again."""
        pane = pane_of(key)
        others = {n.key for n in self._lines if pane_of(n.key) == pane} - {key}
        if key not in self.hidden and others and others <= self.hidden:
            self.hidden -= others
        else:
            self.hidden = (self.hidden | others) - {key}
        self._on_hidden()

    def refresh(self) -> None:
        """Draw what is in view now."""
        self._share_scene()
        for pane in self.panes.values():
            pane.refresh()
        self._show_values()

    def settle(self) -> None:
        """Have all lines in view now that soon will be."""
        self._steps.finish()

    # Panes.

    def _make_ready(self, key: PaneKey) -> None:
        self._ready[key] = self._make_pane(key)

    def _show_panes(self) -> None:
        """Have the panes in view that are wanted, with their lines."""
        if list(self._wanted) != list(self.panes):
            self._arrange_panes(list(self._wanted))
        for key, lines in self._wanted.items():
            self._show_pane(key, lines)
        self._share_width()
        self._show_values()

    def _arrange_panes(self, keys: Sequence[PaneKey]) -> None:
        known = self.panes | self._ready
        self._ready = {}
        for key, pane in known.items():
            if key not in keys:
                self._column.removeWidget(pane)
                pane.hide()
                pane.deleteLater()
        panes = {}
        for place, key in enumerate(keys):
            pane = known.get(key) or self._make_pane(key)
            self._column.insertWidget(place, pane, 1)
            panes[key] = pane
        self.panes = panes

    def _make_pane(self, key: PaneKey) -> ChartPane:
        pane = ChartPane(self._theme, key, self.window_of_time, self.scene, self._inner)
        pane.toggled.connect(self.toggle)
        pane.solo_wanted.connect(self.solo)
        plot = pane.plot
        plot.pointed.connect(self.point_at)
        plot.clicked.connect(lambda place: self._click(pane, place))
        plot.fit_wanted.connect(self.fit)
        plot.selecting.connect(self._select)
        plot.times_chosen.connect(self._choose_times)
        plot.marker_wanted.connect(self._mark_cursor)
        plot.enter_pressed.connect(self._open_chosen)
        return pane

    def _show_pane(self, key: PaneKey, lines: Sequence[Line]) -> None:
        places = {place_text(line.key) for line in lines}
        self.panes[key].show_lines(
            lines,
            hidden=self.hidden,
            names_places=len(places) > 1,
            assumed=self._assumed,
        )

    def _on_hidden(self) -> None:
        for key in self.panes:
            self._show_pane(key, [n for n in self._lines if pane_of(n.key) == key])
        self._show_values()
        self.hidden_changed.emit()

    # Pointing.

    def point_at(self, time: float | None) -> None:
        """Show the values at a time, in seconds since 1970; None: at none."""
        scene = self.scene
        if time is not None and not scene.low <= time <= scene.high:
            time = None
        if time != scene.cursor:
            scene.cursor = time
            self._repaint_over()
            self._show_values()

    def _click(self, pane: ChartPane, place: QPointF) -> None:
        reach = self._theme.scaled(_REACH)
        found = nearest(pane.lines, pane.plot.frame, place, reach)
        if found is not None:
            line, index = found
            number = int(line.message[index])
            if number:
                self.choose_message(number)

    def _open_chosen(self) -> None:
        if self.scene.chosen_message:
            self.message_wanted.emit(self.scene.chosen_message)

    def _select(self, times: tuple[float, float] | None) -> None:
        if times is not None:
            self.scene.selected = times
            self._repaint_over()

    def _choose_times(
        self, low: float | None, high: float | None, spot: QPoint
    ) -> None:
        window = self.window_of_time
        if low is None or high is None:
            low, high = window.low, window.high
        self.times_chosen.emit(low, high, spot)

    def end_selection(self) -> None:
        """Take away the band over the times that were chosen."""
        if self.scene.selected is not None:
            self.scene.selected = None
            self._repaint_over()

    def _mark_cursor(self, name: str) -> None:
        window = self.window_of_time
        time = self.scene.cursor
        self.set_marker(name, (window.low + window.high) / 2 if time is None else time)

    def _on_markers(self) -> None:
        self._repaint_over()
        self._show_values()
        self.markers_changed.emit()

    def _show_values(self) -> None:
        for pane in self.panes.values():
            pane.show_time(self.scene.cursor)

    def _repaint_over(self) -> None:
        for pane in self.panes.values():
            pane.plot.canvas.update()
        self.ribbon.update()
        self.axis.update()

    # Sizes and colours.

    def _share_scene(self) -> None:
        """Tell the panes what is in view."""
        scene, window = self.scene, self.window_of_time
        scene.low, scene.high = window.low, window.high
        scene.ticks = self.axis.place_marks()
        events = [
            event
            for event in self.ribbon.events_between(window.low, window.high)
            if event.kind is not MarkKind.PROFILE  # the line of the limit shows it
        ]
        scene.events = []
        if len(events) <= _MOST_EVENTS:
            scene.events = [(e.at, EVENT_COLORS[e.kind]) for e in events]
        scene.silences = [
            (began, ended)
            for began, ended in self._silences
            if ended >= window.low and began <= window.high
        ][:_MOST_SILENCES]
        scene.version += 1
        self.ribbon.update()

    def _share_width(self) -> None:
        """Leave as much room at the right of ribbon and axis as the panes do."""
        bar = self._scroll.verticalScrollBar()
        right = bar.sizeHint().width() if bar.maximum() > 0 else 0
        # Pyqtgraph leaves a pixel there.
        right += 1
        if (right, right) != (self.ribbon.right, self.axis.right):
            self.ribbon.right = self.axis.right = right
            self._share_scene()

    def _dress(self) -> None:
        for pane in self.panes.values():
            pane.dress()
        self.show_lines(self._lines, assumed=self._assumed)
        self.ribbon.updateGeometry()
        self.axis.updateGeometry()
        self.refresh()

    # Overrides of QWidget.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
