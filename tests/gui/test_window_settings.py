# SPDX-License-Identifier: Apache-2.0
"""The window with settings that are damaged, or of some other program."""

import json

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from ocppdesk.gui.chips.filter import Use
from ocppdesk.gui.window import MainWindow
from ocppdesk.settings import Settings

# Offscreen there is no keyboard to grab for a popup.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

KEPT = ("chips", "color_rules", "columns", "profiles", "shortcuts", "filter_history")
DEEP = "[" * 10_000 + "]" * 10_000
DEEP_OBJECT = '{"own":' * 10_000 + "0" + "}" * 10_000
ODD_TEXTS = ("", " ", "\0", "\ud800", "a" * 100_000, "(" * 9_000, "“", "a\nb", "-", "~")
PAIR = ["#000000", "#FFFFFF"]


def _rule(expression, **changes):
    return {
        "name": "Rule", "expression": expression, "light": PAIR, "dark": PAIR,
        "icon": "", "on": True, **changes,
    }  # fmt: skip


FOREIGN = {
    "chips": [
        {"own": [["own-1", text, text] for text in ODD_TEXTS]},
        {"own": [[f"own-{n}", f"Chip {n}", f"no == {n}"] for n in range(3_000)]},
        {"own": [["errors", "Mine", "~err"], ["own-1", "A"], "B", None, 7]},
        {"hidden": ["unknown", 7, None], "order": ["unknown", "marked", [], {}]},
        {"changed": {"errors": ["Errors", "action == ("], "unknown": ["A", "B"]}},
        {"changed": {"errors": [1, 2], "faults": None}, "hidden": {}, "own": 5},
    ],
    "color_rules": [
        [_rule(text) for text in ODD_TEXTS],
        [_rule("~err", name=text) for text in ODD_TEXTS],
        [_rule("~err")] * 5_000,
        [_rule("~err", icon="unknown"), _rule("~err", light=["red", "blue"]), {}, 7],
        [_rule("~err", icon=["cross"]), _rule("~err", icon={}), _rule("~err", on=1)],
        [_rule(r"/(a|aa)+$/")],
        {"rules": []},
    ],
    "columns": [
        {"order": ["unknown", "time", "time", 7], "shown": {"unknown": True}},
        {"shown": {"time": "yes", "summary": 1}, "widths": {"time": -5, "no": 10**30}},
        {"shown": dict.fromkeys(
            ("number", "time", "charger", "message", "summary", "result"), False
        )},
        {"paths": ["(", ".", "", ".a" * 5_000, ".connectorId", "\ud800", 7]},
        {"paths": [f".field{number}" for number in range(2_000)]},
        {"paths": ["time", "json"], "order": [".connectorId"], "delta": "unknown"},
        {"order": 7, "shown": [], "widths": "wide", "paths": {}, "delta": []},
    ],
    "profiles": [
        {"Live": 7, "Review": [], "Unknown": {"columns": "x"}},
        {"Review": {"columns": 7, "chips": "{", "color_rules": "[7]", "docks": [1]}},
        {"Review": {"docks": {"chargers": "no", "unknown": True}, "theme": "Dark"}},
        {"Review": {"columns": DEEP, "time_mode": "Unknown"}},
    ],
    "shortcuts": [
        {"unknown": ["Ctrl+U"], "mark": "Ctrl+M", "find": [7]},
        {"filter_on": ["Ctrl+A+"]},
        {"mark": ["Ctrl+F"], "find": ["Ctrl+F"], "palette": [""], "open": []},
        {"mark": [f"Ctrl+F{n}" for n in range(1, 36)] * 50},
        {"mark": ["\ud800", "\0", "x" * 50_000]},
        ["Ctrl+U"],
    ],
    "filter_history": [
        list(ODD_TEXTS),
        [f"no == {number}" for number in range(20_000)],
        [7, None, [], {}, ["a"]],
        {"texts": ["~err"]},
    ],
}  # fmt: skip
DAMAGED = ("{", "null", "7", '"text"', "true", "NaN", "\0", "[]", "{}", "[[]]",
           "x" * 10**6, DEEP, DEEP_OBJECT, "1" * 10_000,
           '"\\ud800"', "\ud800")  # fmt: skip
MOST_FOREIGN = max(map(len, FOREIGN.values()))


@pytest.fixture
def use(qtbot, theme, recording):
    """Open a window with some settings, use it in all ways, and close it."""
    recording.beat(3)

    def using(values):
        kept = Settings()
        kept.change(values)
        window = MainWindow(kept, theme, is_live=False)
        try:
            window.show()
            window.show_capture(recording.path)
            _use(qtbot, window)
        finally:
            window.close()
            window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    return using


def _use(qtbot, window):
    messages, tab = window.tab.messages, window.tab
    qtbot.waitUntil(lambda: messages.model.rowCount() == 7)
    messages.view.viewport().repaint()
    messages.select_message(2)
    messages.toggle_mark()
    messages.toggle_mark()
    tab.apply_text("~result")
    qtbot.waitUntil(lambda: messages.model.rowCount() == 3)
    tab.search.field.setFocus()
    tab.search.field.clear()
    qtbot.keyClick(tab.search.field, Qt.Key.Key_Down)
    tab.search.popup.hide()
    tab.apply_text("")
    qtbot.waitUntil(lambda: messages.model.rowCount() == 7)
    tab.chips.add("Results", "~result")
    messages.add_path_column(".currentTime")
    messages.columns.save()
    messages.edit_color_rules()
    messages._coloring.dialog.accept()
    for name in (*window.profile_names()[1:], window.profile_names()[0]):
        window.apply_profile(name)
        messages.view.viewport().repaint()
    window.shortcuts.assign("mark", [])
    for chip in tab.chips.shown[:3]:
        tab.chip_row.use(chip.key, Use.APPLY)
    tab.clear_filter()


@pytest.mark.parametrize("text", DAMAGED, ids=range(len(DAMAGED)))
def test_damaged_settings_keep_nobody_from_working(use, text):
    use(dict.fromkeys(KEPT, text))


@pytest.mark.parametrize("number", range(MOST_FOREIGN))
def test_settings_of_another_program_keep_nobody_from_working(use, number):
    use(
        {
            name: json.dumps(values[number % len(values)])
            for name, values in FOREIGN.items()
        }
    )


_texts = strategies.sampled_from(
    (*ODD_TEXTS, "errors", "own-1", "own", "time", "mark", "Review", "Ctrl+M", "~err",
     "columns", "order", "paths", ".connectorId", "#FFFFFF")
)  # fmt: skip
_leaves = strategies.one_of(
    strategies.none(), strategies.booleans(), strategies.integers(), _texts
)
_values = strategies.recursive(
    _leaves,
    lambda inner: strategies.one_of(
        strategies.lists(inner, max_size=4),
        strategies.dictionaries(_texts, inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.fixed_dictionaries(dict.fromkeys(KEPT, _values.map(json.dumps))))
def test_whatever_stands_in_the_settings_the_window_works(use, values):
    use(values)


def test_a_file_with_damaged_settings_is_read_and_written_again(use, tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(dict.fromkeys(KEPT, DEEP)), "utf-8")
    kept = Settings(path)
    assert kept.complaints == []
    kept.change({"chips": '{"own": [["own-1", "\\ud800", "~err"]]}'})
    assert Settings(path).chips == kept.chips
