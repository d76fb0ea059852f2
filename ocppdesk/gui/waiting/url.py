# SPDX-License-Identifier: Apache-2.0
"""The URL to type into a charger: large, to copy, and as a QR code."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ocppdesk.gui.addresses import url
from ocppdesk.gui.look.cards import Card
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme

_LARGEST: Final = 1.9
_QUIET_ZONE: Final = 4  # modules of white around a QR code (ISO/IEC 18004, 9.1)
_QR_MODULE: Final = 3  # pixels at 100 %: 2 cm for a usual URL, enough for a phone
_COPIED_MS: Final = 2_000
_SIDE_BY_SIDE: Final = 520  # pixels at 100 %; the URL needs the width of less
_EXAMPLE_IDENTITY: Final = "CP001"


class UrlCard(Card):
    """The URL with all that helps to get it into a charger.

    Args:
        theme: Where colours and sizes come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        step = ThemedLabel(
            theme,
            self.tr("In the charger's OCPP settings, enter this address:"),
            wraps=True,
        )
        self._url = UrlField(theme)
        self._url.setAccessibleName(self.tr("Address for the charger"))
        self._url.setPlaceholderText(self.tr("No address yet"))
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setAccessibleName(self.tr("Copy the address"))
        self._copy.clicked.connect(self._copy_url)
        self._copied = QTimer(self, interval=_COPIED_MS, singleShot=True)
        self._copied.timeout.connect(lambda: self._copy.setText(self.tr("Copy")))
        self._with_identity = ThemedLabel(theme, color="muted", wraps=True)
        self._with_identity.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        any_identity = ThemedLabel(
            theme,
            self.tr(
                "Any identity is accepted. OCPP 1.6, 2.0.1 and 2.1 over WebSocket "
                "(OCPP-J)."
            ),
            color="muted",
            wraps=True,
        )
        self._qr = QrCode(theme)
        line = QHBoxLayout()
        line.addWidget(self._url, 1)
        line.addWidget(self._copy)
        texts = QVBoxLayout()
        texts.setSpacing(theme.scaled(4))
        texts.addWidget(step)
        texts.addLayout(line)
        texts.addWidget(self._with_identity)
        texts.addWidget(any_identity)
        texts.addStretch(1)
        self._both = QHBoxLayout()
        self._both.setSpacing(theme.scaled(18))
        self._both.addLayout(texts, 1)
        self._both.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._both)

    @property
    def last_stop(self) -> QWidget:
        """The last widget in it that the Tab key reaches."""
        return self._with_identity

    @property
    def url(self) -> str:
        """The URL that is shown."""
        return self._url.text()

    def show_address(self, address: str, port: int, *, is_open: bool) -> None:
        """Show the URL for an address of this computer.

        Args:
            address: The address, empty if there is none.
            port: The port; 0 as long as it is not known.
            is_open: Whether a charger would reach anything there.
        """
        is_known = bool(address and port)
        self._url.show_url(url(address, port) if is_known else "")
        for widget in (self._url, self._copy, self._qr):
            widget.setEnabled(is_known and is_open)
        self._qr.setVisible(is_known)
        if is_known:
            self._qr.show_text(self._url.text())
            text = self.tr("If the identity belongs into the URL: {url}")
            example = url(address, port, _EXAMPLE_IDENTITY)
            self._with_identity.show_text(text.format(url=example))
        else:
            self._with_identity.show_text("")

    def _copy_url(self) -> None:
        QGuiApplication.clipboard().setText(self._url.text())
        self._copy.setText(self.tr("Copied ✓"))
        self._copied.start()

    # Overrides of QFrame.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= self._theme.scaled(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction
        self._both.setDirection(
            direction.LeftToRight if is_wide else direction.TopToBottom
        )


class UrlField(QLineEdit):
    """A URL to read from arm's length and to copy; as large as its width allows.

    Args:
        theme: Where fonts come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("bare")
        self.setReadOnly(True)
        theme.changed.connect(self._fit)
        self._fit()

    def show_url(self, text: str) -> None:
        """Take another URL; a selection survives if it is the same one."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
            self._fit()

    def _fit(self) -> None:
        scale = _LARGEST
        room = self.width() - self._theme.scaled(16)
        while scale > 1:
            metrics = QFontMetrics(self._theme.font(scale, bold=True))
            if metrics.horizontalAdvance(self.text()) <= room:
                break
            scale -= 0.1
        self.setFont(self._theme.font(scale, bold=True))
        largest = QFontMetrics(self._theme.font(_LARGEST, bold=True))
        self.setMinimumHeight(largest.height() + self._theme.scaled(8))

    # Overrides of QLineEdit.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class QrCode(QWidget):
    """A text as a QR code, dark on light in every theme: few phones read the inverse.

    Args:
        theme: Where sizes come from.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[bytearray, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("QR code of the address"))
        theme.changed.connect(self.updateGeometry)

    def show_text(self, text: str) -> None:
        """Encode another text."""
        if text == self.accessibleDescription():
            return
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        import segno  # here, as the window shall not wait for it

        self._rows = segno.make(text, error="m", micro=False).matrix
        self.updateGeometry()
        self.update()

    # Overrides of QWidget.

    def sizeHint(self) -> QSize:
        side = (len(self._rows) + 2 * _QUIET_ZONE) * self._theme.scaled(_QR_MODULE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        corner = self._theme.scaled(6)
        painter.drawRoundedRect(QRectF(self.rect()), corner, corner)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(QColor("black" if self.isEnabled() else "#C4C8CE"))
        # Whole device pixels for every module, or the edges blur.
        ratio = self.devicePixelRatioF()
        step = int(self._theme.scaled(_QR_MODULE) * ratio) / ratio
        for y, row in enumerate(self._rows, _QUIET_ZONE):
            for x, is_dark in enumerate(row, _QUIET_ZONE):
                if is_dark:
                    painter.drawRect(QRectF(x * step, y * step, step, step))
