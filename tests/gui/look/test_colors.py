# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.gui.look.colors import (
    DARK,
    LEAST_CONTRAST,
    LIGHT,
    STRONG_CONTRAST,
    STRONG_DARK,
    SUNLIGHT,
    contrast,
    with_contrast,
)
from ocppdesk.gui.messages.color_rules import default_rules

ON_PAGES = (
    "text", "muted", "accent", "problem", "slow", "very_slow", "ok", "refused",
    "online", "offline",
)  # fmt: skip
ON_BASE = (
    "json.key", "json.string", "json.number", "json.literal", "dimmed",
    *(f"chart.{number}" for number in range(1, 9)),
)  # fmt: skip
NOTICES = ("warning.back", "error.back", "info.back", "row.new.back", "tip.back")


PAIRS = [
    *((name, back) for name in ON_PAGES for back in ("base", "window", "alternate")),
    *((name, "base") for name in ON_BASE),
    *(("text", back) for back in (*NOTICES, "button", "hover", "pressed")),
    ("selection.text", "selection.back"),
    ("selection.inactive.text", "selection.inactive.back"),
    ("slow", "warning.back"),
    ("problem", "error.back"),
    ("accent", "info.back"),
]


THEMES = {
    "light": (LIGHT, LEAST_CONTRAST),
    "dark": (DARK, LEAST_CONTRAST),
    "sunlight": (SUNLIGHT, STRONG_CONTRAST),
    "strong dark": (STRONG_DARK, STRONG_CONTRAST),
}
RULES = {rule.icon: rule for rule in default_rules()}
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read(theme):
    colors, least = THEMES[theme]
    unreadable = [
        (text, back, found)
        for text, back in PAIRS
        if (found := contrast(colors[text], colors[back])) < least
    ]
    assert unreadable == []


def test_all_themes_have_the_same_names():
    assert LIGHT.keys() == DARK.keys() == SUNLIGHT.keys() == STRONG_DARK.keys()


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_dimmed_is_paler_than_what_is_not(theme):
    colors, _least = THEMES[theme]
    dimmed, muted, text = (
        contrast(colors[name], colors["base"]) for name in ("dimmed", "muted", "text")
    )
    assert dimmed < muted < text


@pytest.mark.parametrize(
    ("icon", "light", "dark"),
    [
        ("cross", 9.4, 9.9),
        ("hourglass", 8.0, 9.0),
        ("stop", 7.3, 7.6),
        ("bolt", 7.5, 9.2),
        ("power", 9.4, 9.0),
        ("play", 8.1, 9.1),
        ("heart", 6.0, 6.2),
    ],
)
def test_rules_have_the_contrast_they_were_chosen_for(icon, light, dark):
    rule = RULES[icon]
    assert contrast(*rule.light) == pytest.approx(light, abs=0.1)
    assert contrast(*rule.dark) == pytest.approx(dark, abs=0.1)


@pytest.mark.parametrize("icon", RULES)
def test_rules_can_be_read_in_the_sun(icon):
    rule = RULES[icon]
    for pair in (rule.light, rule.dark):
        assert contrast(*with_contrast(*pair, STRONG_CONTRAST)) >= STRONG_CONTRAST


def test_contrast_goes_from_one_to_twenty_one():
    assert contrast("#123456", "#123456") == 1
    assert contrast("#000000", "#FFFFFF") == contrast("#FFFFFF", "#000000") == 21


@given(COLORS, COLORS, st.floats(1, 21))
def test_any_colours_can_get_enough_contrast(text, back, least):
    assert contrast(*with_contrast(text, back, least)) >= least


def test_colours_with_enough_contrast_stay_as_they_are():
    assert with_contrast("#000000", "#FFF0D6", 7) == ("#000000", "#FFF0D6")
    text, back = with_contrast("#777777", "#FFFFFF", 7)
    assert back == "#FFFFFF"
    assert contrast(text, back) >= 7
