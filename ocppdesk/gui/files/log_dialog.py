# SPDX-License-Identifier: Apache-2.0
"""The form that has a charger send its log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.core.transfers.requests import LOG_TYPES, LogWish
from ocppdesk.csms.filedrop.options import FileProtocol
from ocppdesk.gui.addresses import Address
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.files.fields import ServerFields, TriesFields
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.times.moment_edit import MomentEdit

_WIDTH: Final = 600
_DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class LogOrder:
    """What somebody wants done."""

    wish: LogWish
    """What is asked of the charger."""
    protocol: FileProtocol
    """How the file goes over."""
    host: str
    """The address of the file server; empty for the one that the charger reached."""


class LogDialog(QDialog):
    """Asks which log a charger is to send.

    Args:
        theme: Its look.
        charger: The identity.
        abilities: What is known of the charger.
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
        reached: str,
        addresses: Sequence[Address],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._abilities = abilities
        self.setWindowTitle(self.tr("Get a log: {}").format(charger))
        self.asking = QComboBox()
        """OCPP 1.6: which request is made."""
        self.asking.setAccessibleName(self.tr("Ask with"))
        self.asking.addItem("GetDiagnostics", False)
        self.asking.addItem(self.tr("GetLog (security extension)"), True)
        self.asking.setCurrentIndex(1 if abilities.has_security else 0)
        self.asking_note = ThemedLabel(theme, color="muted", wraps=True)
        self.log_type = QComboBox()
        """Which log."""
        self.log_type.setAccessibleName(self.tr("Kind of log"))
        self.log_type.addItems(LOG_TYPES[abilities.version])
        self.since = self._moment(is_end=False)
        """Nothing older is wanted."""
        self.since.setAccessibleName(self.tr("Nothing older than"))
        self.until = self._moment(is_end=True)
        """Nothing newer is wanted."""
        self.until.setAccessibleName(self.tr("Nothing newer than"))
        self.server = ServerFields(
            theme, abilities, reached=reached, addresses=addresses
        )
        # Not 0, which one charger takes for "do not even try once" (protocol.md 9.4).
        self.tries = TriesFields(theme, retries=1)
        self.problem = ThemedLabel(theme, color="refused", wraps=True)
        """Why it cannot be sent yet."""
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.send = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._build()
        self.asking.currentIndexChanged.connect(self._follow)
        self.since.moment_changed.connect(self._follow)
        self.until.moment_changed.connect(self._follow)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.send.setDefault(True)
        self._follow()

    @property
    def action(self) -> str:
        """The action that will be sent."""
        return "GetLog" if self._uses_get_log else "GetDiagnostics"

    @property
    def order(self) -> LogOrder:
        """What is wanted."""
        return LogOrder(
            wish=LogWish(
                log_type=self.log_type.currentText(),
                since=self.since.moment,
                until=self.until.moment,
                retries=self.tries.retries,
                retry_interval_s=self.tries.interval_s,
                uses_get_log=self._uses_get_log,
            ),
            protocol=self.server.chosen_protocol,
            host=self.server.host,
        )

    @property
    def _uses_get_log(self) -> bool:
        return not self._abilities.is_16 or bool(self.asking.currentData())

    def _moment(self, *, is_end: bool) -> MomentEdit:
        def first() -> QDateTime:
            now = QDateTime.currentDateTime()
            return now if is_end else now.addSecs(-_DAY_S)

        return MomentEdit(
            self._theme, empty_text=self.tr("No limit"), first=first, is_end=is_end
        )

    def _build(self) -> None:
        scaled = self._theme.scaled
        asked = QVBoxLayout()
        asked.setSpacing(scaled(2))
        asked.addWidget(self.asking, 0, Qt.AlignmentFlag.AlignLeft)
        asked.addWidget(self.asking_note)
        self._asked = QWidget()
        self._asked.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred
        )
        asked.setContentsMargins(0, 0, 0, 0)
        self._asked.setLayout(asked)
        span = QHBoxLayout()
        span.setSpacing(scaled(8))
        span.addWidget(self.since)
        span.addWidget(QLabel(self.tr("to")))
        span.addWidget(self.until)
        span.addStretch(1)
        form = self._form = QFormLayout()
        form.setVerticalSpacing(scaled(6))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        form.addRow(self.tr("Ask with"), self._asked)
        form.addRow(self.tr("Kind of log"), self.log_type)
        form.addRow(self.tr("Entries from"), span)
        form.addRow(self.tr("File server"), self.server)
        form.addRow(self.tr("Try again"), self.tries)
        form.setRowVisible(self._asked, self._abilities.is_16)
        layout = QVBoxLayout(self)
        layout.setSpacing(scaled(8))
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.resize(scaled(_WIDTH), self.sizeHint().height())

    def _follow(self) -> None:
        self._form.setRowVisible(self.log_type, self._uses_get_log)
        if self._abilities.has_security:
            note = self.tr("The charger has the security extension.")
        else:
            note = self.tr("Whether the charger has the security extension: not known.")
        self.asking_note.show_text(note)
        self.send.setText(self.tr("Send {action}").format(action=self.action))
        since, until = self.since.moment, self.until.moment
        is_turned = since is not None and until is not None and since > until
        self.problem.show_text(
            self.tr("The first time is after the last one.") if is_turned else ""
        )
        self.problem.setVisible(is_turned)
        self.send.setEnabled(not is_turned)
