# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox

from ocppdesk.core.versions import Version
from ocppdesk.gui.logs.correction_dialog import CorrectionDialog, zone_text
from ocppdesk.logs.reading.found import Assumptions, Inference, Inferences, View

CONCLUDED = Inferences(
    view=Inference("csms", "BootNotification is received 3 times and never sent."),
    charger=Inference("CP-1", "The charger is named in the path.", is_explicit=True),
    zone=Inference("+02:00", "The answers to Heartbeat are two hours behind."),
    version=Inference("1.6", "StartTransaction is no action of OCPP 2."),
)
FORMATS = {"text": "Text log", "table": "Table"}


@pytest.fixture
def opened(qtbot, theme):
    """Open the dialog on some conclusions and assumptions."""

    def make(inferences=CONCLUDED, assumptions=None):
        dialog = CorrectionDialog(
            theme,
            name="site.log",
            inferences=inferences,
            assumptions=assumptions or Assumptions(),
            formats=FORMATS,
        )
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return make


def test_what_was_concluded_stands_first_and_changes_nothing(opened):
    dialog = opened()
    assert dialog.view.currentText() == "The CSMS, concluded"
    assert dialog.zone.currentText() == "UTC+02:00, concluded"
    assert dialog.charger.placeholderText() == "CP-1, as the file says"
    assert dialog.view.accessibleDescription() == CONCLUDED.view.reason
    assert dialog.assumptions() == Assumptions()


def test_what_is_chosen_is_assumed(opened, qtbot):
    dialog = opened()
    dialog.format.setCurrentText("Table")
    dialog.view.setCurrentText("The charger")
    dialog.zone.setCurrentText("UTC+05:45")
    dialog.version.setCurrentText("OCPP 2.0.1")
    qtbot.keyClicks(dialog.charger, " CP 7 ")
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.assumptions() == Assumptions(
        format="table",
        view=View.CHARGER,
        charger="CP 7",
        zone_minutes=345,
        version=Version.V201,
    )


def test_what_was_assumed_before_stands_in_the_inputs(opened):
    before = Assumptions(
        format="text",
        view=View.CSMS,
        charger="CP 7",
        zone_minutes=-60,
        version=Version.V16,
        columns={"time": "When"},
    )
    dialog = opened(assumptions=before)
    assert dialog.assumptions() == before
    dialog.zone.setCurrentIndex(0)
    assert dialog.assumptions().zone_minutes is None


def test_the_order_of_day_and_month_can_be_chosen(opened):
    dialog = opened(Inferences(dates=Inference("mdy", "No number is above 12.")))
    assert dialog.order.isVisible()
    assert not dialog.day.isVisible()
    dialog.order.setCurrentText("Day/month")
    assert dialog.assumptions().dates == "dmy"


def test_the_date_of_a_log_of_times_of_day_can_be_typed(opened, qtbot):
    dialog = opened(Inferences(dates=Inference("2026-01-31", "The file is of then.")))
    assert dialog.day.isVisible()
    assert not dialog.order.isVisible()
    qtbot.keyClicks(dialog.day, "31.1.")
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "2026-01-31" in dialog.complaint.text()
    dialog.day.setText("2026-02-01")
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert dialog.assumptions().dates == "2026-02-01"


def test_cancel_rejects(opened, qtbot):
    dialog = opened()
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Rejected


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "UTC+00:00"), (330, "UTC+05:30"), (-210, "UTC-03:30")]
)
def test_zones_are_written_with_their_sign(minutes, text):
    assert zone_text(minutes) == text
