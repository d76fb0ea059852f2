# SPDX-License-Identifier: Apache-2.0
"""How a charger reboots at the wish of the CSMS (OCPP 1.6, 5.14; OCPP 2.0.1, B11).

Each is a flow: the answer to the command leaves before the first thing happens.
"""

from typing import Final

from ocppdesk.simulator.agenda import Flow
from ocppdesk.simulator.charger import Charger
from ocppdesk.simulator.charger21 import Charger21
from ocppdesk.simulator.connector import Connector, Stop

_DELIVERY_S: Final = 10.0  # how long a soft reset waits for messages to be answered
_REASON: Final = "RemoteReset"
_OUTLET_S: Final = 4.0  # how long one outlet alone takes


def reset_softly(charger: Charger) -> Flow[None]:
    """End transactions, deliver what they have to say, then reboot."""
    charger.end_all(Stop.SOFT_RESET)
    given_up_at = charger.now + _DELIVERY_S
    yield from charger.agenda.pause(1.0)
    while charger.outbox.has_durable and charger.now < given_up_at:
        yield from charger.agenda.pause(1.0)
    charger.restart(_REASON)


def reset_hard(charger: Charger) -> Flow[None]:
    """Reboot at once; the ends of transactions are told after it."""
    yield from charger.agenda.pause(1.0)
    # Nothing may be sent any more, so the ends stay in the queue.
    charger.outbox.is_open = False
    charger.end_all(Stop.HARD_RESET)
    charger.restart(_REASON)


def reset_when_idle(charger: Charger) -> Flow[None]:
    """Wait for the end of all transactions, then reboot."""
    while charger.has_transaction:
        yield from charger.agenda.pause(1.0)
    yield from reset_softly(charger)


def reset_and_resume(charger: Charger21, connector: Connector | None) -> Flow[None]:
    """Reboot, or reset one EVSE; transactions go on after it (OCPP 2.1, B13).

    Args:
        charger: Who reboots.
        connector: The EVSE; None for the whole charger.
    """
    yield from charger.agenda.pause(1.0)
    outlets = charger.connectors if connector is None else [connector]
    charger.hold(outlets, Stop.SOFT_RESET.trigger)
    given_up_at = charger.now + _DELIVERY_S
    yield from charger.agenda.pause(1.0)
    while charger.outbox.has_durable and charger.now < given_up_at:
        yield from charger.agenda.pause(1.0)
    if connector is None:
        charger.restart(_REASON)
    else:
        yield from charger.agenda.pause(_OUTLET_S)
        charger.resume(outlets)


def reset_outlet(charger: Charger, connector: Connector, *, waits: bool) -> Flow[None]:
    """Reset one EVSE alone: it is out of use for a moment.

    Args:
        charger: Whose EVSE.
        connector: The EVSE.
        waits: Whether a transaction may come to its end by itself.
    """
    yield from charger.agenda.pause(1.0)
    while waits and connector.transaction is not None:
        yield from charger.agenda.pause(1.0)
    charger.end(connector, Stop.SOFT_RESET)
    connector.is_busy_inside = True
    charger.look_around()
    yield from charger.agenda.pause(_OUTLET_S)
    connector.is_busy_inside = False
    charger.look_around()
