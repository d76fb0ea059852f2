# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.numbers import whole_number


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, 5),
        ("5", 5),
        (" -5 ", -5),
        (5.0, 5),
        (5.5, None),
        ("5.0", None),
        ("", None),
        (True, None),
        (None, None),
        ([5], None),
        (float("nan"), None),
        (float("inf"), None),
        (2**63, None),
        (-(2**63), -(2**63)),
        (1e300, None),
        ("9" * 25, None),
    ],
)
def test_whole_numbers_are_read_from_texts_and_floats(value, number):
    assert whole_number(value) == number
