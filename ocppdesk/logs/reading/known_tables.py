# SPDX-License-Identifier: Apache-2.0
"""Tables of systems that are known by their columns."""

from dataclasses import dataclass
from typing import Final

from ocppdesk.logs.reading.columns import Proposal, plain


@dataclass(frozen=True, slots=True)
class _Known:
    title: str
    columns: frozenset[str]
    advice: str


_UNKNOWN_ADVICE: Final = (
    "The rows hold no OCPP messages. If one of the columns does, tell which; else ask "
    "for an export that has the messages themselves (often called raw, JSON or OCPP "
    "log)."
)
_KNOWN: Final = (
    _Known(
        "Message log of OCPP.Core",
        frozenset(("logid", "logtime", "chargepointid", "message", "result")),
        "This table of OCPP.Core tells actions and results only. Set MessageDumpDir in "
        "its appsettings.json to have each message written to a file, and open that "
        "folder.",
    ),
    _Known(
        "Container log of Synology",
        frozenset(("time", "stdout", "line")),
        "The log has what the program in the container writes. Let that one log its "
        "OCPP messages: evcc with the level trace for ocpp, Home Assistant with debug "
        "for ocpp and custom_components.ocpp.",
    ),
    _Known(
        "Event log of an EVC-net portal",
        frozenset(("logdate", "notification", "eventtype")),
        "A portal's events are not OCPP messages. Ask the operator of the portal for "
        "the OCPP messages of the charger, or record them with this program.",
    ),
    _Known(
        "CMS portal table",
        frozenset(("cpid", "realtime", "msgflow", "command", "payloaddata")),
        "",
    ),
    _Known(
        "Open OCPP Trace",
        frozenset(("schemaversion", "timestamp", "transport", "direction")),
        "",
    ),
    _Known("DebugKit trace", frozenset(("traceid", "direction", "message")), ""),
    _Known(
        "Kazam export",
        frozenset(("timestamp", "deviceid", "source", "type", "action", "message")),
        "",
    ),
    _Known(
        "ChargeZone export",
        frozenset(("requeststring", "responsestring", "requesttime", "responsetime")),
        "",
    ),
    _Known("Kibana export", frozenset(("sourcemessage", "sourcetimestamp")), ""),
)


def title_for(proposal: Proposal) -> str:
    """Return the system that a table with some columns is of; empty if unknown."""
    known = _find(proposal)
    return known.title if known else ""


def advice_for(proposal: Proposal) -> str:
    """Return what to do about a table without messages."""
    known = _find(proposal)
    return (known.advice if known else "") or _UNKNOWN_ADVICE


def _find(proposal: Proposal) -> _Known | None:
    names = {plain(name) for name in proposal.header}
    return next((each for each in _KNOWN if each.columns <= names), None)
