# SPDX-License-Identifier: Apache-2.0
"""What the CSMS took out of service."""

from typing import Final

from ocppdesk.analysis.findings.reading import text_at
from ocppdesk.analysis.observing import Observation

_OBEYED: Final = ("Accepted", "Scheduled")


class Availability:
    """The commands that took a charger or its connectors out of service.

    They outlast restarts (OCPP 1.6, 5.2; 2.0.1, G03 and G04).
    """

    def __init__(self) -> None:
        # By connector (1.6) or EVSE (2.x), 0 is all: the message; None: in service.
        self._ordered: dict[int, int | None] = {}

    def take_answer(self, seen: Observation) -> None:
        """Take in an answer of the charger to ChangeAvailability."""
        call = seen.call
        if call is None or text_at(seen.payload, "status") not in _OBEYED:
            return
        # OCPP 1.6 and 2.x call it differently.
        wanted = text_at(call.payload, "type") or text_at(
            call.payload, "operationalStatus"
        )
        place = (call.place.evse or call.place.connector) or 0
        if not place:
            self._ordered.clear()
        if wanted in ("Operative", "Inoperative") and len(self._ordered) < 500:
            number = call.message.id if wanted == "Inoperative" else None
            self._ordered[place] = number

    def out_of_service_by(self, place: int) -> int | None:
        """Return the message that took a connector (1.6) or EVSE (2.x) out of service.

        None: nothing in these messages did, or it was put back since.
        """
        return self._ordered.get(place, self._ordered.get(0))
