# SPDX-License-Identifier: Apache-2.0
"""Every error says what to do."""

from pathlib import Path

import pytest

from ocppdesk.logs import errors

ERRORS = [
    errors.ConversionError,
    errors.MissingError,
    errors.SuffixError,
    errors.UnreadableError,
    errors.ExistsError,
    errors.UnwritableError,
    errors.CancelledError,
    errors.MissingPackageError,
]


@pytest.mark.parametrize("kind", ERRORS)
def test_the_text_names_the_file(kind):
    error = kind(Path("site.csv"), "the disk is full")
    assert "site.csv" in str(error)
    assert isinstance(error, errors.ConversionError)
    assert error.detail == "the disk is full"
