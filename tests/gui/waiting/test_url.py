# SPDX-License-Identifier: Apache-2.0
import pytest
import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QPushButton

from ocppdesk.gui.waiting.url import QrCode, UrlCard, UrlField


def test_the_address_is_copied(qtbot, theme):
    card = UrlCard(theme)
    qtbot.addWidget(card)
    card.show_address("192.168.50.1", 9000, is_open=True)
    button = card.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "ws://192.168.50.1:9000/"
    assert button.text() == "Copied ✓"


def test_nothing_is_offered_while_nobody_listens(qtbot, theme):
    card = UrlCard(theme)
    qtbot.addWidget(card)
    card.show_address("192.168.50.1", 9000, is_open=False)
    assert not card.findChild(QPushButton).isEnabled()
    assert not card.findChild(UrlField).isEnabled()


def test_without_an_address_there_is_no_code(qtbot, theme):
    card = UrlCard(theme)
    qtbot.addWidget(card)
    card.show_address("192.168.50.1", 0, is_open=False)
    assert card.url == ""
    card.show_address("", 9000, is_open=True)
    assert card.url == ""
    assert card.findChild(QrCode).isHidden()


def test_a_long_url_is_written_smaller(qtbot, theme):
    field = UrlField(theme)
    qtbot.addWidget(field)
    field.resize(500, 50)
    field.show()
    field.show_url("ws://10.0.0.1:9000/")
    large = field.font().pointSizeF()
    field.show_url("ws://[2001:db8:1234:5678:9abc:def0:1234:5678]:9000/")
    assert field.font().pointSizeF() < large
    assert QFontMetrics(field.font()).horizontalAdvance(field.text()) < 500


def test_the_same_url_leaves_a_selection_alone(qtbot, theme):
    field = UrlField(theme)
    qtbot.addWidget(field)
    field.show_url("ws://10.0.0.1:9000/")
    field.setSelection(5, 8)
    field.show_url("ws://10.0.0.1:9000/")
    assert field.selectedText() == "10.0.0.1"


@pytest.mark.parametrize("name", ["Light", "Dark"])
def test_the_code_is_dark_on_light_in_every_theme(qtbot, theme, name):
    theme.apply(name, 100)
    code = QrCode(theme)
    qtbot.addWidget(code)
    text = "ws://10.0.0.1:9000/"
    code.show_text(text)
    code.resize(code.sizeHint())
    image = code.grab().toImage()
    matrix = segno.make(text, error="m", micro=False).matrix
    step = code.width() // (len(matrix) + 8)
    shown = [
        [image.pixelColor(x * step + 1, y * step + 1).lightness() < 128
         for x in range(4, 4 + len(matrix))]
        for y in range(4, 4 + len(matrix))
    ]  # fmt: skip
    assert shown == [[bool(module) for module in row] for row in matrix]


def test_the_code_says_what_it_holds(qtbot, theme):
    code = QrCode(theme)
    qtbot.addWidget(code)
    code.show_text("ws://10.0.0.1:9000/")
    assert code.accessibleName()
    assert code.accessibleDescription() == "ws://10.0.0.1:9000/"
