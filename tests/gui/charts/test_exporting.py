# SPDX-License-Identifier: Apache-2.0
from datetime import datetime

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from ocppdesk.gui.charts.book import LineBook
from ocppdesk.gui.charts.exporting import export_chart, file_name
from ocppdesk.gui.charts.stack import ChartStack
from ocppdesk.tasks import start
from tests.gui.stage import until

NOON = 1_785_585_600


def test_a_name_says_which_charger_and_when():
    stamp = datetime.fromtimestamp(NOON).astimezone().strftime("%Y-%m-%d_%H-%M-%S")
    name = file_name("CP/00:42", NOON, "Current", ".png")
    assert name == f"CP-00-42_{stamp}_Current.png"
    assert file_name("", 1e20, "All", ".csv") == "undated_All.csv"


@pytest.fixture
def stack(qtbot, theme, charger):
    charger.charge(minutes=3)
    book = LineBook()
    book.take(charger.facts())
    made = ChartStack(theme)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show_lines(list(book.lines.values()))
    made.settle()
    made.window_of_time.set_span(book.span())
    made.show()
    return made


@pytest.fixture
def export(stack, theme, on_loop):
    """Export, and answer the dialog with a file."""

    def run(name, target):
        async def story():
            exporting = export_chart(
                stack,
                stack,
                theme,
                name=name,
                title="CP1",
                charger="CP1",
                lines=stack.lines,
            )
            told = start(exporting, name="export")
            dialog = await until(lambda: stack.findChild(QFileDialog))
            if target is None:
                dialog.reject()
            else:
                dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
                dialog.done(QDialog.DialogCode.Accepted.value)
            return await told

        return on_loop(story)

    return run


@pytest.mark.parametrize(
    ("name", "suffix", "begin"),
    [
        ("png", ".png", b"\x89PNG"),
        ("svg", ".svg", b"<?xml"),
        ("csv", ".csv", b"\xef\xbb\xbftime"),
        ("csv all", ".csv", b"\xef\xbb\xbftime"),
    ],
)
def test_a_chart_is_written(export, tmp_path, name, suffix, begin):
    target = tmp_path / f"chart{suffix}"
    assert str(target) in export(name, target)
    assert target.read_bytes().startswith(begin)


def test_whoever_changes_their_mind_gets_nothing(export):
    assert export("csv", None) == ""


def test_a_file_that_cannot_be_written_is_said(export, tmp_path):
    folder = tmp_path / "full.csv"
    target = folder / "chart.csv"
    folder.write_text("a file where a folder should be")
    assert "could not be written" in export("csv", target)
