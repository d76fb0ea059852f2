# SPDX-License-Identifier: Apache-2.0
"""Values and operators go with fields, or it is said why they do not."""

import pytest

from ocppdesk.core.findings import Level
from ocppdesk.filters.errors import FilterError
from ocppdesk.filters.fields import FIELDS, Kind
from ocppdesk.filters.operands import kind_of, operator_of, range_for, value_for
from ocppdesk.filters.paths import Path
from ocppdesk.filters.tokens import tokens_of
from ocppdesk.filters.values import Operator, Value, ValueKind

STATUS = Path(("status",))


def token(text):
    return tokens_of(text)[0]


@pytest.mark.parametrize(
    ("operand", "sign", "expected"),
    [
        (STATUS, "=", Operator.IS),
        (STATUS, "==", Operator.IS),
        (STATUS, "===", Operator.IS_EXACTLY),
        (STATUS, "~", Operator.MATCHES),
        (STATUS, "CONTAINS", Operator.CONTAINS),
        (FIELDS["no"], "===", Operator.IS),
        (FIELDS["dir"], "!=", Operator.IS_NOT),
        (FIELDS["level"], ">=", Operator.AT_LEAST),
    ],
)
def test_signs_are_operators(operand, sign, expected):
    assert operator_of(operand, token(sign)) is expected


@pytest.mark.parametrize(
    ("field", "sign", "message"),
    [
        ("dir", "contains", "dir is none; use == or in"),
        ("no", "~", "no is none; use == or in, < or >"),
        ("dir", "<", "dir has no order"),
    ],
)
def test_operators_that_do_not_go_with_a_field_are_refused(field, sign, message):
    with pytest.raises(FilterError, match=message):
        operator_of(FIELDS[field], token(sign))


@pytest.mark.parametrize(
    ("operand", "text", "kind", "amount"),
    [
        (STATUS, "5", ValueKind.NUMBER, 5),
        (STATUS, '"5"', ValueKind.WORD, 0),
        (STATUS, "5s", ValueKind.DURATION, 5_000_000),
        (FIELDS["no"], '"5"', ValueKind.NUMBER, 5),
        (FIELDS["size"], "5", ValueKind.SIZE, 5),
        (FIELDS["dir"], "IN", ValueKind.WORD, 0),
        (FIELDS["level"], "warning", ValueKind.WORD, Level.WARNING),
    ],
)
def test_values_are_read_as_the_field_has_them(operand, text, kind, amount):
    found = value_for(operand, Operator.IS, token(text))
    assert (found.kind, found.amount) == (kind, amount)


def test_what_is_ordered_is_read_inside_of_quotes_too():
    found = value_for(STATUS, Operator.MORE, token('"5"'))
    assert found == Value("5", ValueKind.NUMBER)


def test_ranges_have_two_ends_of_one_kind():
    low, high = range_for(
        FIELDS["time"], token("2026-01-01"), token("2026-01-01T12:00")
    )
    assert (low.kind, high.kind) == (ValueKind.DATE, ValueKind.INSTANT)
    with pytest.raises(FilterError, match="of two kinds"):
        range_for(STATUS, token("5"), token("14:00"))


def test_payloads_have_texts():
    assert kind_of(STATUS) is Kind.TEXT
    assert kind_of(FIELDS["time"]) is Kind.TIME
