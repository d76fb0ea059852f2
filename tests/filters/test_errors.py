# SPDX-License-Identifier: Apache-2.0
"""An error names its place."""

from ocppdesk.filters.errors import FilterError


def test_an_error_counts_characters_from_one():
    error = FilterError("Missing )", start=4, end=5)
    assert str(error) == "Missing ) (at character 5)"
    assert (error.message, error.start, error.end) == ("Missing )", 4, 5)
