# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from ocppdesk.gui.look.json_text import JsonHighlighter, error_position, pretty_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_a_frame_begins_with_what_it_is():
    text = '[2,"19","StatusNotification",{"connectorId":1,"info":[1,{}]}]'
    assert pretty_text(text) == (
        '[2, "19", "StatusNotification", {\n'
        '  "connectorId": 1,\n'
        '  "info": [\n'
        "    1,\n"
        "    {}\n"
        "  ]\n"
        "}]"
    )


def test_an_error_is_laid_out_like_a_call():
    text = '[4,"1","InternalError","",{"a":1}]'
    assert pretty_text(text) == '[4, "1", "InternalError", "", {\n  "a": 1\n}]'


def test_other_json_is_indented_as_usual():
    assert pretty_text('{"a":[[1]]}') == ('{\n  "a": [\n    [\n      1\n    ]\n  ]\n}')


@pytest.mark.parametrize("text", ["[]", "{}", '[3, "1", {}]', "5", '"a b"'])
def test_what_has_nothing_in_it_stays_on_one_line(text):
    assert pretty_text(text) == text


@pytest.mark.parametrize(
    "literal", ["1.10", "1e5", "123456789012345678901", r'"\u00e9\/"', "-0", "NaN"]
)
def test_literals_stay_letter_by_letter(literal):
    assert literal in pretty_text(f'[2,"1","A",{{"x":{literal}}}]')


def test_repeated_keys_stay():
    assert pretty_text('{"a":1,"a":2}').count('"a"') == 2


def test_brackets_within_texts_are_text():
    assert pretty_text('{"a":"[{,:\\"}]"}') == '{\n  "a": "[{,:\\"}]"\n}'


@given(VALUES)
def test_indenting_changes_no_value(value):
    assert json.loads(pretty_text(json.dumps(value))) == value


@given(VALUES)
def test_indenting_twice_is_indenting_once(value):
    once = pretty_text(json.dumps(value))
    assert pretty_text(once) == once


def test_deep_nesting_is_not_indented_without_end():
    deep = "[" * 3000 + "]" * 3000
    assert len(pretty_text(deep)) < 600_000


@given(st.text())
def test_no_text_is_too_odd_to_be_indented(text):
    pretty_text(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[2,"1","Heartbeat",{}]', None),
        ('[2,"1" "Heartbeat",{}]', 7),
        ('[2,"1","Heartbeat",{', 20),
        ('[2,"1","Heart', 7),
        ("", 0),
    ],
)
def test_the_place_where_a_text_stops_being_json(text, expected):
    assert error_position(text) == expected


def test_json_beyond_what_python_reads_has_no_such_place():
    assert error_position("[" * 100_000) is None


def colors_of(theme, text):
    """Return the text cut into pieces of one colour."""
    document = QTextDocument()
    highlighter = JsonHighlighter(document, theme)
    document.setPlainText(text)
    highlighter.rehighlight()
    names = {
        theme.color(f"json.{name}").name(): name
        for name in ("key", "string", "number", "literal")
    }
    pieces = {}
    for piece in document.firstBlock().layout().formats():
        name = names.get(piece.format.foreground().color().name())
        if name is not None:
            part = text[piece.start : piece.start + piece.length]
            pieces.setdefault(name, []).append(part)
    return pieces


def test_each_kind_of_literal_has_its_color(theme):
    text = '[2,"1",{"key" : "v\\"x", "n": -1.5e3, "b": true}]'
    assert colors_of(theme, text) == {
        "number": ["2", "-1.5e3"],
        "string": ['"1"', '"v\\"x"'],
        "key": ['"key"', '"n"', '"b"'],
        "literal": ["true"],
    }


def test_an_unclosed_text_is_colored_to_its_end(theme):
    assert colors_of(theme, '["abc')["string"] == ['"abc']


def test_colors_follow_the_theme(theme):
    theme.apply("Light", 100)
    document = QTextDocument()
    highlighter = JsonHighlighter(document, theme)
    document.setPlainText("1")
    highlighter.rehighlight()

    def color():
        pieces = document.firstBlock().layout().formats()
        style = pieces[0].format
        return style.foreground().color().name()

    light = color()
    theme.apply("Dark", 100)
    assert light != color() == theme.color("json.number").name()


def test_a_very_long_text_can_go_without_colors(theme):
    document = QTextDocument()
    highlighter = JsonHighlighter(document, theme)
    highlighter.set_on(False)
    document.setPlainText("[1]")
    assert document.firstBlock().layout().formats() == []
