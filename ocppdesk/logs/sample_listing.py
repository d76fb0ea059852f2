# SPDX-License-Identifier: Apache-2.0
"""The samples of chargers on a terminal."""

from collections.abc import Iterator
from typing import Any, Final

from ocppdesk.analysis.sample import Assumed, Sample
from ocppdesk.analysis.samples import Sampled
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.core.messages import Message
from ocppdesk.core.phrases.parts import number_text
from ocppdesk.logs.analysed import observations_of
from ocppdesk.logs.listing import charger_text, local_text, place_text
from ocppdesk.logs.records import time_text

_WORDS: Final = {flag: (flag.name or "").lower() for flag in Assumed}
# Nearly no charger sends the others; to say so in each line tells nobody anything.
_TOLD: Final = Assumed.MEASURAND | Assumed.UNIT | Assumed.TIME


def sampled_messages(
    reader: CaptureReader, charger: str = ""
) -> Iterator[tuple[Message, Sampled]]:
    """Yield each message that holds values or is odd about them, with its values.

    Args:
        reader: The capture.
        charger: Only this charger; empty means all.

    Raises:
        UnknownChargerError: If the capture does not know the charger.
    """
    for observation, sampled in observations_of(reader, charger):
        if sampled.samples or sampled.problems:
            yield observation.message, sampled


def sample_record(sample: Sample, charger: str) -> dict[str, Any]:
    """Return a sample as values that JSON has; `assumed` lists what was left out."""
    return {
        "time": time_text(sample.at),
        "charger_time": time_text(sample.charger_at),
        "charger": charger,
        "evse": sample.evse,
        "connector": sample.connector,
        "transaction_id": sample.transaction,
        "measurand": sample.measurand,
        "phase": sample.phase,
        "location": sample.location,
        "context": sample.context,
        "value": sample.value,
        "unit": sample.unit,
        "assumed": [_WORDS[flag] for flag in sample.assumed],
        "message": sample.message,
    }


def sample_line(sample: Sample, charger: str) -> str:
    """Write a sample as a line of a table: local time by the charger's clock first."""
    transaction = sample.transaction
    parts = [
        local_text(sample.charger_at),
        charger_text(charger),
        place_text(sample.evse, sample.connector),
        "-" if transaction is None else str(transaction),
        f"{sample.measurand} {sample.phase}".rstrip().ljust(32),
        f"{number_text(sample.value, digits=3)} {sample.unit}".rstrip().rjust(14),
        f"{sample.context}, {sample.location}",
    ]
    odd = sample.assumed & _TOLD
    if odd:
        words = ", ".join(_WORDS[flag] for flag in odd)
        parts.append(f"[assumed: {words}]")
    return "  ".join(parts)
