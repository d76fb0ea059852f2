# SPDX-License-Identifier: Apache-2.0
"""Numbers as chargers send them."""

from typing import Any


def whole_number(value: Any) -> int | None:
    """Read a number that may have been sent as text or as a float, else None."""
    if type(value) is int:
        number = value
    elif value is None:
        return None
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    elif isinstance(value, str) and len(value) < 20:
        try:
            number = int(value)
        except ValueError:
            return None
    else:
        return None
    # What does not fit into 64 bits is no connector and no transaction.
    return number if -(2**63) <= number < 2**63 else None
