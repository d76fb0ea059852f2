# SPDX-License-Identifier: Apache-2.0
"""The dialog on what was concluded about a log, to correct it for the whole file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.versions import Version
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.logs.reading.found import Assumptions, Inference, Inferences, View

_QUARTERS: Final = (345, 525, 765)  # Nepal, Eucla and the Chatham Islands
_ZONES: Final = sorted([*range(-12 * 60, 14 * 60 + 1, 30), *_QUARTERS])
_ORDERS: Final = ("dmy", "mdy")


class CorrectionDialog(QDialog):
    """How a file was read, and how it is to be read instead.

    It is accepted with *Read again*; `assumptions` then has what was chosen.

    Args:
        theme: Its look.
        name: The name of the file.
        inferences: What was concluded.
        assumptions: What was assumed; that stands in the inputs.
        formats: The formats to choose from, titles by name.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        name: str,
        inferences: Inferences,
        assumptions: Assumptions,
        formats: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._before = assumptions
        self._inferences = inferences
        self.setWindowTitle(self.tr("How {name} is read").format(name=name))
        self.format = QComboBox()
        self.view = QComboBox()
        self.charger = QLineEdit()
        self.zone = QComboBox()
        self.version = QComboBox()
        self.order = QComboBox()
        self.day = QLineEdit()
        self.complaint = ThemedLabel(theme, color="problem", wraps=True)
        """What is wrong with what was typed."""
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.again = self.buttons.addButton(
            self.tr("&Read again"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        """The button that accepts."""
        self._grid = QGridLayout()
        self._build(formats)
        self._fill()
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)

    def assumptions(self) -> Assumptions:
        """Return what is assumed from now on."""
        zone = self.zone.currentData()
        view = self.view.currentData()
        version = self.version.currentData()
        return replace(
            self._before,
            format=self.format.currentData(),
            view=None if view is None else View(view),
            charger=self.charger.text().strip() or None,
            zone_minutes=zone,
            version=None if version is None else Version(version),
            dates=self.day.text().strip() or self.order.currentData(),
        )

    def _build(self, formats: Mapping[str, str]) -> None:
        scaled = self._theme.scaled
        concluded = self._inferences
        self._choices(self.format, self.tr("As found"), list(formats.items()))
        views = [
            (View.CSMS, self.tr("The CSMS")),
            (View.CHARGER, self.tr("The charger")),
        ]
        self._choices(self.view, self._concluded(concluded.view, dict(views)), views)
        zones = [(minutes, zone_text(minutes)) for minutes in _ZONES]
        offset = "" if concluded.zone is None else concluded.zone.value
        first = self._concluded(concluded.zone, {offset: f"UTC{offset}"})
        self._choices(self.zone, first, zones)
        versions = [(each.value, f"OCPP {each}") for each in Version]
        first = self._concluded(concluded.version, dict(versions))
        self._choices(self.version, first, versions)
        orders = [("dmy", self.tr("Day/month")), ("mdy", self.tr("Month/day"))]
        self._choices(
            self.order, self._concluded(concluded.dates, dict(orders)), orders
        )
        self.charger.setPlaceholderText(self._concluded(concluded.charger, {}))
        self.day.setPlaceholderText(self._concluded(concluded.dates, {}))
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(scaled(12))
        self._grid.setVerticalSpacing(scaled(4))
        self._row(self.tr("&Format"), self.format, None)
        self._row(self.tr("&Written by"), self.view, concluded.view)
        self._row(self.tr("&Charger"), self.charger, concluded.charger)
        self._row(self.tr("&Times are"), self.zone, concluded.zone)
        self._row(self.tr("OCPP &version"), self.version, concluded.version)
        dates = concluded.dates
        if dates is not None and dates.value in (*_ORDERS, ""):
            self._row(self.tr("&Dates are"), self.order, dates)
        elif dates is not None:
            self._row(self.tr("&Date of the first line"), self.day, dates)
        explanation = self.tr(
            "What the file does not say was concluded from all of it. Correct what is "
            "wrong, and the whole file is read again; marks and notes stay."
        )
        layout = QVBoxLayout(self)
        margin = scaled(14)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(scaled(10))
        layout.addWidget(
            ThemedLabel(self._theme, explanation, color="muted", wraps=True)
        )
        layout.addLayout(self._grid)
        layout.addStretch(1)
        layout.addWidget(self.complaint)
        layout.addWidget(self.buttons)
        self.resize(scaled(560), scaled(420))

    def _row(self, text: str, part: QWidget, inference: Inference | None) -> None:
        """Add an input, with the reason of the conclusion below it."""
        row = self._grid.rowCount()
        label = QLabel(text)
        label.setBuddy(part)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(part, row, 1)
        if inference is not None and inference.reason:
            reason = ThemedLabel(
                self._theme, inference.reason, color="muted", wraps=True
            )
            part.setAccessibleDescription(inference.reason)
            self._grid.addWidget(reason, row + 1, 1)

    def _choices(
        self, box: QComboBox, first: str, choices: Sequence[tuple[object, str]]
    ) -> None:
        box.addItem(first, None)
        for value, text in choices:
            box.addItem(text, value)

    def _concluded(self, inference: Inference | None, texts: Mapping[str, str]) -> str:
        """Say what holds if nothing is chosen."""
        if inference is None:
            return self.tr("As each line says")
        if not inference.value:
            return self.tr("Not known")
        text = texts.get(inference.value, inference.value)
        if inference.is_explicit:
            return self.tr("{value}, as the file says").format(value=text)
        return self.tr("{value}, concluded").format(value=text)

    def _fill(self) -> None:
        before = self._before
        for box, value in (
            (self.format, before.format),
            (self.view, before.view),
            (self.version, before.version),
            (self.zone, before.zone_minutes),
        ):
            if value is not None:
                box.setCurrentIndex(box.findData(value))
        self.charger.setText(before.charger or "")
        if before.dates in _ORDERS:
            self.order.setCurrentIndex(self.order.findData(before.dates))
        elif before.dates is not None:
            self.day.setText(before.dates)

    def _accept(self) -> None:
        text = self.day.text().strip()
        if text:
            try:
                date.fromisoformat(text)
            except ValueError:
                self.complaint.show_text(
                    self.tr("The date is to be written as in 2026-01-31.")
                )
                self.day.setFocus()
                return
        self.accept()


def zone_text(minutes: int) -> str:
    """Write an offset from UTC, as in `UTC+02:00`."""
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours:02}:{rest:02}"
