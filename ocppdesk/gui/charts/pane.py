# SPDX-License-Identifier: Apache-2.0
"""A pane of a chart: its name, its legend, and its plot."""

import sys
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ocppdesk.analysis.sample_table import SeriesKey
from ocppdesk.gui.charts.canvas import Scene
from ocppdesk.gui.charts.drawing import Style
from ocppdesk.gui.charts.kinds import (
    LIMIT,
    Group,
    Measure,
    PaneKey,
    is_bound,
    line_text,
    measurand_text,
    measure_of,
    place_text,
)
from ocppdesk.gui.charts.legend import Entry, Legend
from ocppdesk.gui.charts.lines import Line, spread
from ocppdesk.gui.charts.plot import Plot
from ocppdesk.gui.charts.time_window import TimeWindow
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_HEIGHT: Final = 118  # pixels of a plot at 100 %, at least
_COLORS: Final = 8
_BY_PHASE: Final = {"L1": 1, "L2": 2, "L3": 3, "N": 7}
_FINEST: Final = 1e-9
_PADDING: Final = 0.08
_GREATEST: Final = 1e16
_MAINS: Final = (120, 208, 230, 277, 400, 480)  # volts that grids have
_NEAR: Final = 0.15  # how far a voltage is from that of its grid
_TOLERANCE: Final = 0.1  # EN 50160: voltages stay within a tenth


