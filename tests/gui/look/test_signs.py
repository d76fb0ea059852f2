# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from ocppdesk.gui.look.signs import sign_icon

NAMES = ["search", "check", "wrong", "cross", "warning", "down", "up", "back",
         "help", "off", "plus"]  # fmt: skip


def picture(name, color="#A4262C", side=16, ratio=1.0):
    return sign_icon(name, QColor(color)).pixmap(QSize(side, side), ratio).toImage()


@pytest.mark.parametrize("name", NAMES)
def test_a_sign_is_drawn_in_its_color(qapp, name):
    image = picture(name, side=48)
    points = [(x, y) for x in range(48) for y in range(48)]
    drawn = [image.pixelColor(x, y) for x, y in points]
    solid = [c for c in drawn if c.alpha() == 255]
    assert solid
    assert all(abs(c.red() - 0xA4) < 3 and c.green() < 0x2A for c in solid)


def test_no_two_signs_look_alike(qapp):
    pictures = [picture(name) for name in NAMES]
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[i + 1 :])


def test_a_sharp_screen_gets_more_pixels(qapp):
    assert picture("check", ratio=2.0).width() == 32


def test_an_unknown_sign_is_a_mistake(qapp):
    with pytest.raises(KeyError):
        sign_icon("smile", QColor("black"))
