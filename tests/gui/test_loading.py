# SPDX-License-Identifier: Apache-2.0
import importlib
import subprocess
import sys

import pytest
from PySide6.QtCore import QObject

from ocppdesk.gui.loading import Loading, resting


def test_it_tells_when_it_is_over(qtbot):
    parent = QObject()
    loading = Loading(["pyqtgraph"], parent)
    with qtbot.waitSignal(loading.over, timeout=20_000):
        loading.start()
    assert "pyqtgraph" in sys.modules


def test_it_can_be_given_up(qtbot):
    parent = QObject()
    loading = Loading(["pyqtgraph"], parent)
    told = []
    loading.over.connect(lambda: told.append(True))
    loading.start()
    loading.stop()
    other = Loading(["pyqtgraph"], parent)
    with qtbot.waitSignal(other.over, timeout=20_000):
        other.start()
    assert told == []


def test_imports_are_as_before_afterwards():
    before = list(sys.meta_path)
    with resting():
        importlib.import_module("json.tool")
    assert "json.tool" in sys.modules
    with pytest.raises(ModuleNotFoundError), resting():
        importlib.import_module("ocppdesk.there_is_none")
    assert sys.meta_path == before


def test_loading_in_another_thread_does_no_harm():
    story = """
import sys, threading
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
app = QApplication(["-platform", "offscreen"])
from ocppdesk.gui.loading import Loading
hook = sys.excepthook
loading = Loading(["pyqtgraph"], app)
def over():
    from ocppdesk.gui.charts.canvas import Scene
    from ocppdesk.gui.charts.plot import Plot
    from ocppdesk.gui.charts.time_window import TimeWindow
    from ocppdesk.gui.look.theme import Theme
    plot = Plot(Theme(app), TimeWindow(), Scene())
    plot.show()
    plot.grab()
    assert sys.excepthook is hook
    print("drawn")
    QTimer.singleShot(0, app.quit)
loading.over.connect(over)
assert "pyqtgraph" not in sys.modules
loading.start()
getattr(app, "exec")()
"""
    done = subprocess.run(
        [sys.executable, "-c", story], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "drawn"
