# SPDX-License-Identifier: Apache-2.0
"""How much a packed file may grow when it is unpacked.

A file of some kilobytes can be made to fill a disk. Logs shrink to a tenth or a
thirtieth; what shrinks a hundred times more than that is no log.
"""

from pathlib import Path
from typing import Final

from ocppdesk.logs.errors import ConversionError

MOST_UNPACKED: Final = 1 << 33
"""Bytes that all of an archive may have unpacked: 8 GB."""
MOST_MEMBERS: Final = 20_000
"""Files that an archive or a folder may have."""
_ALWAYS_ALLOWED: Final = 1 << 26  # 64 MB do no harm
_GREATEST_RATIO: Final = 200


class GrowthError(ConversionError):
    """A packed file would grow beyond all measure."""


def check_growth(path: Path, packed: int, unpacked: int) -> None:
    """Refuse what grows beyond all measure.

    Args:
        path: The packed file.
        packed: How many bytes were read of it.
        unpacked: How many bytes came of them, or are said to come.

    Raises:
        GrowthError: If that is too much.
    """
    if unpacked > MOST_UNPACKED:
        detail = f"unpacked it has more than {MOST_UNPACKED >> 30} GB."
        raise GrowthError(path, f"{detail} Unpack it yourself and open its files.")
    if unpacked > _ALWAYS_ALLOWED and unpacked > packed * _GREATEST_RATIO:
        raise GrowthError(
            path,
            f"unpacked it would be more than {_GREATEST_RATIO} times as large, as no "
            "log is: it may be made to fill the disk.",
        )
