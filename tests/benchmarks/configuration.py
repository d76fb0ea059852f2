# SPDX-License-Identifier: Apache-2.0
"""How soon a large configuration is on screen, and how quick its filter is."""

import os
import tempfile
import time
from pathlib import Path

from tests.benchmarks.report import median, report

PARTS = 100
PER_PART = 20
_RUNS = 5
_TEXTS = ("v", "va", "variable1", "variable19 s", "-variable1", "/ent9.*le1$/", "")


def run() -> None:
    """Report 2000 variables of OCPP 2.0.1 to a real view, offscreen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    last, at_once = [], []
    letters: dict[str, list[float]] = {text: [] for text in _TEXTS}
    for _ in range(_RUNS):
        with tempfile.TemporaryDirectory() as folder:
            shown = _Shown(app, Path(folder))
            shown.report(PARTS - 1)
            shown.show()
            last.append(shown.seconds(shown.report, 1))
            for text, found in letters.items():
                found.append(shown.seconds(shown.type, text))
            shown.close()
            shown = _Shown(app, Path(folder) / "again")
            shown.report(PARTS)
            at_once.append(shown.seconds(lambda: None))
            shown.close()
    count = PARTS * PER_PART
    name = f"{count} variables are on screen after the last part"
    report(name, median(last), unit="s", goal="< 1")
    name = f"{count} variables are on screen when all parts come at once"
    report(name, median(at_once), unit="s", goal="< 1")
    name = f"a letter in the filter of {count} settings, the slowest"
    report(name, max(map(median, letters.values())) * 1000, unit="ms", goal="< 50")


class _Shown:
    """A view on a capture that is being recorded, in a window of its own."""

    def __init__(self, app, folder: Path) -> None:
        from ocppdesk.capture.reader import CaptureReader
        from ocppdesk.core.versions import Version
        from ocppdesk.gui.configuration.view import ConfigurationView
        from ocppdesk.gui.look.theme import Theme
        from ocppdesk.settings import Settings
        from tests.gui.conftest import Recording

        folder.mkdir(exist_ok=True)
        self._app = app
        self._sent = 0
        self._recording = Recording(folder / "bench.ocppdesk")
        self._line = self._recording.line("CP1", Version.V201)
        self._recording.commit()
        theme = Theme(app)
        theme.apply("Light", 100)
        self._view = ConfigurationView(Settings(), theme)
        self._view.resize(1366, 700)
        self._view.show()
        self._reader = CaptureReader(self._recording.path)
        self._view.show_reader(self._reader, self._reader.last_id())
        self._view.update_chargers(self._reader.chargers())
        asked = {"requestId": 1, "reportBase": "FullInventory"}
        self._line.reply(self._line.ask("GetBaseReport", asked), {"status": "Accepted"})
        self.show()

    def report(self, parts: int) -> None:
        """Let parts come, and be recorded."""
        for _ in range(parts):
            self._line.say("NotifyReport", _part(self._sent))
            self._sent += 1
        self._recording.commit()

    def type(self, text: str) -> None:
        """Have another text in the filter line."""
        self._view.filter_bar.field.setText(text)

    def show(self) -> None:
        """Show what is recorded, painted."""
        self._view.advance(self._recording.recorder.committed_id)
        for part in (self._view.table, self._view.filter_bar, self._view.about):
            part.grab()

    def seconds(self, do, *arguments) -> float:
        """Return how long something takes until it is painted."""
        began = time.perf_counter()
        do(*arguments)
        self.show()
        return time.perf_counter() - began

    def close(self) -> None:
        """Let go of everything."""
        assert self._view.model.total == PARTS * PER_PART
        self._view.close_reader()
        self._view.close()
        self._reader.close()
        self._recording.recorder.close()


def _part(number: int) -> dict[str, object]:
    rows = [
        {
            "component": {"name": f"Component{number}", "evse": {"id": column % 4}},
            "variable": {"name": f"Variable{column}"},
            "variableAttribute": [{"value": str(column), "mutability": "ReadWrite"}],
            "variableCharacteristics": {
                "dataType": "integer",
                "unit": "s",
                "minLimit": 0,
                "maxLimit": 3600,
                "supportsMonitoring": True,
            },
        }
        for column in range(PER_PART)
    ]
    return {
        "requestId": 1,
        "generatedAt": "2027-01-15T08:00:00Z",
        "seqNo": number,
        "tbc": number < PARTS - 1,
        "reportData": rows,
    }
