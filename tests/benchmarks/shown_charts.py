# SPDX-License-Identifier: Apache-2.0
"""A million samples drawn, zoomed and panned by us, or by pyqtgraph alone.

`python -m tests.benchmarks.shown_charts ours|bare` prints what was measured as one JSON
object, in milliseconds. Both draw the same six series in six panes that are all in
view; pyqtgraph thins and clips them as its manual recommends.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.sample_table import SeriesData, SeriesKey
from ocppdesk.app import application

SAMPLES = 1_000_000
FRAMES = 60

_START = 1_785_585_600_000_000  # 2026-08-01T12:00:00Z
_EACH_US = 10_000_000
_SIZE = (1366, 1080)

Show = Callable[[float, float], None]


def facts() -> Facts:
    """Return a million samples in six series, noisy as those of chargers are."""
    count = SAMPLES // 6
    time_of = np.arange(count)
    at = _START + time_of * _EACH_US
    random = np.random.default_rng(7)
    power = np.abs(np.sin(time_of / 5_000)) * 11_000 + random.normal(0, 50, count)
    values = {
        ("Energy.Active.Import.Register", "", "Wh"): np.cumsum(np.abs(power) / 360),
        ("Power.Active.Import", "", "W"): power,
        ("Current.Import", "L1", "A"): power / 690 + random.normal(0, 0.1, count),
        ("Voltage", "L1-N", "V"): random.normal(230, 1, count),
        ("SoC", "", "Percent"): time_of % 2_000 / 20,
        ("Temperature", "", "Celsius"): 30 + 5 * np.sin(time_of / 9_000),
    }
    series = tuple(
        SeriesData(
            SeriesKey(None, 1, measurand, phase, "Outlet", unit),
            at,
            at,
            value,
            np.arange(1, count + 1),
            np.zeros(count, np.uint8),
        )
        for (measurand, phase, unit), value in values.items()
    )
    return Facts("CP1", count, series, (), ())


def ours(known: Facts) -> tuple[QWidget, Show]:
    """Show our view of charts."""
    from ocppdesk.gui.charts.view import ChartsView
    from ocppdesk.gui.look.theme import Theme
    from ocppdesk.settings import Settings

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme(app)
    theme.apply("Light", 100)
    view = ChartsView(Settings(), theme, is_live=False)
    view.resize(*_SIZE)
    view.choose_charger(known.charger)
    view.show()
    view.show_facts(known)
    return view, view.stack.window_of_time.show_range


def bare(known: Facts) -> tuple[QWidget, Show]:
    """Show the same samples with pyqtgraph and nothing else."""
    import pyqtgraph

    pyqtgraph.setConfigOptions(background="w", foreground="k", antialias=False)
    widget = pyqtgraph.GraphicsLayoutWidget()
    widget.resize(*_SIZE)
    plots = []
    for row, data in enumerate(known.series):
        axes = {"bottom": pyqtgraph.DateAxisItem()}
        plot = widget.addPlot(row=row, col=0, axisItems=axes)
        plot.showGrid(x=True, y=True, alpha=0.3)
        plot.setDownsampling(auto=True, mode="peak")
        plot.setClipToView(True)
        plot.plot(data.at / 1e6, data.value, pen=pyqtgraph.mkPen("b"))
        plot.setAutoVisible(y=True)
        if plots:
            plot.setXLink(plots[0])
        plots.append(plot)
    widget.show()
    return widget, lambda low, high: plots[0].setXRange(low, high, padding=0)


def measure(make: Callable[[Facts], tuple[QWidget, Show]]) -> dict[str, float]:
    """Measure one of them."""
    app = application()
    known = facts()
    began = time.perf_counter()
    widget, show = make(known)
    app.processEvents()
    widget.grab()
    first = time.perf_counter() - began
    low, high = float(known.series[0].at[0]) / 1e6, float(known.series[0].at[-1]) / 1e6
    width = high - low

    def frames(ranges: list[tuple[float, float]]) -> list[float]:
        found = []
        for each in ranges:
            began = time.perf_counter()
            show(*each)
            app.processEvents()
            found.append(1000 * (time.perf_counter() - began))
        return sorted(found)

    middle = low + width * 0.4
    zoomed = [0.93**n * width for n in range(1, FRAMES + 1)]
    zoom = frames([(middle - w * 0.4, middle + w * 0.6) for w in zoomed])
    shift = width * 0.005
    wide = frames([(low + n * shift, high + n * shift) for n in range(FRAMES)])
    part = width / 10
    near = frames([(low + n * shift, low + n * shift + part) for n in range(FRAMES)])
    p95 = int(FRAMES * 0.95)
    return {
        "first": 1000 * first,
        "zoom": zoom[FRAMES // 2],
        "zoom_p95": zoom[p95],
        "pan_all": wide[FRAMES // 2],
        "pan_all_p95": wide[p95],
        "pan_part": near[FRAMES // 2],
        "pan_part_p95": near[p95],
    }


if __name__ == "__main__":
    print(json.dumps(measure({"ours": ours, "bare": bare}[sys.argv[1]])))
