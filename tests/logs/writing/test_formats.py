# SPDX-License-Identifier: Apache-2.0
"""The table of formats, which dialogs and the command line read."""

from pathlib import Path

import pytest

from ocppdesk.logs.errors import SuffixError
from ocppdesk.logs.writing.formats import FORMATS, format_of


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.suffix)
def test_each_format_is_found_by_its_name(found):
    assert format_of(Path(f"site{found.suffix}")) is found
    assert format_of(Path(f"SITE{found.suffix.upper()}")) is found


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.suffix)
def test_each_format_has_a_title_and_can_be_written_here(found):
    assert found.title
    assert found.is_available


def test_suffixes_are_used_once():
    suffixes = [found.suffix for found in FORMATS]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize("name", ["a", "a.pdf", "a.csv.bak", ".csv", "csv"])
def test_a_name_of_no_format_is_refused(name):
    with pytest.raises(SuffixError, match=r"\.ocppdesk or \.jsonl or \.csv"):
        format_of(Path(name))
