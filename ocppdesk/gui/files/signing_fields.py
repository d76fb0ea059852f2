# SPDX-License-Identifier: Apache-2.0
"""The inputs for what signed firmware needs: pasted, or loaded from files."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ocppdesk.core.transfers.certificates import certificate_in
from ocppdesk.core.transfers.signatures import signature_in
from ocppdesk.gui.dialogs import choose_files
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.tasks import detach

_MOST_READ: Final = 2**16 + 1  # one more than anything that is accepted


@dataclass(frozen=True, slots=True)
class Reading:
    """What an input holds."""

    value: str
    """What is sent."""
    note: str
    """What it is, as a sentence."""
    is_odd: bool = False
    """Whether the charger is likely to refuse it."""


class SigningField(QWidget):
    """Takes a text that is pasted, or a file, and says at once what it is.

    A file that is of no use empties the input: what was there before is not meant any
    more.

    Args:
        theme: Its look.

    Signals:
        changed: There is another text.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.value = ""
        """What is sent; empty as long as there is nothing that can be."""
        self.choose = QPushButton()
        self.choose.setAutoDefault(False)
        self.note = ThemedLabel(theme, color="muted", wraps=True)
        """What it is, or why it is none."""
        self._origin = ("", "")  # the name of a file, and what was in it
        self._line = QHBoxLayout()
        self._line.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.scaled(2))
        layout.addLayout(self._line)
        layout.addWidget(self.note)

    def _complete(self, edit: QWidget, *, button: str, title: str) -> None:
        """Put the text and what chooses a file in their places."""
        self._line.insertWidget(0, edit, 1)
        self.choose.setText(button)
        self.choose.clicked.connect(lambda: detach(self._choose(title), name=title))

    # What the two inputs say.

    def typed(self) -> str:
        """Return the text, without blanks around it."""
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        """Put a text in place of what is there."""
        raise NotImplementedError

    def _read(self, data: bytes) -> Reading:
        """Return what a text or a file holds.

        Raises:
            ValueError: If it holds nothing of use; its text says why.
        """
        raise NotImplementedError

    # Files.

    async def _choose(self, title: str) -> None:
        files = await choose_files(
            self, title=title, filters=[self.tr("All files (*)")]
        )
        if files and isValid(self):
            await self.load(files[0])

    async def load(self, path: Path) -> None:
        """Take what a file holds."""
        try:
            # In another thread: it may be on a slow disk.
            data = await asyncio.to_thread(_head_of, path)
        except OSError as error:
            why = error.strerror or str(error)
            data, problem = b"", self.tr("It cannot be read: {}.").format(why)
        else:
            problem = ""
        if not isValid(self):
            return
        try:
            value = "" if problem else self._read(data).value
        except ValueError as error:
            value, problem = "", str(error)
        self._origin = (path.name, value)
        self.show_text(value)
        self._follow()
        if problem:
            self.note.show_text(f"✗ {path.name}: {problem}", "refused")

    # Following what is typed.

    def _follow(self) -> None:
        text = self.typed()
        try:
            found = self._read(text.encode(errors="replace")) if text else None
        except ValueError as error:
            self.value = ""
            self.note.show_text(f"✗ {error}", "refused")
        else:
            self.value = "" if found is None else found.value
            self._show(found)
        self.changed.emit()

    def _show(self, found: Reading | None) -> None:
        if found is None:
            self.note.show_text("", "muted")
            return
        name, value = self._origin
        origin = f"{name}: " if name and value == found.value else ""
        sign, color = ("▲ ", "slow") if found.is_odd else ("", "muted")
        self.note.show_text(f"{sign}{origin}{found.note}", color)


class CertificateField(SigningField):
    """Takes the signing certificate: PEM is pasted; files may have DER too.

    Args:
        theme: Its look.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.edit = QPlainTextEdit()
        """The certificate in PEM."""
        self._complete(
            self.edit,
            button=self.tr("Choose &certificate…"),
            title=self.tr("Choose the signing certificate"),
        )
        self.edit.setAccessibleName(self.tr("Signing certificate"))
        self.edit.setPlaceholderText("-----BEGIN CERTIFICATE-----")
        self.edit.setTabChangesFocus(True)
        self.edit.setObjectName("field")
        self.edit.setFixedHeight(theme.scaled(58))
        self.edit.textChanged.connect(self._follow)

    # Overrides of SigningField.

    def typed(self) -> str:
        return self.edit.toPlainText().strip()

    def show_text(self, text: str) -> None:
        self.edit.setPlainText(text)

    def _read(self, data: bytes) -> Reading:
        found = certificate_in(data)
        is_over = found.until is not None and found.until < time.time()
        parts = [found.owner or self.tr("It does not say whose it is")]
        if found.until is not None:
            told = self.tr("expired on {}") if is_over else self.tr("valid until {}")
            day = datetime.fromtimestamp(found.until, UTC)
            parts.append(told.format(f"{day:%Y-%m-%d}"))
        note = f"{', '.join(parts)}."
        if found.count > 1:
            told = self.tr("Only the first of {} certificates is sent.")
            note = f"{note} {told.format(found.count)}"
        return Reading(found.pem, note, is_odd=is_over)


class SignatureField(SigningField):
    """Takes the signature: base64 is pasted; files may have bytes or digits too.

    Args:
        theme: Its look.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.edit = QLineEdit()
        """The signature in base64."""
        self._complete(
            self.edit,
            button=self.tr("Choose s&ignature…"),
            title=self.tr("Choose the signature of the firmware"),
        )
        self.edit.setAccessibleName(self.tr("Signature"))
        self.edit.setPlaceholderText(self.tr("The signature of the file, base64"))
        self.edit.textChanged.connect(self._follow)

    # Overrides of SigningField.

    def typed(self) -> str:
        return self.edit.text().strip()

    def show_text(self, text: str) -> None:
        self.edit.setText(text)

    def _read(self, data: bytes) -> Reading:
        found = signature_in(data)
        if found.is_a_hash:
            told = self.tr("{size} bytes: that is the size of a hash, no signature.")
            return Reading(found.base64, told.format(size=found.size), is_odd=True)
        told = self.tr("{size} bytes.")
        return Reading(found.base64, told.format(size=found.size))


def _head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_READ)
