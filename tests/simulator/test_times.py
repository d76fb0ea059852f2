# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.times import epoch_of, text_of


@pytest.mark.parametrize(
    ("text", "epoch"),
    [
        ("2027-01-15T08:00:00Z", 1_800_000_000.0),
        ("2027-01-15T08:00:00.500Z", 1_800_000_000.5),
        ("2027-01-15T10:00:00+02:00", 1_800_000_000.0),
        ("2027-01-15T08:00:00", 1_800_000_000.0),
        ("soon", None),
        (None, None),
    ],
)
def test_time_is_read(text, epoch):
    assert epoch_of(text) == epoch


def test_time_is_written_with_milliseconds_in_utc():
    assert text_of(1_800_000_000.25) == "2027-01-15T08:00:00.250Z"
