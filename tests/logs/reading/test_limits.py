# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.limits import MOST_UNPACKED, check_growth

MEGABYTE = 1 << 20


@pytest.mark.parametrize(
    ("packed", "unpacked"),
    [(1, 64 * MEGABYTE), (MEGABYTE, 200 * MEGABYTE), (1 << 30, MOST_UNPACKED)],
)
def test_logs_shrink_like_that(tmp_path, packed, unpacked):
    check_growth(tmp_path, packed, unpacked)


@pytest.mark.parametrize(
    ("packed", "unpacked", "why"),
    [
        (1 << 30, MOST_UNPACKED + 1, "8 GB"),
        (MEGABYTE, 201 * MEGABYTE, "200 times"),
        (1_000, 65 * MEGABYTE, "200 times"),
    ],
)
def test_bombs_are_refused(tmp_path, packed, unpacked, why):
    with pytest.raises(ConversionError, match=why):
        check_growth(tmp_path, packed, unpacked)
