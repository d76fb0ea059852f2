# SPDX-License-Identifier: Apache-2.0
"""The look of the program: colours, fonts and sizes, light and dark, zoomed or not."""

from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from ocppdesk.gui.look.colors import (
    DARK,
    LEAST_CONTRAST,
    LIGHT,
    STRONG_CONTRAST,
    STRONG_DARK,
    SUNLIGHT,
    with_contrast,
)
from ocppdesk.gui.look.style_sheet import style_sheet

Name = Literal["System", "Light", "Dark", "Sunlight"]

_SUNLIGHT_ZOOM = 1.25  # read from further away, against reflections
_ROW_PADDING = 8  # pixels at 100 %: rows are told apart without grid lines

_ROLES: Final = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "base",
    QPalette.ColorRole.AlternateBase: "alternate",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "button",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "problem",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.ToolTipBase: "tip.back",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "selection.back",
    QPalette.ColorRole.Highlight: "selection.back",
    QPalette.ColorRole.HighlightedText: "selection.text",
    QPalette.ColorRole.Light: "button",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "disabled",
}


class Theme(QObject):
    """The one source of colours, fonts and sizes; handed to the widgets that need it.

    Widgets take colours when they paint, or take them again on `changed`. Ordinary
    widgets need nothing: the application's palette, font and style sheet reach them.

    Args:
        application: The application to dress.

    Signals:
        changed: Colours, fonts or sizes are different now.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._base_font = QFont(application.font())
        self._fixed_font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        window = application.palette().color(QPalette.ColorRole.Window)
        self._began_dark = window.lightness() < 128
        self._name: Name = "System"
        self._zoom = 1.0
        self._is_applied = False
        self._is_dark = self._is_strong = False
        self._colors: dict[str, QColor] = {}
        hints = application.styleHints()
        self._scheme = hints.colorScheme()
        self._wants_contrast = False
        hints.colorSchemeChanged.connect(self._follow_system)
        if hasattr(hints, "accessibility"):  # since Qt 6.10
            accessibility = hints.accessibility()
            self._wants_contrast = _is_high(accessibility.contrastPreference())
            accessibility.contrastPreferenceChanged.connect(self._follow_contrast)
        self._take_colors()

    @property
    def is_dark(self) -> bool:
        """Whether text is light on dark now."""
        return self._is_dark

    @property
    def least_contrast(self) -> float:
        """The contrast that texts have at least."""
        return STRONG_CONTRAST if self._is_strong else LEAST_CONTRAST

    def pair(
        self, light: tuple[str, str], dark: tuple[str, str]
    ) -> tuple[QColor, QColor]:
        """Return two colours that somebody chose, as this theme has them.

        Args:
            light: The colour of texts and that behind them in light themes, `#RRGGBB`.
            dark: The same for dark themes.

        Returns:
            The pair for this theme; where it wants strong contrast, with that.
        """
        text, back = dark if self._is_dark else light
        if self._is_strong:
            text, back = with_contrast(text, back, STRONG_CONTRAST)
        return QColor(text), QColor(back)

    @property
    def row_height(self) -> int:
        """The height of one line in tables and lists, in pixels."""
        return QFontMetrics(self.font()).height() + self.scaled(_ROW_PADDING)

    def apply(self, name: Name, zoom_percent: int) -> None:
        """Dress the application.

        Args:
            name: Which colours; `System` follows the desktop's choice from now on, also
                of strong contrast. `Sunlight` makes everything larger besides.
            zoom_percent: The size of texts and everything around them, 100 to 200.
        """
        zoom = zoom_percent / 100 * (_SUNLIGHT_ZOOM if name == "Sunlight" else 1)
        if self._is_applied and (name, zoom) == (self._name, self._zoom):
            return
        self._name, self._zoom = name, zoom
        if not self._is_applied:
            # Fusion takes all its colours from the palette, on every platform.
            self._application.setStyle("Fusion")
            self._is_applied = True
        self._tell_desktop()
        self._dress()

    def color(self, name: str) -> QColor:
        """Return a colour of the current theme by its name in `colors`.

        Raises:
            KeyError: If there is no colour of that name.
        """
        return self._colors[name]

    def font(self, scale: float = 1.0, *, bold: bool = False) -> QFont:
        """Return the text font at the current zoom, `scale` times as large."""
        font = self._sized(self._base_font, scale)
        font.setBold(bold)
        return font

    def fixed_font(self, scale: float = 1.0) -> QFont:
        """Return the font for JSON, bytes and addresses: all letters equally wide."""
        fixed = self._sized(self._base_font, scale)
        fixed.setFamilies(self._fixed_font.families())
        fixed.setStyleHint(QFont.StyleHint.Monospace)
        fixed.setFixedPitch(True)
        return fixed

    def scaled(self, pixels: int) -> int:
        """Return a length that is `pixels` at 100 %, at the current zoom."""
        return round(pixels * self._zoom)

    def _sized(self, base: QFont, scale: float) -> QFont:
        font = QFont(base)
        factor = self._zoom * scale
        if base.pointSizeF() > 0:
            font.setPointSizeF(base.pointSizeF() * factor)
        else:
            font.setPixelSize(max(1, round(base.pixelSize() * factor)))
        return font

    def _tell_desktop(self) -> None:
        # The frame of the window belongs to the desktop; since Qt 6.8 it can be asked
        # for the same colours. Asking makes it answer with colorSchemeChanged.
        hints = self._application.styleHints()
        if self._name == "System":
            hints.unsetColorScheme()
        elif self._name == "Dark":
            hints.setColorScheme(Qt.ColorScheme.Dark)
        else:
            hints.setColorScheme(Qt.ColorScheme.Light)
        self._scheme = hints.colorScheme()

    def _follow_system(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme
        if self._is_applied and self._name == "System":
            self._dress()

    def _follow_contrast(self, preference: "Qt.ContrastPreference") -> None:
        self._wants_contrast = _is_high(preference)
        if self._is_applied and self._name == "System":
            self._dress()

    def _take_colors(self) -> None:
        if self._name != "System":
            self._is_dark = self._name == "Dark"
        elif self._scheme == Qt.ColorScheme.Unknown:
            self._is_dark = self._began_dark
        else:
            self._is_dark = self._scheme == Qt.ColorScheme.Dark
        follows_wish = self._name == "System" and self._wants_contrast
        self._is_strong = self._name == "Sunlight" or follows_wish
        if self._is_strong:
            values = STRONG_DARK if self._is_dark else SUNLIGHT
        else:
            values = DARK if self._is_dark else LIGHT
        self._colors = {name: QColor(value) for name, value in values.items()}

    def _dress(self) -> None:
        self._take_colors()
        self._application.setPalette(self._palette())
        self._application.setFont(self.font())
        self._application.setStyleSheet(style_sheet(self._colors, self.scaled))
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, name in _ROLES.items():
            palette.setColor(role, self._colors[name])
        shadow = self._colors["text" if not self._is_dark else "base"]
        palette.setColor(QPalette.ColorRole.Shadow, shadow)
        inactive = QPalette.ColorGroup.Inactive
        disabled = QPalette.ColorGroup.Disabled
        for role, name in (
            (QPalette.ColorRole.Highlight, "selection.inactive.back"),
            (QPalette.ColorRole.HighlightedText, "selection.inactive.text"),
        ):
            palette.setColor(inactive, role, self._colors[name])
            palette.setColor(disabled, role, self._colors[name])
        for role in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
            QPalette.ColorRole.PlaceholderText,
        ):
            palette.setColor(disabled, role, self._colors["disabled"])
        return palette


def _is_high(preference: "Qt.ContrastPreference") -> bool:
    return preference == Qt.ContrastPreference.HighContrast
