# SPDX-License-Identifier: Apache-2.0
"""The systems that write logs: how to know them, and how to make them log frames."""

import re
from dataclasses import dataclass
from typing import Final

from ocppdesk.logs.reading.found import View


@dataclass(frozen=True, slots=True)
class System:
    """A system that writes text logs."""

    title: str
    """What it is called."""
    signs: str
    """A regular expression that finds its logs."""
    advice: str = ""
    """What to do for a log that has the frames."""
    view: View | None = None
    """Who writes its logs, if the frames do not tell."""


_CSMS, _CHARGER = View.CSMS, View.CHARGER

APPLICATION: Final = System(
    "A CSMS's application log",
    r"(?i)chargeBoxIdentity|charge ?point.{0,40}(?:connected|connection)|"
    r"BootNotification|StatusNotification|MeterValues",
    "This log speaks of messages and does not hold them. Raise the log level of "
    "the WebSocket or OCPP module to debug or trace, or record the connection.",
)
"""A log that speaks of messages, of a system that is not known."""

_SYSTEMS: Final = (
    System(
        "SteVe",
        r"de\.rwth\.idsg\.steve",
        "SteVe logs all messages to its log file unless its level was raised: set "
        "de.rwth.idsg.steve.ocpp.ws.WebSocketLogger to INFO in log4j2-spring.xml.",
        _CSMS,
    ),
    System(
        "evcc",
        r"\[(?:ocpp|site|lp-\d+|main|cache|mqtt|db)\s{0,4}\] "
        r"(?:TRACE|DEBUG|INFO|WARN|ERROR) \d{4}/",
        "Start evcc with `--log ocpp:trace`, or set `levels: {ocpp: trace}` in "
        "evcc.yaml; for journald use `journalctl -u evcc --no-pager -o cat`.",
        _CSMS,
    ),
    System(
        "Home Assistant",
        r"\((?:MainThread|SyncWorker_\d+)\) \[",
        "Put `logger: {logs: {ocpp: info}}` into configuration.yaml of Home Assistant "
        "and download the full log.",
        _CSMS,
    ),
    System(
        "OCTT",
        r"\[msg-(?:in|out)\]|System Under Test \(SUT\)",
        "Download the test's full log from the OCTT, not its report.",
    ),
    System(
        "EVerest",
        r"ChargePoint>CentralSystem|CentralSystem>ChargePoint|everest\.|/libocpp|"
        r"\bmanager\[\d+\]",
        "Set LogMessages to true and LogMessagesFormat to log or html in the "
        "configuration of libocpp.",
        _CHARGER,
    ),
    System(
        "MicroOcpp",
        r"^\[?(?:.{0,20}> )?\[(?:MO|AO)\] |\[OcppOperation\]",
        "Build MicroOcpp with -DMO_DBG_LEVEL=MO_DL_INFO -DMO_TRAFFIC_OUT.",
        _CHARGER,
    ),
    System(
        "Alfen transactions",
        r"^(?:txstart2?|txstop2?|mv): (?:id 0x|socket \d)",
        "These are an Alfen charger's transactions. Its messages are in the log that "
        "the ACE Service Installer saves, with the category COM switched on.",
        _CHARGER,
    ),
    System(
        "Alfen charger",
        r"^\S{19,30}Z:(?:USER|INFO|COM|WARN|ERR\w*|DBG):\w+\.c:\d+:",
        "Switch on the category COM in the ACE Service Installer's log.",
        _CHARGER,
    ),
    System(
        "Sungrow charger",
        r"WebSocketTransmitter|PipeSession|com\.Sungrow",
        "The frames are in the log of the WebSocketTransmitter at the level INFO.",
        _CHARGER,
    ),
    System(
        "Sungrow charger (process log)",
        r"UTC --  .*(?:Layer_Communicator|TaskCompability|StateSwicthed|JSONs OCPP)",
        "This is the log of the charging process. The messages are in the charger's "
        "OCPP log, in lines of WebSocketTransmitter.",
        _CHARGER,
    ),
    System(
        "SAP e-mobility simulator",
        r"e-mobility-charging-stations-simulator|ChargingStationWorker|"
        r"^(?:error|warn|info|debug): \d{1,2}/\d{1,2}/\d{4}, .* \| ",
        "Set logLevel to debug in the simulator's config.json, and enable logging of "
        "its performance storage or record the WebSocket with Wireshark.",
        _CHARGER,
    ),
    System(
        "CitrineOS",
        r"CitrineOS Logger|/citrineos/",
        "Set logLevel to 0 (silly) in CitrineOS' configuration, or export the table "
        "OCPPMessages of its database.",
        _CSMS,
    ),
    System(
        "MaEVe",
        r"maeve|ts=\S+ level=\w+ .*(?:csId|chargeStationId|cs_id)=",
        "Start MaEVe's gateway with its log level at debug, or record its MQTT topics "
        "cs/in/# and cs/out/#.",
        _CSMS,
    ),
    System(
        "ioBroker",
        r"\bocpp\.\d+\s{0,4}\(?\d*\)?|\bhost\.\S+ instance system\.adapter\.ocpp",
        "Set the log level of the ocpp adapter's instance to silly (expert mode).",
        _CSMS,
    ),
    System(
        "Java-OCA-OCPP",
        r"eu\.chargetime\.ocpp|Request\{.{0,2000}isValid=(?:true|false)\}",
        "Set the logger eu.chargetime.ocpp to TRACE: frames are in the lines `Send a "
        "message` and `Receive a message`.",
        _CSMS,
    ),
    System(
        "OCPP.Core",
        r"OCPP\.Core\.|OCPPMiddleware|LogId\tLogTime\tChargePointId|_ocpp\d+-(?:in|out)",
        "Set MessageDumpDir in OCPP.Core's appsettings.json: each message becomes a "
        "file in that folder. Its MessageLog table has results only.",
        _CSMS,
    ),
    System(
        "Node-RED",
        r"\bnode: .{1,80}type: (?:request|received|replied)",
        "Give the OCPP node a log file in its settings and switch on logging.",
        _CSMS,
    ),
    System(
        "Virtual Charge Point",
        r"(?:Sending message|Responding with) \u27a1|Receive message \u2b05",
        view=_CHARGER,
    ),
    System("Wallbox proxy", r"\[(?:client->target|target->client)(?:-BLOCKED)?\]"),
    System(
        "EVC-net",
        r'"NOTIFICATION"\s*:|"TRANS_ENERGY_DELIVERED_KWH"',
        "The portal's event log has no messages. Ask the operator for the OCPP log of "
        "the charger.",
    ),
    System(
        "Hager charger",
        r"(?i)\bhager\b|\bwitty\b",
        "The charger's event log has no messages; record the connection with "
        "Wireshark, or take the CSMS's log.",
        _CHARGER,
    ),
    System("open-ocpp", r"\[[^\]\n]{1,80}\] - [RT]X : ", view=_CSMS),
    System("KEVIT", r"\[TXT\]\s?\[[^\]\n]{1,80}\]\s?:\s?MESSAGE", view=_CSMS),
    System(
        "ocpp-go",
        r"(?:sent JSON message to|received JSON message from|dispatched request) \S",
        "Give ocpp-go a logger at the level DEBUG with `ocppj.SetLogger`.",
        _CSMS,
    ),
    System(
        "Charger firmware",
        r"websocket_msg_(?:received|sent)|\bcp_app\[\d+\]",
        "Set the log level of the websocket module to debug.",
        _CHARGER,
    ),
    System(
        "Python websockets",
        r"\bwebsockets\.(?:server|client)\b",
        "Set the logger `ocpp` to INFO, or `websockets` to DEBUG.",
        _CSMS,
    ),
    System(
        "Python (mobilityhouse/ocpp)",
        r"\bocpp:\s?.{0,80}: (?:send|receive message) "
        r"|: (?:send|receive message) \[|\bocpp\.(?:v16|v20)|Waited \d+s for response",
        "Set the logger `ocpp` to INFO: `logging.getLogger('ocpp').setLevel('INFO')`.",
        _CSMS,
    ),
    APPLICATION,
)
_COMPILED: Final = tuple(
    (system, re.compile(system.signs, re.MULTILINE)) for system in _SYSTEMS
)
_UNKNOWN_ADVICE: Final = (
    "No OCPP messages were found. Look for a setting that logs raw WebSocket or OCPP-J "
    "messages (often at the level debug or trace), or record the connection."
)
_SAMPLE: Final = 200_000
_LONGEST_LINE: Final = 2000

UNKNOWN: Final = System("Text", "", _UNKNOWN_ADVICE)
"""Any other text."""


def system_of(text: str) -> System:
    """Tell which system wrote a log, by the beginning of its text."""
    sample = text[:_SAMPLE]
    if len(sample) > _LONGEST_LINE and sample.count("\n") * _LONGEST_LINE < len(sample):
        # What looks for signs in a line is not to be held up by a line without end.
        lines = (line[:_LONGEST_LINE] for line in sample.split("\n"))
        sample = "\n".join(lines)
    for system, pattern in _COMPILED:
        if pattern.search(sample):
            return system
    return UNKNOWN
