# SPDX-License-Identifier: Apache-2.0
"""The fields of one colour rule: name, filter, icon, colours and how they look."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QInputMethodEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ocppdesk.gui.look.colors import LEAST_CONTRAST, contrast
from ocppdesk.gui.look.labels import ThemedLabel
from ocppdesk.gui.look.theme import Theme
from ocppdesk.gui.messages.color_rules import ICONS, ColorRule, Pair
from ocppdesk.gui.messages.rule_icons import icon_of

_SWATCH: Final = 16  # pixels at 100 %


class RuleForm(QWidget):
    """Edits one rule.

    Args:
        theme: Its look.

    Signals:
        edited: The rule is another one now.
    """

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rule: ColorRule | None = None
        self.name = QLineEdit()
        """What the rule is called."""
        self.expression = ExpressionField(theme)
        """Its filter."""
        self.icon = QComboBox()
        """Its icon."""
        self.light = PairFields(theme, self.tr("Light"))
        """Its colours in light themes."""
        self.dark = PairFields(theme, self.tr("Dark"))
        """Its colours in dark themes."""
        self.error = ThemedLabel(theme, color="problem", wraps=True)
        """What is wrong with the filter, and where."""
        self._build()
        self.name.textEdited.connect(self._edit)
        self.expression.textChanged.connect(self._edit)
        self.icon.currentIndexChanged.connect(self._edit)
        self.light.edited.connect(self._edit)
        self.dark.edited.connect(self._edit)
        self.show_rule(None)

    @property
    def rule(self) -> ColorRule | None:
        """The rule as it is edited."""
        return self._rule

    def show_rule(self, rule: ColorRule | None) -> None:
        """Edit another rule; None is for none at all."""
        self._rule = None  # what is filled in now was not edited
        self.setEnabled(rule is not None)
        if rule is None:
            self.name.clear()
            self.expression.clear()
        else:
            self.name.setText(rule.name)
            self.expression.setText(rule.expression)
            self.icon.setCurrentIndex(self.icon.findData(rule.icon))
            self.light.pair, self.dark.pair = rule.light, rule.dark
        self._rule = rule
        self._show()

    def _build(self) -> None:
        theme = self._theme
        self.name.setMaxLength(60)
        self.name.setAccessibleName(self.tr("Name"))
        self.expression.setAccessibleName(self.tr("Filter"))
        self.expression.setPlaceholderText(self.tr("A filter, as in the search box"))
        self.icon.setAccessibleName(self.tr("Icon"))
        for name, title in zip(ICONS, self._icon_titles(), strict=True):
            self.icon.addItem(title, name)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.scaled(10))
        layout.setVerticalSpacing(theme.scaled(8))
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("&Name"), self.name),
            (self.tr("&Filter"), self.expression),
            ("", self.error),
            (self.tr("&Icon"), self.icon),
            (self.tr("Light themes"), self.light),
            (self.tr("Dark themes"), self.dark),
        )
        for number, (title, widget) in enumerate(rows):
            if title:
                label = QLabel(title)
                label.setBuddy(widget)
                layout.addWidget(label, number, 0)
            layout.addWidget(widget, number, 1)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(len(rows), 1)

    def _icon_titles(self) -> tuple[str, ...]:
        return (
            self.tr("None"), self.tr("Cross"), self.tr("Hourglass"), self.tr("Stop"),
            self.tr("Bolt"), self.tr("Power"), self.tr("Arrow"), self.tr("Heart"),
            self.tr("Star"), self.tr("Flag"), self.tr("Circle"), self.tr("Square"),
            self.tr("Diamond"), self.tr("Triangle"),
        )  # fmt: skip

    def _edit(self) -> None:
        if self._rule is None:
            return
        self._rule = replace(
            self._rule,
            name=self.name.text(),
            expression=self.expression.text(),
            light=self.light.pair,
            dark=self.dark.pair,
            icon=self.icon.currentData(),
        )
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        problem = None if self._rule is None else self._rule.problem
        text = ""
        if problem is not None:
            where = self.tr("{why} (at character {n})")
            text = where.format(why=problem.message, n=problem.start + 1)
        self.error.show_text(text)
        self.error.setVisible(bool(text))
        self.expression.mark(None if problem is None else (problem.start, problem.end))
        side = self._theme.scaled(_SWATCH)
        for number, name in enumerate(ICONS):
            icon = icon_of(name, self._theme.color("text"), side)
            self.icon.setItemIcon(number, icon)


class ExpressionField(QLineEdit):
    """An input for a filter, which underlines what is wrong with it.

    Args:
        theme: Its look.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.marked: tuple[int, int] | None = None
        """The part of the text that is underlined."""

    def mark(self, span: tuple[int, int] | None) -> None:
        """Underline a part of the text, or nothing."""
        self.marked = span
        attributes = []
        if span is not None:
            start = min(span[0], max(len(self.text()) - 1, 0))
            style = QTextCharFormat()
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            style.setUnderlineColor(self._theme.color("problem"))
            kind = QInputMethodEvent.AttributeType.TextFormat
            begin, length = start - self.cursorPosition(), max(span[1] - start, 1)
            attributes.append(QInputMethodEvent.Attribute(kind, begin, length, style))
        # An input method may format the text of a line edit; nothing else can.
        QApplication.sendEvent(self, QInputMethodEvent("", attributes))


