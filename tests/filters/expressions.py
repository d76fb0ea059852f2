# SPDX-License-Identifier: Apache-2.0
"""Random texts in the filter language, whole and broken."""

from hypothesis import strategies as st

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.fields import FIELDS, FLAGS, Kind
from ocppdesk.filters.values import in_quotes
from tests.filters.subjects import KEYS, WORDS

_numbers = st.sampled_from(("0", "2", "3", "007", "33.5", "-1", "48213", ".5"))
_durations = st.sampled_from(("0s", "1ms", "500ms", "5s", "5.25s", "1h", "2min"))
_sizes = st.sampled_from(("0", "20", "21B", "0.1kB", "1MB"))
_clocks = st.sampled_from(("00:00", "1:00", "00:00:05", "13:05:06.5", "24:00"))
_moments = st.sampled_from(
    ("2026-01-31", "2026-01-30", "2026-01-31T00:00", "2026-01-30T23:00:05Z",
     "2026-01-31T01:00:00.5+01:00")
)  # fmt: skip
_ago = st.sampled_from(("-5m", "-1h", "-500ms", "-2d"))
_strange = st.text(max_size=6).filter(str.strip).map(in_quotes)
_texts = st.sampled_from(WORDS).map(in_quotes) | st.sampled_from(("x", "CP-0042"))
_patterns = st.sampled_from(('"^04A"', "CP-", "/[0-9]/", '"\\d+$"', '"[K\u212a]"'))
_EQUAL = st.sampled_from(("==", "=", "!="))
_ORDER = st.sampled_from(("<", "<=", ">", ">="))
_MEASURES = {
    Kind.NUMBER: _numbers,
    Kind.DURATION: _durations,
    Kind.SIZE: _sizes,
    Kind.TIME: _clocks | _moments,
}


def _joined(*parts):
    return st.tuples(*parts).map(" ".join)


def _set(values):
    inner = st.lists(values, min_size=1, max_size=3).map(", ".join)
    return inner.map("{{{}}}".format)


def _comparison(operand, kind, choices=()):
    """Return comparisons of a field or a path that the language allows."""
    name = st.just(operand)
    if kind in (Kind.CHOICE, Kind.LEVEL):
        values = st.sampled_from(choices)
        compared = _joined(name, _EQUAL, values) | _joined(
            name, st.just("in"), _set(values)
        )
        order = _joined(name, _ORDER, values)
        return compared | order if kind is Kind.LEVEL else compared
    if kind is Kind.TEXT:
        values = _texts | _strange | _numbers | _durations | _moments | _clocks
        texts = st.sampled_from(("==", "===", "!=", "contains"))
        values = values.filter(lambda text: text != "-5m")
        return (
            _joined(name, texts, values)
            | _joined(name, st.sampled_from(("~", "matches")), _patterns)
            | _joined(name, _ORDER, _numbers | _moments | _clocks)
            | _joined(name, st.just("in"), _set(values))
            | _joined(name, st.just("in"), _range(_numbers))
        )
    values = _MEASURES[kind]
    order = values | _ago if kind is Kind.TIME else values
    ends = _clocks if kind is Kind.TIME else values
    ranges = _range(ends) | _range(_moments | _ago) if ends is _clocks else _range(ends)
    return (
        _joined(name, _EQUAL, values)
        | _joined(name, _ORDER, order)
        | _joined(name, st.just("in"), _set(values))
        | _joined(name, st.just("in"), ranges)
    )


def _range(values):
    return st.tuples(values, values).map("..".join)


_sides = st.sampled_from((".", "req.", "res."))
_keys = st.sampled_from([key for key in KEYS if " " not in key])
_plain_paths = st.tuples(_sides, st.lists(_keys, min_size=1, max_size=2).map(".".join))
_paths = _plain_paths.map("".join)
_elements = st.lists(
    _joined(_keys, st.sampled_from(("==", "!=", "contains")), _texts | _numbers)
    | _joined(_keys, _ORDER, _numbers),
    min_size=1,
    max_size=2,
).map(lambda tests: f"[{' and '.join(tests)}]")
_conditions = (
    st.sampled_from(tuple(FLAGS))
    | st.sampled_from(tuple(FIELDS))
    | _texts.filter(lambda text: text != '""')
    | _strange
    | st.sampled_from(("/g.*e/", "/\\//", "/K/", "Heartbeat", "statusnotification"))
    | st.sampled_from(tuple(FIELDS.values())).flatmap(
        lambda field: _comparison(field.name, field.kind, field.choices)
    )
    | _paths
    | _paths.flatmap(lambda path: _comparison(path, Kind.TEXT))
    | st.tuples(_paths, _elements).map("".join)
)


def _wider(inner):
    joint = st.sampled_from((" ", " and ", " && ", " or ", " | "))
    negation = st.sampled_from(("not ", "!", "-"))
    return (
        st.tuples(inner, joint, inner).map("".join)
        | st.tuples(negation, inner.map("({})".format)).map("".join)
        | inner.map("({})".format)
    )


texts = st.recursive(_conditions, _wider, max_leaves=6)
"""Texts that are filters."""
filters = texts.map(parse_filter)
"""Filters of all kinds."""
_pieces = st.sampled_from(
    ["and", "or", "not", "in", "contains", "~", "==", "===", "!=", "<", ">=", "(", ")",
     "[", "]", "{", "}", ",", "..", '"', "/", "-", "!", "&&", "||", "\\", ":", "5s",
     "5", "14:05", "2026-01-31", "-5m", "x", ".a", "req.b", "Heartbeat", "\x00",
     "\ud800", *FIELDS, *FLAGS]
)  # fmt: skip
broken_texts = (
    st.lists(_pieces, max_size=8).map("".join)
    | st.lists(_pieces, max_size=8).map(" ".join)
    | st.text(max_size=20)
)
"""Texts of which most are no filters."""
