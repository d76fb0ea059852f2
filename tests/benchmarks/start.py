# SPDX-License-Identifier: Apache-2.0
"""From the start of the process to the first painted window.

Against a script that shows an empty `QMainWindow`: what Qt and Python cost anyway.
"""

import os
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.report import median, report

ROUNDS = 5

# Each ends by itself at the moment that counts; a proper farewell would take time.
_BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(9)

application = QApplication([])
window = Window()
window.resize(1366, 740)
window.show()
QApplication.exec()
"""
_OURS = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from ocppdesk import app, cli

class Watcher(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            os._exit(9)
        return False

class Window(app.MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if sys.argv[1] == "first":
            os._exit(9)

    def complete(self):
        super().complete()
        self.watcher = Watcher()
        self.waiting.installEventFilter(self.watcher)

app.MainWindow = Window
cli.main(["--host", "127.0.0.1", "--port", "0"])
"""


def run() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "OCPPDESK_HOME": home,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        kinds = {
            "bare": (_BARE,),
            "first": (_OURS, "first"),
            "complete": (_OURS, "complete"),
        }
        times: dict[str, list[float]] = {kind: [] for kind in kinds}
        for number in range(ROUNDS + 1):
            for kind, words in kinds.items():
                seconds = _seconds(words, environment)
                if number:  # the first round fills the caches of the disk
                    times[kind].append(seconds)
    bare = median(times["bare"])
    report("start: an empty QMainWindow is painted after", bare, unit="s")
    report("start: the window is painted after", median(times["first"]), unit="s")
    report(
        "start: the window, against an empty QMainWindow",
        median(times["first"]) / bare,
        goal="<= 2",
    )
    report(
        "start: the window with all its parts, against an empty QMainWindow",
        median(times["complete"]) / bare,
    )


def _seconds(words: tuple[str, ...], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", *words],
        env=environment,
        stderr=subprocess.PIPE,
        check=False,
    )
    elapsed = time.perf_counter() - began
    if done.returncode != 9:
        raise RuntimeError(f"No window was painted: {done.stderr.decode()}")
    return elapsed
