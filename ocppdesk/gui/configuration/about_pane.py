# SPDX-License-Identifier: Apache-2.0
"""What is known about the current setting, below the table."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from ocppdesk.core.configuration.keys import Reboot, about
from ocppdesk.gui.configuration.model import SettingsModel
from ocppdesk.gui.configuration.rows import Row
from ocppdesk.gui.connections.texts import time_text
from ocppdesk.gui.look.theme import Theme


class AboutPane(QTextEdit):
    """Says what a setting does, what it may be, and what became of the last change.

    Args:
        theme: Where colours come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = ""
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("About the setting"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # Values of strangers may have no blank at all.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        theme.changed.connect(self._dress)
        self._dress()

    def show_row(self, row: Row | None, model: SettingsModel) -> None:
        """Describe a setting; nothing is touched if it is described already."""
        html = "" if row is None else self._describe(row, model)
        if html != self._shown:
            self._shown = html
            self.setHtml(html)

    def _dress(self) -> None:
        self.document().setDocumentMargin(self._theme.scaled(10))
        self._shown = ""  # its colours are those of the theme before

    def _describe(self, row: Row, model: SettingsModel) -> str:
        theme, entry = self._theme, row.entry
        parts = [f"<p><b>{escape(row.name)}</b> "]
        if row.relative:
            also = self.tr("also called {name}").format(name=row.relative)
            parts.append(self._muted(f"· {also}"))
        parts.append("</p>")
        state = model.state(row)
        if state.why:
            color = theme.color(state.color).name()
            text = f"{state.text[:1]} {state.why}"
            parts.append(f"<p style='color:{color}'>{escape(text)}</p>")
        meaning = row.meaning or self.tr(
            "The specification does not have it, and nothing is known about it."
        )
        parts.append(f"<p>{escape(meaning)}</p>")
        parts.extend(f"<p>⚠ {escape(remark)}</p>" for remark in entry.remarks)
        rows = [
            f"<tr><td style='color:{theme.color('muted').name()}; "
            f"padding-right:{theme.scaled(16)}px'>{escape(label)}</td>"
            f"<td>{escape(text)}</td></tr>"
            for label, text in self._facts(row, model)
            if text
        ]
        parts.append(f"<table>{''.join(rows)}</table>")
        return "".join(parts)

    def _facts(self, row: Row, model: SettingsModel) -> list[tuple[str, str]]:
        entry, known = row.entry, about(row.address)
        kind = model.kind_of(row)
        new = entry.masked(model.new_text(row) or "")
        typical = "" if known is None else known.typical
        vendor = "" if known is None else known.vendor
        if entry.value is None:
            value = self.tr("not told")
        else:
            value = entry.shown or self.tr("empty")
        return [
            (self.tr("Current value"), value),
            (self.tr("New value"), new),
            (self.tr("Type"), kind.text),
            (self.tr("One of"), ", ".join(kind.choices)),
            (self.tr("Typical"), typical),
            (self.tr("Access"), row.access),
            (self.tr("Reboot"), self._reboot_text(row)),
            (self.tr("Vendor"), vendor),
            (self.tr("Read at"), self._time(entry.read_at)),
            (self.tr("Last written"), self._written_text(row)),
        ]

    def _reboot_text(self, row: Row) -> str:
        known = about(row.address)
        texts = {
            Reboot.NO: self.tr("A change usually takes effect at once."),
            Reboot.OFTEN: self.tr("Many chargers take a change over when they reboot."),
            Reboot.RECONNECTS: self.tr("The charger disconnects to take it over."),
            Reboot.UNKNOWN: "",
        }
        return "" if known is None else texts[known.reboot]

    def _written_text(self, row: Row) -> str:
        entry = row.entry
        if entry.written_at is None:
            return ""
        value = entry.masked(entry.written or "") or self.tr("empty")
        text = self.tr("{value} at {time}, answered {status} {reason}")
        return text.format(
            value=value,
            time=self._time(entry.written_at),
            status=entry.status,
            reason=entry.reason,
        ).strip()

    def _time(self, at: int | None) -> str:
        return "" if at is None else time_text(at)

    def _muted(self, text: str) -> str:
        color = self._theme.color("muted").name()
        return f"<span style='color:{color}'>{escape(text)}</span>"
