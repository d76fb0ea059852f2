# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.filters.expression import parse_filter
from ocppdesk.filters.nodes import Everything
from ocppdesk.gui.chips.filter import (
    Part,
    Use,
    added,
    after_use,
    conditions,
    excluded,
    is_excluded,
    is_part,
    opposite,
    part_of,
    short_name,
    without,
)

ERRORS = parse_filter("~err or res.status == Rejected")
QUIET = parse_filter("-Heartbeat")


def test_a_filter_is_taken_apart_where_all_must_hold():
    assert conditions(parse_filter("~err ~in")) == (
        parse_filter("~err"),
        parse_filter("~in"),
    )
    assert conditions(ERRORS) == (ERRORS,)
    assert conditions(Everything()) == ()


@pytest.mark.parametrize(
    ("chip", "present", "expected"),
    [
        ("~q", "~q", Part.IN),
        ("~q", "~in and ~q", Part.IN),
        ("~in ~q", "~q and Reset and ~in", Part.IN),
        ("~in ~q", "~q", Part.NONE),
        ("~q", "not ~q", Part.OUT),
        ("~q", "Reset and not ~q", Part.OUT),
        ("~q", "~q or Reset", Part.NONE),
        ("~in ~q", "not (~in ~q)", Part.OUT),
        ("-Heartbeat", "Heartbeat", Part.OUT),
        ("~q", "", Part.NONE),
    ],
)
def test_a_chip_is_part_of_a_filter_if_all_it_asks_for_is(chip, present, expected):
    found = part_of(parse_filter(chip), parse_filter(present))
    assert found is expected
    assert is_part(parse_filter(chip), parse_filter(present)) is (found is Part.IN)
    is_out = is_excluded(parse_filter(chip), parse_filter(present))
    assert is_out is (found is Part.OUT)


def test_adding_and_excluding_take_each_other_off():
    both = added(ERRORS, QUIET)
    assert part_of(ERRORS, both) is Part.IN
    assert part_of(QUIET, both) is Part.IN
    left = excluded(ERRORS, both)
    assert part_of(ERRORS, left) is Part.OUT
    assert part_of(QUIET, left) is Part.IN
    assert added(ERRORS, left) == added(ERRORS, QUIET)
    assert without(ERRORS, both) == QUIET


def test_the_opposite_of_the_opposite_is_the_chip():
    assert opposite(opposite(ERRORS)) == ERRORS
    assert opposite(QUIET) == parse_filter("Heartbeat")


def test_filters_that_chips_make_can_be_written_and_read():
    for made in (added(ERRORS, QUIET), excluded(ERRORS, QUIET), opposite(ERRORS)):
        assert parse_filter(str(made)) == made


@pytest.mark.parametrize(
    ("chip", "use", "present", "expected"),
    [
        ("~q", Use.APPLY, "Reset", "~q"),
        ("~q", Use.APPLY, "Reset and -Heartbeat", "-Heartbeat and ~q"),
        ("~q", Use.APPLY, "-Heartbeat and ~q", "-Heartbeat"),
        ("~q", Use.APPLY, "not ~q", "~q"),
        ("~q", Use.ADD, "Reset", "Reset and ~q"),
        ("~q", Use.ADD, "Reset and ~q", "Reset and ~q"),
        ("~q", Use.EXCLUDE, "Reset and ~q", "Reset and not ~q"),
    ],
)
def test_what_a_click_does(chip, use, present, expected):
    before = parse_filter(present)
    switches = [QUIET] if is_part(QUIET, before) else []
    found = after_use(
        parse_filter(chip), use, before, is_switch=False, switches=switches
    )
    assert found == parse_filter(expected)


def test_a_switch_goes_with_whatever_applies():
    reset = parse_filter("Reset")
    on = after_use(QUIET, Use.APPLY, reset, is_switch=True, switches=[])
    assert on == parse_filter("Reset and -Heartbeat")
    assert after_use(QUIET, Use.APPLY, on, is_switch=True, switches=[QUIET]) == reset


def test_a_short_name_fits_a_chip():
    assert short_name("  ~q   and ~in ") == "~q and ~in"
    long = short_name("action in {StartTransaction, StopTransaction}")
    assert len(long) <= 24
    assert long.endswith("…")
