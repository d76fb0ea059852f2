# SPDX-License-Identifier: Apache-2.0
"""What chargers were allowed, on a terminal and as values for scripts."""

from collections.abc import Iterator
from typing import Any, Final

from ocppdesk.analysis.limits.answers import Allowances, Answer
from ocppdesk.analysis.limits.limits import Limits
from ocppdesk.analysis.limits.summary import summary
from ocppdesk.analysis.limits.words import place_text
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.analysed import observations_of
from ocppdesk.logs.listing import charger_text, local_text, rounded
from ocppdesk.logs.records import time_text

_TITLES: Final = (
    ("last", "Last set"),
    ("in_force", "In force"),
    ("offered", "Offered"),
    ("flowing", "Flowing"),
)


def allowed_in(
    reader: CaptureReader, charger: str = "", *, at: int | None = None
) -> list[tuple[str, Allowances]]:
    """Return what the chargers of a capture were allowed.

    Args:
        reader: The capture.
        charger: Only this charger; empty means all.
        at: The moment that is asked about, microseconds since 1970: later messages do
            not count. None: the last message.

    Returns:
        The charger and the answers, for each of its connectors.

    Raises:
        UnknownChargerError: If the capture does not know the charger.
    """
    known: dict[str, Limits] = {}
    last = 0
    for observation, sampled in observations_of(reader, charger):
        if at is not None and observation.at > at:
            continue
        name = observation.message.charger
        limits = known.get(name)
        if limits is None:
            limits = known[name] = Limits(name)
        limits.feed(observation, sampled.samples)
        last = max(last, observation.at)
    moment = last if at is None else at
    return [
        (name, allowances)
        for name, limits in known.items()
        for allowances in limits.allowances(moment)
        # Of who never said a name there may be attempts to connect only.
        if name or allowances.connector
    ]


def limit_record(charger: str, found: Allowances) -> dict[str, Any]:
    """Return the answers as values that JSON has; what is not known is None."""
    record: dict[str, Any] = {"charger": charger, "connector": found.connector}
    for name, _title in _TITLES:
        answer: Answer = getattr(found, name)
        record[name] = {
            "text": answer.text,
            "time": None if answer.at is None else time_text(answer.at),
            "message": answer.message,
            "amps": rounded(answer.amps),
            "watts": rounded(answer.watts),
            "confidence": answer.confidence.value,
            "remarks": list(answer.remarks),
        }
    record["summary"] = found.summary
    return record


def limit_lines(charger: str, found: Allowances) -> Iterator[str]:
    """Write the answers for people, with times of this place.

    What is to know of several answers is written once.
    """
    place = place_text(found.connector, is_2x=found.is_evse)
    yield f"{charger_text(charger)}  {place}"
    yield f"    {summary(found, local_text)}"
    told: set[str] = set()
    for name, title in _TITLES:
        answer: Answer = getattr(found, name)
        number = "" if answer.message is None else f"#{answer.message}"
        time = "" if answer.at is None else local_text(answer.at)
        parts = (f"{title:<8}", answer.text, time, number, f"[{answer.confidence}]")
        yield "  " + "  ".join(part for part in parts if part)
        for remark in answer.remarks:
            if remark not in told:
                told.add(remark)
                yield f"      - {remark}"
    yield ""
