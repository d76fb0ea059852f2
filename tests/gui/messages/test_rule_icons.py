# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from ocppdesk.gui.messages.color_rules import ICONS
from ocppdesk.gui.messages.rule_icons import icon_of, paint_icon

RED = QColor("#FF0000")


def picture(name, side=40):
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    paint_icon(painter, name, QPointF(side / 2, side / 2), side * 0.35, RED)
    painter.end()
    return image


@pytest.mark.parametrize("name", [*filter(None, ICONS), "pencil"])
def test_every_icon_is_drawn_inside_of_its_field(qapp, name):
    image = picture(name)
    places = [
        (x, y)
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y).green() < 128
    ]
    assert len(places) > 20
    assert all(3 <= x <= 36 and 3 <= y <= 36 for x, y in places)


def test_no_two_icons_look_alike(qapp):
    pictures = [picture(name) for name in (*ICONS, "pencil")]
    for number, one in enumerate(pictures):
        assert all(one != other for other in pictures[number + 1 :])


def test_no_icon_draws_nothing(qapp):
    blank = QImage(40, 40, QImage.Format.Format_ARGB32)
    blank.fill(QColor("#FFFFFF"))
    assert picture("") == blank


def test_an_icon_for_a_list_has_the_colour_it_was_asked_for(qapp):
    image = icon_of("square", RED, 16).pixmap(16, 16).toImage()
    assert image.pixelColor(8, 8) == RED
    assert image.pixelColor(0, 0).alpha() == 0
