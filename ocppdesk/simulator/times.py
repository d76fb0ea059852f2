# SPDX-License-Identifier: Apache-2.0
"""Times as OCPP writes them (RFC 3339), and as seconds since 1970."""

from datetime import UTC, datetime


def epoch_of(text: object) -> float | None:
    """Read a time; one without a zone counts as UTC, what is no time as None."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()


def text_of(epoch: float) -> str:
    """Write a time with milliseconds, in UTC."""
    moment = datetime.fromtimestamp(epoch, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
