# SPDX-License-Identifier: Apache-2.0
"""What must be right before a charger can connect: port, folder, firewall."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ocppdesk.capture.records import Connection
from ocppdesk.gui.addresses import Address, peer_host
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_LOW_SPACE: Final = 500_000_000  # bytes: a few days of a busy site


class ChecksCard(Card):
    """The checks with their results.

    Args:
        theme: Where colours and sizes come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Checks"), parent)
        self._port = CheckRow(theme)
        self._folder = CheckRow(theme)
        self._firewall = CheckRow(theme)
        for row in (self._port, self._folder, self._firewall):
            self.body.addWidget(row)
        self.body.addStretch(1)

    @property
    def texts(self) -> tuple[str, str, str]:
        """The results for port, folder and firewall, each with its sign."""
        return self._port.text, self._folder.text, self._firewall.text

    def check_port(
        self, port: int, addresses: Sequence[Address], *, is_open: bool, error: str
    ) -> None:
        """Say whether chargers find the port open.

        Args:
            port: The port; 0 as long as it is not known.
            addresses: The addresses it is open at.
            is_open: Whether it is.
            error: Why not, as a sentence.
        """
        if not is_open and not error and not port:
            self._port.show_result(self.tr("The port is about to open."), is_right=None)
        elif not is_open:
            text = self.tr("Port {port} is not open yet.").format(port=port)
            self._port.show_result(error or text, is_right=False)
        elif addresses and all(a.is_loopback for a in addresses):
            text = self.tr(
                "Only this computer itself can connect to {host}. Choose all network "
                "interfaces in the settings."
            )
            host = addresses[0].address
            self._port.show_result(text.format(host=host), is_right=False)
        else:
            text = self.tr("OCPP Desk listens on port {port}.")
            self._port.show_result(text.format(port=port), is_right=True)

    def check_folder(self, folder: Path) -> None:
        """Say whether the folder of the recording can take more."""
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            text = self.tr("The folder {folder} cannot be used: {reason}.")
            reason = error.strerror or str(error)
            shown = text.format(folder=folder, reason=reason)
            self._folder.show_result(shown, is_right=False)
            return
        is_right = False
        if not os.access(folder, os.W_OK):
            text = self.tr("The folder {folder} cannot be written to.")
        elif free < _LOW_SPACE:
            text = self.tr("Only {size} left for recordings in {folder}.")
        else:
            text = self.tr("Recording into {folder}, {size} free.")
            is_right = True
        size = QLocale().formattedDataSize(
            free, 1, QLocale.DataSizeFormat.DataSizeSIFormat
        )
        shown = text.format(folder=folder, size=size)
        self._folder.show_result(shown, is_right=is_right)

    def check_firewall(
        self, port: int, own: Iterable[str], connections: Iterable[Connection]
    ) -> None:
        """Say whether the firewall lets others in, as far as that shows.

        Args:
            port: The port; 0 as long as it is not known.
            own: This computer's addresses.
            connections: Connections and attempts.
        """
        here = {*own, "127.0.0.1", "::1", ""}
        self._firewall.setVisible(port > 0)
        if any(peer_host(connection.peer) not in here for connection in connections):
            text = self.tr("Other devices reach this port through the firewall.")
            self._firewall.show_result(text, is_right=True)
        else:
            hint = self._hint().format(port=port)
            self._firewall.show_result(hint, is_right=None)

    def _hint(self) -> str:
        if sys.platform == "win32":
            return self.tr(
                "Windows may ask whether OCPP Desk may use the network: allow it, for "
                "private and public networks."
            )
        if sys.platform == "darwin":
            return self.tr(
                "macOS may ask whether OCPP Desk may accept incoming connections: "
                "allow it."
            )
        return self.tr(
            "If a firewall runs here, open the port: sudo ufw allow {port}/tcp or "
            "sudo firewall-cmd --add-port={port}/tcp"
        )


class CheckRow(QWidget):
    """One thing that must be right before a charger can connect.

    Args:
        theme: Where colours and fonts come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = ThemedLabel(theme, is_bold=True)
        self._text = ThemedLabel(theme, wraps=True, is_selectable=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.scaled(8))
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)

    @property
    def text(self) -> str:
        """The sign and the sentence."""
        return f"{self._mark.text()} {self._text.text()}"

    def show_result(self, text: str, *, is_right: bool | None) -> None:
        """Say how the check came out.

        Args:
            text: The result, as a sentence.
            is_right: Whether all is well; None if the user has to look.
        """
        marks = {
            True: ("✓", "ok"),
            False: ("✗", "problem"),
            None: ("\N{INFORMATION SOURCE}", "accent"),
        }
        self._mark.show_text(*marks[is_right])
        self._text.show_text(text, "problem" if is_right is False else "text")
