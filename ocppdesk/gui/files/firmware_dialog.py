# SPDX-License-Identifier: Apache-2.0
"""The form for new firmware."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDateTime, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ocppdesk.core.commands.risks import danger_of
from ocppdesk.core.transfers.requests import FirmwareWish
from ocppdesk.csms.filedrop.options import FileProtocol
from ocppdesk.gui.addresses import Address
from ocppdesk.gui.dialogs import choose_files
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.files.fields import ServerFields, TriesFields
from ocppdesk.gui.files.signing_fields import CertificateField, SignatureField
from ocppdesk.gui.files.sources import is_a_url, note_of, problem_of
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.times.moment_edit import MomentEdit
from ocppdesk.tasks import detach

_WIDTH: Final = 620
_HEIGHT: Final = 380
_TITLE_BAR: Final = 40


@dataclass(frozen=True, slots=True)
class FirmwareOrder:
    """What somebody wants done."""

    source: Path | str
    """The file, or the URL."""
    wish: FirmwareWish
    """What is asked of the charger."""
    protocol: FileProtocol
    """How the file goes over."""
    host: str
    """The address of the file server; empty for the one that the charger reached."""


class FirmwareDialog(QDialog):
    """Asks what a charger is to install, and says what may happen.

    Args:
        theme: Its look.
        charger: The identity.
        abilities: What is known of the charger.
        firmware: The version that it has; empty if it is not known.
        reached: The address of this computer that the charger has reached.
        addresses: The addresses of this computer.
        parent: The window it belongs to.
    """

    def __init__(
        self,
        theme: Theme,
        charger: str,
        *,
        abilities: Abilities,
        firmware: str,
        reached: str,
        addresses: Sequence[Address],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._abilities = abilities
        self.setWindowTitle(self.tr("Update firmware: {}").format(charger))
        now_text = self.tr(
            "{charger} speaks OCPP {version}; its firmware is {firmware}."
        )
        now_text = now_text.format(
            charger=charger,
            version=abilities.version.value,
            firmware=firmware or self.tr("not known"),
        )
        self.about = ThemedLabel(theme, now_text, wraps=True)
        self.source = QLineEdit()
        """The file, or a URL."""
        self.source.setAccessibleName(self.tr("Firmware file or URL"))
        self.source.setPlaceholderText(
            self.tr("A file, or a URL that the charger can reach by itself")
        )
        self.choose = QPushButton(self.tr("Choose &file…"))
        self.choose.setAutoDefault(False)
        self.source_note = ThemedLabel(theme, color="muted", wraps=True)
        """What the source is, or why it is none."""
        self.server = ServerFields(
            theme, abilities, reached=reached, addresses=addresses
        )
        self.retrieve = self._moment()
        """When the file may be fetched."""
        self.retrieve.setAccessibleName(self.tr("Fetch it not before"))
        self.install = self._moment()
        """When it may be installed."""
        self.install.setAccessibleName(self.tr("Install it not before"))
        self.tries = TriesFields(theme, retries=None)
        self.is_signed = QCheckBox(self.tr("&Signed by the manufacturer"))
        self.signed_note = ThemedLabel(theme, color="slow", wraps=True)
        """Why the charger may not take signed firmware."""
        self.certificate = CertificateField(theme)
        self.signature = SignatureField(theme)
        self.danger = ThemedLabel(theme, color="slow", wraps=True)
        """What may happen."""
        self.knows = QCheckBox(self.tr("&I know that the charger may not come back"))
        self.problem = ThemedLabel(theme, color="refused", wraps=True)
        """Why it cannot be sent yet."""
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.send = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        told = self.tr(
            "▲ SignedUpdateFirmware belongs to the security extension; whether the "
            "charger has that is not known."
        )
        self.signed_note.show_text(told)
        self._inside = QWidget()
        self.area = QScrollArea()
        """All that is filled in; it scrolls where the screen is too small."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._make_room)
        self._build()
        self._connect()
        self._follow()
        # What does nothing is what Enter means (protocol.md 7.15).
        cancel = self.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self.send.setAutoDefault(False)
        cancel.setDefault(True)
        self.source.setFocus()

    @property
    def action(self) -> str:
        """The action that will be sent."""
        if self._abilities.is_16 and self.is_signed.isChecked():
            return "SignedUpdateFirmware"
        return "UpdateFirmware"

    @property
    def order(self) -> FirmwareOrder:
        """What is wanted, once the form can be sent."""
        text = self.source.text().strip()
        is_signed = self.is_signed.isChecked()
        return FirmwareOrder(
            source=text if is_a_url(text) else Path(text).expanduser(),
            wish=FirmwareWish(
                retrieve_at=self.retrieve.moment,
                install_at=self.install.moment if self.install.isEnabled() else None,
                retries=self.tries.retries,
                retry_interval_s=self.tries.interval_s,
                signing_certificate=self.certificate.value if is_signed else "",
                signature=self.signature.value if is_signed else "",
            ),
            protocol=self.server.chosen_protocol,
            host=self.server.host,
        )

    # Building.

    def _moment(self) -> MomentEdit:
        return MomentEdit(
            self._theme,
            empty_text=self.tr("At once"),
            first=QDateTime.currentDateTime,
            is_end=False,
        )

    def _build(self) -> None:
        scaled = self._theme.scaled
        line = QHBoxLayout()
        line.addWidget(self.source, 1)
        line.addWidget(self.choose)
        chosen = QVBoxLayout()
        chosen.setSpacing(scaled(2))
        chosen.addLayout(line)
        chosen.addWidget(self.source_note)
        beside = QHBoxLayout()
        beside.addWidget(self.is_signed)
        beside.addStretch(1)
        signed = QVBoxLayout()
        signed.setSpacing(scaled(2))
        signed.addLayout(beside)
        signed.addWidget(self.signed_note)
        form = self._form = QFormLayout()
        form.setVerticalSpacing(scaled(6))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        form.addRow(self.tr("Firmware"), chosen)
        form.addRow(self.tr("File server"), self.server)
        form.addRow(self.tr("Fetch it"), self.retrieve)
        form.addRow(self.tr("Install it"), self.install)
        form.addRow(self.tr("Try again"), self.tries)
        form.addRow("", signed)
        form.addRow(self.tr("Certificate"), self.certificate)
        form.addRow(self.tr("Signature"), self.signature)
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(form)
        inside.addStretch(1)
        self.area.setObjectName("page")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are stopped at
        self.area.setWidget(self._inside)
        layout = QVBoxLayout(self)
        layout.setSpacing(scaled(8))
        layout.addWidget(self.about)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.danger)
        layout.addWidget(self.knows)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.resize(scaled(_WIDTH), scaled(_HEIGHT))

    def _connect(self) -> None:
        self.choose.clicked.connect(
            lambda: detach(self._choose(), name="choose firmware")
        )
        self.source.textChanged.connect(self._follow)
        self.is_signed.toggled.connect(self._follow)
        self.certificate.changed.connect(self._follow)
        self.signature.changed.connect(self._follow)
        self.knows.toggled.connect(self._follow)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    async def _choose(self) -> None:
        files = await choose_files(
            self, title=self.tr("Choose the firmware"), filters=["All files (*)"]
        )
        if files and isValid(self):
            self.source.setText(str(files[0]))

    # Following what is typed.

    def _follow(self) -> None:
        text = self.source.text().strip()
        problem = problem_of(text)
        if problem:
            self.source_note.show_text(f"✗ {problem}", "refused")
        else:
            self.source_note.show_text(note_of(text), "muted")
        is_url, is_signed = is_a_url(text), self.is_signed.isChecked()
        self._form.setRowVisible(self.server, not is_url)
        is_doubtful = self.action == "SignedUpdateFirmware" and not (
            self._abilities.has_security
        )
        self.signed_note.setVisible(is_doubtful)
        self._form.setRowVisible(self.certificate, is_signed)
        self._form.setRowVisible(self.signature, is_signed)
        knows_install = is_signed or not self._abilities.is_16
        self.install.setEnabled(knows_install)
        self._form.setRowVisible(self.install, knows_install)
        self.send.setText(self.tr("Send {action}…").format(action=self.action))
        self.danger.show_text(f"▲ {danger_of(self.action, {}).text}")
        missing = problem or self._missing(text)
        self.problem.show_text("" if problem else missing, "muted")
        self.send.setEnabled(not missing)
        self._soon.start()

    def _make_room(self) -> None:
        """Grow as far as the screen allows if more is shown than fits."""
        missing = self._inside.heightForWidth(self.area.width()) - self.area.height()
        if missing > 0:
            room = self.screen().availableGeometry().height()
            most = room - self._theme.scaled(_TITLE_BAR)
            self.resize(self.width(), min(self.height() + missing, most))

    def _missing(self, text: str) -> str:
        if not text:
            return self.tr("Choose a file, or type a URL.")
        if self.is_signed.isChecked():
            if not self.certificate.value:
                return self.tr("Choose or paste the signing certificate.")
            if not self.signature.value:
                return self.tr("Choose or paste the signature.")
        if not self.knows.isChecked():
            return self.tr("Say that you know what may happen.")
        return ""