class PairFields(QWidget):
    """Two buttons for the colours of a rule, and a row in these colours.

    Args:
        theme: Its look.
        kind: The themes that the colours are for, in a word.

    Signals:
        edited: Another colour was chosen.
    """

    edited = Signal()

    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self._theme = theme
        self._pair: Pair = ("#000000", "#FFFFFF")
        self._dialog: QColorDialog | None = None
        self.text = QPushButton(self.tr("Text…"))
        """Asks for the colour of texts."""
        self.back = QPushButton(self.tr("Background…"))
        """Asks for the colour behind them."""
        self.text.setAccessibleName(self.tr("{kind}: text").format(kind=kind))
        self.back.setAccessibleName(self.tr("{kind}: background").format(kind=kind))
        self.sample = QLabel(self.tr("StatusNotification"))
        """A row in these colours."""
        self.sample.setAutoFillBackground(True)
        self.sample.setMargin(theme.scaled(5))
        self.ratio = ThemedLabel(theme, color="muted")
        """How well they can be told apart."""
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text, 0, 0)
        layout.addWidget(self.back, 0, 1)
        layout.addWidget(self.sample, 0, 2)
        layout.addWidget(self.ratio, 1, 0, 1, 3)
        layout.setColumnStretch(2, 1)
        self.text.clicked.connect(lambda: self._ask(0))
        self.back.clicked.connect(lambda: self._ask(1))

    @property
    def pair(self) -> Pair:
        """The colours."""
        return self._pair

    @pair.setter
    def pair(self, pair: Pair) -> None:
        self._pair = pair
        side = self._theme.scaled(_SWATCH)
        border = self._theme.color("muted")
        for button, color in zip((self.text, self.back), pair, strict=True):
            swatch = QColor(color)
            button.setIcon(icon_of("", swatch, side, back=swatch, border=border))
            button.setToolTip(color)
        palette = QPalette(self.sample.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(pair[0]))
        palette.setColor(QPalette.ColorRole.Window, QColor(pair[1]))
        self.sample.setPalette(palette)
        ratio = contrast(*pair)
        text = self.tr("Contrast {n}:1").format(n=f"{ratio:.1f}")
        if ratio < LEAST_CONTRAST:
            text = self.tr("▲ Contrast {n}:1 is hard to read; at least {least}:1")
            text = text.format(n=f"{ratio:.1f}", least=LEAST_CONTRAST)
        self.ratio.show_text(text, "slow" if ratio < LEAST_CONTRAST else "muted")

    def _ask(self, number: int) -> None:
        """Let the user choose one of the two colours; it applies while they look."""
        before = self._pair
        dialog = self._dialog = QColorDialog(QColor(before[number]), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.currentColorChanged.connect(lambda color: self._choose(number, color))
        dialog.rejected.connect(lambda: self._choose(number, QColor(before[number])))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose(self, number: int, color: QColor) -> None:
        name = color.name().upper()
        text, back = self._pair
        self.pair = (name, back) if number == 0 else (text, name)
        self.edited.emit()
