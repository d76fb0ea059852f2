# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.configuration.values import (
    MEASURANDS,
    Checked,
    Kind,
    ValueType,
    check_value,
    flag_of,
    same_value,
    split_items,
)

FLAG = ValueType(Kind.BOOLEAN)
SECONDS = ValueType(Kind.INTEGER, unit="s", minimum=0, maximum=600)
NUMBER = ValueType(Kind.DECIMAL, minimum=0)
CHOICE = ValueType(Kind.CHOICE, choices=("Never", "Always"))
LIST = ValueType(Kind.LIST, choices=MEASURANDS)
ORDERED = ValueType(Kind.LIST, keeps_order=True)
SHORT = ValueType(Kind.TEXT, most_characters=5)
SECRET = ValueType(Kind.SECRET, most_characters=40)
MOMENT = ValueType(Kind.MOMENT)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FLAG, "TRUE", "true"),
        (FLAG, " 0 ", "false"),
        (SECONDS, " 060 ", "60"),
        (SECONDS, "0", "0"),
        (SECONDS, "600", "600"),
        (NUMBER, "1.50", "1.50"),
        (CHOICE, "always", "Always"),
        (ValueType(Kind.CHOICE), "Whatever", "Whatever"),
        (LIST, "voltage , SoC,", "Voltage,SoC"),
        (LIST, "Voltage.L1,Current.Import.N", "Voltage.L1,Current.Import.N"),
        (LIST, "", ""),
        (SHORT, "äöü€𝄞", "äöü€𝄞"),
        (SECRET, "hush", "hush"),
        (MOMENT, "2027-01-31T08:00:00Z", "2027-01-31T08:00:00Z"),
    ],
)
def test_a_value_is_sent_as_the_specification_writes_it(kind, text, value):
    assert check_value(kind, text) == Checked(value)


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        (FLAG, "yes", "either true or false"),
        (FLAG, "", "either true or false"),
        (SECONDS, "ten", "whole number of s, such as 60"),
        (SECONDS, "1.5", "whole number"),
        (SECONDS, "", "whole number"),
        (SECONDS, "٣", "whole number"),
        (SECONDS, "9" * 30, "whole number"),
        (SECONDS, "-1", "too small: 0 s is the least"),
        (SECONDS, "601", "too great: 600 s is the most"),
        (NUMBER, "1,5", "with a point, not a comma"),
        (NUMBER, "nan", "is a number"),
        (NUMBER, "-0.1", "too small"),
        (CHOICE, "Sometimes", "one of Never, Always"),
        (LIST, "SoC,soc", "in it twice"),
        (SHORT, "123456", "has 6 characters; 5 is the most"),
        (SECRET, "", "no password"),
        (SECRET, "x" * 41, "41 characters"),
        (MOMENT, "tomorrow", "date with time"),
    ],
)
def test_a_refusal_says_why(kind, text, why):
    checked = check_value(kind, text)
    assert why in checked.refusal
    assert checked.refusal.endswith(".")


def test_too_many_items_are_refused():
    kind = ValueType(Kind.LIST, most_items=2)
    assert "at most 2 items" in check_value(kind, "a,b,c").refusal
    assert check_value(kind, "a,b").refusal == ""


def test_an_item_that_ocpp_does_not_have_is_doubted_and_not_refused():
    checked = check_value(LIST, "Voltage,Vendor.Thing")
    assert checked.refusal == ""
    assert checked.doubt.startswith("Vendor.Thing: not among the items")


@pytest.mark.parametrize("text", ["plain password", "0123", "0" * 33, "0" * 42])
def test_a_key_that_is_not_hexadecimal_is_doubted(text):
    kind = ValueType(Kind.SECRET, is_hexadecimal=True)
    assert "hexadecimal digits" in check_value(kind, text).doubt
    assert check_value(kind, "0aF1" * 8).doubt == ""


def test_a_short_password_is_doubted():
    kind = ValueType(Kind.SECRET, few_characters=16)
    assert "at least 16" in check_value(kind, "short").doubt
    assert check_value(kind, "x" * 16).doubt == ""


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (FLAG, "True", "1"),
        (SECONDS, "060", "60"),
        (SECONDS, "60", "60.0"),
        (NUMBER, "1.50", "1.5"),
        (CHOICE, "never", "Never "),
        (LIST, "Voltage,SoC", " SoC, Voltage,"),
        (LIST, "Voltage", "voltage"),
        (LIST, "Current,Power", "W,A"),
        (ORDERED, "1,2", "1, 2"),
        (SHORT, "a ", "a"),
        (SECONDS, "what", "what"),
    ],
)
def test_values_that_mean_the_same(kind, first, second):
    assert same_value(kind, first, second)
    assert same_value(kind, second, first)


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (FLAG, "true", "false"),
        (FLAG, "true", "yes"),
        (SECONDS, "60", "61"),
        (SECONDS, "60", ""),
        (ORDERED, "1,2", "2,1"),
        (LIST, "Voltage", "Voltage,SoC"),
        (SHORT, "a", "A"),
        (SECRET, "a", "a "),
        (SHORT, None, ""),
        (SHORT, "", None),
    ],
)
def test_values_that_differ(kind, first, second):
    assert not same_value(kind, first, second)


def test_nothing_is_like_nothing():
    assert same_value(SHORT, None, None)


@pytest.mark.parametrize("kind", list(Kind))
@given(text=st.text(max_size=40))
def test_no_text_raises_and_each_value_is_like_itself(kind, text):
    value = ValueType(kind, minimum=0, maximum=9, choices=("A", "B"))
    checked = check_value(value, text)
    assert same_value(value, text, text)
    if not checked.refusal:
        assert same_value(value, checked.value, text)
        assert check_value(value, checked.value).value == checked.value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (SECONDS, "whole number, s, 0 to 600"),
        (NUMBER, "number, from 0"),
        (ValueType(Kind.INTEGER, maximum=9), "whole number, up to 9"),
        (FLAG, "true or false"),
        (ValueType(Kind.LIST, most_items=5), "list, at most 5 items"),
    ],
)
def test_a_type_says_itself_in_words(kind, text):
    assert kind.text == text


def test_many_words_are_cut():
    kind = ValueType(Kind.CHOICE, choices=tuple("abcdefghijklmnopq"))
    assert (
        check_value(kind, "?").refusal
        == "It is one of a, b, c, d, e, f, g, h, i, j, k, l, …."
    )


def test_items_and_flags_are_read_leniently():
    assert split_items(" a,, b ,") == ["a", "b"]
    assert flag_of(" FALSE") is False
    assert flag_of("no") is None