class ChartPane(QWidget):
    """Lines of one unit over the common time.

    Args:
        theme: Its look.
        key: What its lines have in common.
        window: Which times are in view.
        scene: What all panes have in common.

    Signals:
        toggled: A line is to be hidden, or shown again: its `SeriesKey`.
        solo_wanted: Only this line is to be shown, or all again: its `SeriesKey`.
    """

    toggled = Signal(object)
    solo_wanted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        key: PaneKey,
        window: TimeWindow,
        scene: Scene,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._scene = scene
        self.key = key
        """What its lines have in common."""
        self.measure = Measure(1, key.unit)
        """How its values are written."""
        self._lines: list[Line] = []
        self._hidden: Collection[SeriesKey] = ()
        self._styles: dict[SeriesKey, Style] = {}
        self._chosen_values: tuple[float, float] | None = None
        self.title = ThemedLabel(theme, is_bold=True)
        self.legend = Legend(theme)
        self.plot = Plot(theme, window, scene)
        self.plot.setMinimumHeight(theme.scaled(_HEIGHT))
        self.plot.setAccessibleName(key.title)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addWidget(self.legend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(self.plot, 1)
        self.legend.toggled.connect(self.toggled)
        self.legend.solo_wanted.connect(self.solo_wanted)
        self.plot.values_wanted.connect(self.show_values)
        self.dress()

    @property
    def lines(self) -> list[Line]:
        """The lines that are in its picture."""
        return [line for line in self._lines if line.key not in self._hidden]

    def dress(self) -> None:
        """Take colours and sizes of the theme."""
        scaled = self._theme.scaled
        self._head.setContentsMargins(scaled(8), scaled(5), scaled(4), 0)
        self._head.setSpacing(scaled(14))
        self._styles.clear()
        self.plot.dress()

    def show_lines(
        self,
        lines: Sequence[Line],
        *,
        hidden: Collection[SeriesKey] = (),
        names_places: bool = False,
        assumed: Collection[SeriesKey] = (),
    ) -> None:
        """Draw these lines.

        Args:
            lines: In the order of the legend.
            hidden: Those that are not to be drawn.
            names_places: Whether the legend says where each was measured.
            assumed: Those of which the charger never said the unit.
        """
        self._lines, self._hidden = list(lines), hidden
        self._color_lines()
        entries = []
        for line in lines:
            key = line.key
            name = line_text(key)
            if names_places:
                name = f"{place_text(key)} {name}"
            tip = f"{place_text(key)}\n{measurand_text(key)}"
            if key in assumed:
                tip += "\n" + self.tr(
                    "The charger does not say the unit: it is the one that OCPP "
                    "assumes, which is what a ring means."
                )
            tip += "\n" + self.tr("Click: hide. Ctrl and click: only this one.")
            style = self._styles[key]
            entries.append(Entry(key, name, style, key in hidden, key in assumed, tip))
        self.legend.show_entries(entries)
        self.refresh()

    def show_values(self, bottom: float, top: float) -> None:
        """Have these values in view until everything is to be seen again."""
        least = max(abs(top), abs(bottom)) * _FINEST
        if top - bottom > max(least, sys.float_info.min) and top - bottom < _GREATEST:
            self._chosen_values = (bottom, top)
            self.plot.set_zoomed(True)
            self.refresh()

    def fit_values(self) -> None:
        """Have all values of the times in view."""
        self._chosen_values = None
        self.plot.set_zoomed(False)
        self.refresh()

    def refresh(self) -> None:
        """Draw what is in view now."""
        lines = self.lines
        # Bounds lie below what is measured.
        drawn = sorted(lines, key=lambda line: not is_bound(line.key))
        self.plot.canvas.lines = [(line, self._styles[line.key]) for line in drawn]
        values = self._chosen_values or self._all_values(lines)
        self.measure = measure_of(self.key.unit, max(abs(value) for value in values))
        unit = self.measure.unit
        title = self.key.title
        self.title.show_text(f"{title} ({unit})" if unit else title)
        self.plot.set_measure(self.measure)
        self.plot.canvas.band = self._band(lines)
        self.plot.show_values(*values)
        self.plot.canvas.refresh()

    def show_time(self, time: float | None) -> None:
        """Write the values at a time into the legend; with both markers, differences.

        Args:
            time: Seconds since 1970; None: the pointer is nowhere.
        """
        values: dict[SeriesKey, str] = {}
        markers = self._scene.markers
        for line in self.lines:
            parts = []
            value = None if time is None else line.value_at(time)
            if value is not None:
                parts.append(self.measure.text(value))
            if len(markers) > 1:
                parts.append(self._difference(line, markers))
            values[line.key] = "  ".join(part for part in parts if part)
        self.legend.show_values(values)

    def _difference(self, line: Line, markers: Mapping[str, float]) -> str:
        """Return by how much a line is greater at B than at A."""
        one, other = (line.value_at(markers[name]) for name in ("A", "B"))
        if one is None or other is None:
            return ""
        sign = "+" if other > one else ""
        return f"Δ {sign}{self.measure.text(other - one)}"

    def _all_values(self, lines: list[Line]) -> tuple[float, float]:
        found = spread(lines, self._window.low, self._window.high)
        if found is None:
            return (0.0, 1.0)
        bottom, top = found
        if self.key.has_zero:
            bottom, top = min(bottom, 0.0), max(top, 0.0)
        height = top - bottom
        # A picture of less would be one of the last digits of floating-point numbers.
        least = max(abs(top), abs(bottom)) * _FINEST
        if height <= max(least, sys.float_info.min):
            height = max(abs(top) * 2 * _PADDING, 1.0)
            return bottom - height / 2, top + height / 2
        padding = height * _PADDING
        is_grounded = self.key.has_zero and bottom == 0.0
        return bottom - (padding / 4 if is_grounded else padding), top + padding

    def _band(self, lines: list[Line]) -> tuple[float, float] | None:
        """Return the voltages that a grid may have, if these are of one."""
        if self.key.group is not Group.VOLTAGE:
            return None
        for line in lines:
            if not len(line.y):
                continue
            last = float(line.y[-1])
            volts = min(_MAINS, key=lambda volts: abs(last / volts - 1))
            if abs(last / volts - 1) <= _NEAR:
                return volts * (1 - _TOLERANCE), volts * (1 + _TOLERANCE)
        return None

    def _color_lines(self) -> None:
        """Give each line a colour of its own; phases have theirs."""
        known = {line.key for line in self._lines}
        self._styles = {k: v for k, v in self._styles.items() if k in known}
        names = {
            f"chart.{n}": self._theme.color(f"chart.{n}") for n in range(1, _COLORS + 1)
        }
        used = {style.color.name() for style in self._styles.values()}
        for line in self._lines:
            key = line.key
            if key in self._styles:
                continue
            order = [_preferred(key), *range(1, _COLORS + 1)]
            colors = [names[f"chart.{number}"] for number in order]
            color = next((c for c in colors if c.name() not in used), colors[0])
            used.add(color.name())
            is_filled = self.key.group in (Group.POWER, Group.SESSION)
            self._styles[key] = Style(
                color,
                is_dashed=is_bound(key) and key.measurand != LIMIT,
                is_filled=is_filled and not is_bound(key),
                scale=self._theme.scaled(100) / 100,
            )


def _preferred(key: SeriesKey) -> int:
    """Return the number of the colour that a line has if it is free."""
    if key.measurand == LIMIT:
        return 5
    if is_bound(key):
        return 4
    return _BY_PHASE.get(key.phase.partition("-")[0], 1)
