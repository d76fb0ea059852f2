# SPDX-License-Identifier: Apache-2.0
"""Any text becomes a tree whose parts know their places."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.json_spans import Array, Object, Text, Word, indented, parse_spans

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=15,
)


def plain(node):
    """Return what a node says; numbers and literals as they are written."""
    match node:
        case Text() | Word():
            return node.value
        case Array():
            return [plain(item) for item in node.items]
        case Object():
            return [(key.value, plain(item)) for key, item in node.items]


def expected(value):
    match value:
        case str():
            return value
        case list():
            return [expected(item) for item in value]
        case dict():
            return [(key, expected(item)) for key, item in value.items()]
        case _:
            return json.dumps(value)


def texts(nodes):
    for node in nodes:
        match node:
            case Text():
                yield node
            case Array():
                yield from texts(node.items)
            case Object():
                yield from (key for key, _item in node.items if key.end)
                yield from texts(item for _key, item in node.items)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_json_is_read_as_json(value, ascii_only, indent):
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert [plain(node) for node in parse_spans(text)] == [expected(value)]


@given(VALUES, st.booleans())
def test_each_character_of_a_string_knows_its_place(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only)
    for node in texts(parse_spans(text)):
        for index, character in enumerate(node.value):
            written = text[node.place(index) : node.place(index + 1)]
            assert json.loads(f'"{written}"') == character


@given(st.text() | st.text('[]{},:"\\u12 a', max_size=30))
def test_no_text_makes_it_raise(text):
    for node in texts(parse_spans(text)):
        assert 0 <= node.start <= node.end <= len(text)
        assert node.place(len(node.value)) <= len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[2,"1","X",{"a":"b', [["2", "1", "X", [("a", "b")]]]),
        ("{'a': 'b', c: d}", [[("a", "'b'"), ("c", "d")]]),
        ('{"a","b":1}', [[("a", ""), ("b", "1")]]),
        ('{["x"]}', [[("", ["x"])]]),
        ('] "a"', ["a"]),
        ('["a\\', [["a"]]),
        ("", []),
    ],
)
def test_what_is_no_json_is_read_as_far_as_it_goes(text, found):
    assert [plain(node) for node in parse_spans(text)] == found


def test_what_is_nested_too_deeply_belongs_to_the_level_above():
    text = "[" * 100_000 + '"x"' + "]" * 100_000 + '"y"'
    nodes = parse_spans(text)
    assert [node.value for node in texts(nodes[1:])] == ["y"]


def test_indenting_changes_blanks_only():
    text = '[2,"1","X",{"a":[1.0,{"b":null}],"c":{},"d":[],"e":"\\u00e9 , :"}]'
    shown = indented(text)
    assert json.loads(shown) == json.loads(text)
    assert shown.startswith('[2, "1", "X", {\n  "a": [\n    1.0,\n    {\n')
    assert shown.endswith('"c": {},\n  "d": [],\n  "e": "\\u00e9 , :"\n}]')
    assert indented(shown) == shown
