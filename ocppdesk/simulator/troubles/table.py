# SPDX-License-Identifier: Apache-2.0
"""The troubles that there are."""

from typing import Final

from ocppdesk.simulator.troubles import habits, scripts
from ocppdesk.simulator.troubles.trouble import Trouble

_LOCAL_TIME_S: Final = 7200.0  # Central European summer time
_NO_PATIENCE: Final = {"MessageTimeout": "5", "TransactionMessageAttempts": "1"}

_ALL: Final = (
    Trouble(
        "boot-loop",
        "Restarts soon after each boot, five times.",
        scripts.restart_again_and_again,
    ),
    Trouble(
        "wrong-path",
        "Calls the bare address of the CSMS, without a path and its identity.",
        has_identity=False,
    ),
    Trouble("tls-to-plain-port", "Speaks TLS to the port for ws://.", uses_tls=True),
    Trouble(
        "unknown-tag",
        f"Somebody shows the card {scripts.UNKNOWN_CARD}; let the CSMS refuse it.",
        scripts.present_unknown_card,
    ),
    Trouble(
        "remote-start-without-car",
        "Obeys a remote start, but nobody plugs in; start it from the CSMS.",
        scripts.wait_without_car,
        settings={"ConnectionTimeOut": "30"},
    ),
    Trouble(
        "suspended-by-limit",
        "Gives no power because of a profile of 0 A that was stored long ago.",
        scripts.ask_for_power,
        habits.keeps_old_limit,
    ),
    Trouble(
        "ground-fault",
        "The residual current device trips while a car charges.",
        scripts.break_while_charging,
    ),
    Trouble(
        "wrong-unit",
        "Reports the energy register in kWh and calls it Wh.",
        scripts.charge,
        habits.mistakes_kilowatt_hours,
    ),
    Trouble(
        "clock-1970",
        "Its clock was never set and begins in 1970.",
        scripts.charge_twice,
        clock_ahead_s=None,
    ),
    Trouble(
        "local-time",
        "Sends its local time, two hours ahead, and marks it as UTC.",
        scripts.charge_twice,
        clock_ahead_s=_LOCAL_TIME_S,
    ),
    Trouble(
        "frozen-meter",
        "Power flows for ten minutes, and the register stands still.",
        scripts.charge,
        habits.freezes_register,
    ),
    Trouble(
        "missing-stop",
        "Never sends StopTransaction (2.x: the event Ended); after ten minutes that "
        "is plain.",
        scripts.charge_and_wait,
        habits.forgets_stop,
    ),
    Trouble(
        "duplicate-start",
        "Sends each StartTransaction (2.x: the event Started) twice.",
        scripts.charge_twice,
        habits.starts_twice,
    ),
    Trouble(
        "offline-replay",
        "Charges without a connection, and tells it later.",
        scripts.charge_offline,
    ),
    Trouble(
        "malformed-json",
        "Leaves a comma too many in messages with meter values.",
        scripts.charge_twice,
        habits.breaks_json,
        settings=_NO_PATIENCE,
    ),
)

TROUBLES: Final = {trouble.name: trouble for trouble in _ALL}
"""Each trouble by its name."""
