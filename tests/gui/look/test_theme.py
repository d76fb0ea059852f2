# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from ocppdesk.gui.look.colors import DARK, LIGHT, STRONG_DARK, SUNLIGHT, contrast
from ocppdesk.gui.look.theme import Theme


@pytest.fixture
def theme(qapp):
    theme = Theme(qapp)
    yield theme
    theme.apply("Light", 100)


def window_color(qapp):
    return qapp.palette().color(QPalette.ColorRole.Window).name().upper()


@pytest.mark.parametrize(
    ("name", "colors"), [("Light", LIGHT), ("Dark", DARK), ("Sunlight", SUNLIGHT)]
)
def test_the_whole_application_takes_the_colours(qapp, theme, name, colors):
    theme.apply(name, 100)
    assert window_color(qapp) == colors["window"]
    assert theme.color("problem").name().upper() == colors["problem"]
    assert theme.is_dark == (name == "Dark")


def test_a_change_is_told_once(qtbot, theme):
    with qtbot.waitSignal(theme.changed):
        theme.apply("Dark", 100)
    with qtbot.assertNotEmitted(theme.changed):
        theme.apply("Dark", 100)


def test_system_follows_the_desktop(qapp, theme):
    theme.apply("System", 100)
    assert not theme.is_dark
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.is_dark
    assert window_color(qapp) == DARK["window"]


def test_a_chosen_theme_does_not_follow_the_desktop(qapp, theme):
    theme.apply("Light", 100)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.is_dark


def test_zoom_enlarges_texts_and_rows(qtbot, theme):
    theme.apply("Light", 100)
    label = QLabel("Charger")
    qtbot.addWidget(label)
    text, row = label.sizeHint().height(), theme.row_height
    theme.apply("Light", 200)
    assert label.sizeHint().height() >= 1.8 * text
    assert theme.row_height >= 1.8 * row
    assert theme.scaled(12) == 24


def test_zoom_does_not_add_up(theme):
    theme.apply("Light", 100)
    before = theme.font().pointSizeF()
    theme.apply("Light", 150)
    theme.apply("Light", 100)
    assert theme.font().pointSizeF() == before


def test_the_fixed_font_gives_all_letters_one_width(theme):
    assert theme.fixed_font().fixedPitch()
    assert theme.fixed_font(2).pointSizeF() == 2 * theme.font().pointSizeF()


def test_an_unknown_colour_is_an_error(theme):
    with pytest.raises(KeyError):
        theme.color("no such colour")


def test_sunlight_is_larger_by_a_quarter_on_top_of_the_zoom(theme):
    theme.apply("Light", 100)
    before = theme.font().pointSizeF()
    theme.apply("Sunlight", 100)
    assert theme.font().pointSizeF() == 1.25 * before
    assert theme.scaled(100) == 125
    theme.apply("Sunlight", 200)
    assert theme.scaled(100) == 250
    theme.apply("Light", 100)
    assert theme.scaled(100) == 100


@pytest.mark.parametrize(
    ("scheme", "colors"),
    [(Qt.ColorScheme.Light, SUNLIGHT), (Qt.ColorScheme.Dark, STRONG_DARK)],
)
def test_system_follows_the_wish_for_contrast(qapp, theme, scheme, colors):
    hints = qapp.styleHints()
    if not hasattr(hints, "accessibility"):
        pytest.skip("Qt before 6.10 does not know of it")
    changed = hints.accessibility().contrastPreferenceChanged
    theme.apply("System", 100)
    hints.colorSchemeChanged.emit(scheme)
    assert theme.least_contrast == 4.5
    changed.emit(Qt.ContrastPreference.HighContrast)
    assert window_color(qapp) == colors["window"]
    assert theme.least_contrast == 7
    assert theme.scaled(100) == 100
    theme.apply("Light", 100)
    assert window_color(qapp) == LIGHT["window"]
    changed.emit(Qt.ContrastPreference.NoPreference)
    theme.apply("System", 100)
    assert theme.least_contrast == 4.5


def test_chosen_colours_get_the_contrast_of_the_theme(theme):
    light, dark = ("#5F6368", "#FFFFFF"), ("#9AA0A6", "#1E1F22")

    def pair():
        return tuple(color.name().upper() for color in theme.pair(light, dark))

    theme.apply("Light", 100)
    assert pair() == light
    theme.apply("Dark", 100)
    assert pair() == dark
    theme.apply("Sunlight", 100)
    assert contrast(*pair()) >= 7
    assert pair()[1] == "#FFFFFF"
