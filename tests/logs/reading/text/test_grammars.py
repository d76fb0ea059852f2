# SPDX-License-Identifier: Apache-2.0
"""One small log in the grammar of each format, written for this test.

The names are those of the design's table of formats (F01 and so on).
"""

from dataclasses import dataclass
from datetime import datetime

import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Assumptions, Frame, Kind, State
from ocppdesk.logs.reading.text.formats import TextFormat

IN, OUT = Direction.IN, Direction.OUT
BOOT = '[2,"b1","BootNotification",{"chargePointModel":"M1","chargePointVendor":"V"}]'
NOW = "2026-01-31T11:00:00Z"
BOOTED = f'[3,"b1",{{"currentTime":"{NOW}","interval":60,"status":"Accepted"}}]'
RESET = '[2,"77","Reset",{"type":"Soft"}]'
DONE = '[3,"77",{"status":"Accepted"}]'
FOUR = (BOOT, BOOTED, RESET, DONE)
WAYS = (IN, OUT, OUT, IN)
GO = ("sent JSON message to", "received JSON message from")
TABS = '[2,\t"77",\t"Reset",\t{"a":\t1\t"type":\t"So\tft"}]'


@dataclass(frozen=True)
class Log:
    """A log and what is in it."""

    text: str
    charger: str = "CP1"
    times: tuple[str, ...] | None = ("2026-01-31T11:00:00+00:00",) * 4
    raws: tuple[str, ...] = FOUR
    ways: tuple[Direction, ...] = WAYS
    states: tuple[State, ...] = ()
    others: int = 0
    name: str = "some.log"


def lines(pattern, words, frames=FOUR):
    """Write a frame a line, with words for its way."""
    made = (
        pattern.format(word, frame) for word, frame in zip(words, frames, strict=True)
    )
    return "\n".join(made) + "\n"


def csms(sent, received):
    return (received, sent, sent, received)


def charger(sent, received):
    return (sent, received, received, sent)


def escaped(frame):
    return frame.replace('"', '\\"')


LOGS = {
    "F01": Log(
        "s6-rc: info: service starting\n"
        + lines(
            "2026-01-31 12:00:00.000 INFO (MainThread) [ocpp] CP1: {} {}",
            csms("send", "receive message"),
        )
        + "Traceback (most recent call last):\n  File x\n",
        others=3,
    ),
    "F01 empty": Log(
        lines(
            "2026-01-31 12:00:00 INFO (MainThread) [ocpp] : {} {}",
            csms("send", "receive message"),
        ),
        charger="",
    ),
    "F01 colon": Log(
        lines(
            "2026-01-31 12:00:00 INFO (MainThread) [ocpp] 10.0.0.4:9000: {} {}",
            csms("send", "receive message"),
        ),
        charger="10.0.0.4:9000",
    ),
    "F02 docker": Log(
        lines(
            "homeassistant  | 2026-01-31 12:00:00.000 INFO (T) [ocpp] CP1: {} {}",
            csms("send", "receive message"),
        )
    ),
    "F02 journald": Log(
        lines(
            "Jan 31 12:00:09 helios python3.9[13]: 2026-01-31 12:00:00 INFO (T) [ocpp]"
            " CP1: {} {}",
            csms("send", "receive message"),
        )
    ),
    "F03": Log(
        lines("INFO:ocpp:CP1: {} {}", csms("send", "receive message")), times=None
    ),
    "F03 charger": Log(
        lines("INFO:ocpp:CP1: {} {}", charger("send", "receive message")), times=None
    ),
    "F03b": Log(
        lines(
            "2026-01-31T12:00:00+0100 INFO CP1: {} {}",
            csms("send", "receive message"),
            (BOOT.replace(",", ",\n\t"), BOOTED, RESET, DONE.replace("{", "{\n")),
        ),
        raws=(BOOT.replace(",", ",\n\t"), BOOTED, RESET, DONE.replace("{", "{\n")),
    ),
    "F04": Log(
        "2026-01-31 12:00:00 DEBUG [websockets.server] < GET /ocpp/CP1 HTTP/1.1\n"
        "2026-01-31 12:00:00 DEBUG [websockets.server] < "
        "Sec-WebSocket-Protocol: ocpp1.6\n"
        "2026-01-31 12:00:00 DEBUG [websockets.server] < TEXT "
        """'[2,"b1","Boot...el": "M1"}]' [318 bytes]\n"""
        f"2026-01-31 12:00:00 DEBUG [websockets.server] > TEXT '{BOOTED}' "
        f"[{len(BOOTED)} bytes]\n",
        raws=('[2,"b1","Boot...el": "M1"}]', BOOTED),
        ways=(IN, OUT),
        states=(State.TRUNCATED, State.COMPLETE),
        times=("2026-01-31T11:00:00+00:00",) * 2,
        others=2,
    ),
    "F05": Log(
        lines(
            "[ocpp  ] TRACE 2026/01/31 12:00:00 {} CP1: {}", csms("send", "recv")
        )
        + "[ocpp  ] DEBUG 2026/01/31 12:00:01 CALL [531531560, BootNotification]\n"
        + "[lp-1  ] DEBUG 2026/01/31 12:00:01 charge currents: [13.3 13.3 13.3]A\n"
        + f"[ocpp  ] ERROR 2026/01/31 12:00:02 it failed ({RESET})\n",
        others=3,
    ),
    "F05 old": Log(
        lines(
            "[ocpp ] TRACE 2026/01/31 12:00:00 {} CP1: {}",
            csms(*GO),
        )
    ),
    "F05b": Log(
        lines("{} CP****: {}", csms(*GO))
        + "enqueued CALL [2627073400, GetConfiguration] for CP****\n",
        charger="CP****",
        times=None,
        others=1,
    ),
    "F05b client": Log(
        lines(
            "{} server: {}",
            charger(*GO),
        ),
        charger="some",
        times=None,
    ),
    "F06": Log(
        lines(
            "Jan 31 12:00:09 pvm evcc[25]: [ocpp  ] TRACE 2026/01/31 12:00:00"
            " {} CP1: {}",
            csms("send", "recv"),
            (BOOT, BOOTED, RESET, '[3,"77",{"status":"Acc>'),
        ),
        raws=(BOOT, BOOTED, RESET, '[3,"77",{"status":"Acc'),
        states=(*[State.COMPLETE] * 3, State.TRUNCATED),
    ),
    "F07": Log(
        lines(
            "[INFO ] 2026-01-31 11:00:00,000 de.rwth.idsg.steve.ocpp.ws."
            "WebSocketLogger (qtp1-3) - [chargeBoxId=CP1, sessionId=5-a] {}: {}",
            csms("Sending", "Received"),
        )
        + "[INFO ] 2026-01-31 11:00:01,000 de.rwth.idsg.steve.Other - The boot\n",
        others=1,
    ),
    "F08": Log(
        lines(
            "        demo-steve-1        | [INFO ] 2026-01-31 11:00:00,000 de.rwth."
            "idsg.steve.WebSocketLogger - [chargeBoxId=CP1, sessionId=5-a] {}: {}",
            csms("Sending", "Received"),
        )
    ),
    "F09": Log(
        lines(
            "[INFO]\t2026-01-31\t11:00:00,000\tde.rwth.WebSocketLogger\t-\t"
            "[chargeBoxId=CP1,\tsessionId=5-a]\t{}:\t{}\t\t\t",
            csms("Sending", "Received"),
            (BOOT, BOOTED, TABS, DONE),
        ),
        raws=(BOOT, BOOTED, TABS.replace("1", "1,").replace("So\t", "So "), DONE),
        states=(State.COMPLETE, State.COMPLETE, State.REPAIRED, State.COMPLETE),
    ),
    "F10": Log(
        "".join(
            f"2026-01-31T11:00:00.000Z: {roles} Action \n"
            + frame.replace(",", ",\n  ")
            + "\n\n"
            for roles, frame in zip(
                csms("CentralSystem>ChargePoint ", "ChargePoint>CentralSystem"),
                FOUR,
                strict=True,
            )
        ),
        charger="some",
        raws=tuple(frame.replace(",", ",\n  ") for frame in FOUR),
        others=4,
    ),
    "F10b": Log(
        "".join(
            f"2026-01-31T12:00:00.{100 + number}000+0100 host manager[40]: {line}\n"
            for number, line in enumerate(
                ["ChargePoint>CentralSystem Reset", '[2, "77", "Reset", {',
                 '    "type": "Soft"', "}]"]
            )
        ),
        charger="some",
        raws=('[2, "77", "Reset", {\n    "type": "Soft"\n}]',),
        ways=(IN,),
        times=("2026-01-31T11:00:00.100+00:00",),
    ),
    "F11": Log(
        lines("2026-01-31 12:00:00,000 - a.ocpp - INFO - {}: {}", csms("Tx", "Rx")),
        charger="some",
    ),
    "F12": Log(
        "[MO] info (main.cpp:34): OCPP Connected to url: ws://10.0.0.1/CP1\n"
        f"[MO] Send: {BOOT}\n[MO] Recv: WS pong\n[MO] Recv: {BOOTED}\n"
        f"[MO] Recv: {RESET}12:00:00.587 > [MO] Send: {DONE}\n",
        times=None,
        others=2,
    ),
    "F12 old": Log(
        lines("[AO] {}: {}", charger("To WS lib", "From WS lib")),
        charger="some",
        times=None,
    ),
    "F13": Log(
        "OCPP Version : OCPP 1.6\nTest Start Time : 31-01-2026 11:00:00\n"
        + lines("[11:00:00:000] [{}]  {}", csms("msg-out", "msg-in")),
        charger="some",
        others=2,
    ),
    "F14": Log(
        lines('"OCPP1.6" {}:  "{}"', charger("TX", "RX"), [escaped(f) for f in FOUR]),
        charger="some",
        times=None,
        states=(State.REPAIRED,) * 4,
    ),
    "F16": Log(
        "".join(
            f"2026-01-31T11:00:00.00{number}Z:COM:rpc.c:681:{arrow} {frame[:40]}\n"
            + "".join(
                f"2026-01-31T11:00:00.00{number}Z:COM:rpc.c:681:{frame[i:i + 40]}\n"
                for i in range(40, len(frame), 40)
            )
            for number, (arrow, frame) in enumerate(
                zip(charger("->", "<-"), FOUR, strict=True)
            )
        ),
        charger="some",
        times=tuple(f"2026-01-31T11:00:00.00{number}+00:00" for number in range(4)),
    ),
    "F17": Log(
        lines(
            "Jan 31 12:00:00 box cp_app[955]: <41>  websock_comm.c:909  [01cca000] "
            "(*D) - websocket_msg_{} len:42 = '{}' ",
            charger("sent", "received"),
        )
        + "Jan 31 12:00:01 box cp_app[955]: <41> json_comm_parse_ts(): failed\n",
        charger="box",
        others=1,
    ),
    "F18": Log(
        "\x1b[92m2026-01-31 12:00:00,000 - app - DEBUG - Received CALL 'Reset' for "
        "CP1. Payload: {'a': 1}\x1b[0m\n"
        f"\x1b[92m2026-01-31 12:00:00,000 - app - DEBUG - RAW >> {BOOTED}\x1b[0m\n"
        f"\x1b[92m2026-01-31 12:00:00,000 - app - DEBUG - RAW >> {RESET}\x1b[0m\n",
        raws=(BOOTED, RESET),
        ways=(OUT, OUT),
        times=("2026-01-31T11:00:00+00:00",) * 2,
        others=1,
    ),
    "F19": Log(
        "\x1b[2m2026-01-31T11:00:00.590151Z\x1b[0m [\x1b[31m\x1b[1merror    \x1b[0m] "
        f"Reset \x1b[36merror\x1b[0m=\x1b[35mWaited 30s for response on {RESET}."
        "\x1b[0m \x1b[36mid\x1b[0m=\x1b[35mCP1\x1b[0m\n",
        raws=(),
        ways=(),
        times=(),
        others=1,
    ),
    "F20": Log(
        "2026-01-31 11:00:00.000 +0000 INFO PipeSession - [From charging station]: "
        '0603=StartTransaction={    "connectorId": 1}\n'
        + lines(
            "2026-01-31 11:00:00.000 +0000 INFO WebSocketTransmitter - {}: {}",
            charger("Sending", "Received"),
        ),
        charger="some",
        others=1,
    ),
    "F21": Log(
        lines(
            "1/31/2026, 12:00:00 PM    node: Port 95     type: {}   data: {}",
            csms("request", "received"),
        ),
        charger="Port 95",
    ),
    "F22": Log(
        "".join(
            f"Jan 31, 2026 @ 12:00:0{second}.000\tRAW_{word}: {frame}\n"
            for second, word, frame in (
                (3, "RCV", '[3, "77", {"status"=>"Accepted", "info"=>nil}]'),
                (2, "SND", '[2, "77", "Reset", {"type"=>"Soft"}]'),
                (0, "SND", BOOTED),
                (0, "RCV", BOOT),
            )
        ),
        charger="some",
        raws=(BOOT, BOOTED, '[2, "77", "Reset", {"type":"Soft"}]',
              '[3, "77", {"status":"Accepted", "info":null}]'),
        times=tuple(f"2026-01-31T11:00:0{second}+00:00" for second in (0, 0, 2, 3)),
        states=(State.COMPLETE, State.COMPLETE, State.REPAIRED, State.REPAIRED),
    ),
    "F23": Log(
        lines("2026-01-31_12-00-00-0000_ocpp16-{}.txt:{}", csms("out", "in")),
        charger="some",
    ),
    "F30": Log(
        "".join(f"{frame},1972.47,1972.47\n" for frame in FOUR),
        charger="some",
        times=None,
    ),
    "F31": Log(
        lines("11:00:00,000 {} {}  <- note #1", csms("send", "receive")),
        charger="some",
    ),
    "F32": Log(
        "# Frames\n\n```\n" + "\n...\n".join(FOUR) + "\n```\n",
        charger="some",
        times=None,
        others=7,
    ),
    "F33": Log(
        "2026-01-31 12:00:00 info: Connecting... | {\n  chargePointId: 'CP1',\n}\n"
        + lines(
            "2026-01-31 12:00:00 info: {}  {}",
            (
                "Sending message \u27a1\ufe0f",
                "Receive message \u2b05\ufe0f",
                "Receive message \u2b05\ufe0f",
                "Responding with \u27a1\ufe0f",
            ),
        ),
        others=3,
    ),
    "F34": Log(
        "[2026-01-31 12:00:00]\n"
        "INFO - New client connection from ('10.0.0.1', 5) requesting path: /CP1\n"
        + lines(
            "[12:00:00,000] [{}] {}", csms("target->client", "client->target-BLOCKED")
        )
        + "        ↑ a note\n",
        others=3,
    ),
    "F35": Log(
        lines("2026-01-31 12:00:00 \t{} : {}", csms("SERVER -> CP1", "CP1 -> SERVER"))
    ),
    "open-ocpp": Log(lines("[CP1] - {} : {}", csms("TX", "RX")), times=None),
    "KEVIT": Log(
        "".join(
            f"2026-01-31 12:00:00 - [TXT][CP1] : MESSAGE : {frame}\n" for frame in FOUR
        )
    ),
    "Vaylens": Log(
        "".join(
            f"17  31.01.2026 | 12:00:0{second}  {word}\n{frame}\n"
            for second, word, frame in (
                (2, "sent", RESET),
                (0, "received", BOOT),
                (0, "sent", BOOTED),
                (3, "received", DONE),
            )
        ),
        charger="some",
        times=tuple(f"2026-01-31T11:00:0{second}+00:00" for second in (0, 0, 2, 3)),
    ),
    "wscat": Log(
        lines("{} {}", charger(">", "<")), charger="some", times=None
    ),
    "Java-OCA": Log(
        lines(
            "[W-1] TRACE eu.chargetime.ocpp.X - {}: {}",
            csms("Send a message", "Receive a message"),
        ),
        charger="some",
        times=None,
    ),
    "unknown, interleaved": Log(
        lines(
            "2026-01-31 12:00:00.000 ws/{} %% # {}",
            ["CP1", "CP1", "CP1", "CP1"],
            (BOOT.replace('Vendor":"V"', 'SerialNumber":"CP1"'), BOOTED, RESET, DONE),
        ),
        raws=(BOOT.replace('Vendor":"V"', 'SerialNumber":"CP1"'), *FOUR[1:]),
    ),
    "unknown": Log(
        lines("<2026-01-31T12:00:00.000> ws/7 %% outgoing={} # {}", ["?"] * 4).replace(
            "outgoing=", "x="
        ),
        charger="some",
    ),
}  # fmt: skip


def read(tmp_path, log, **assumptions):
    path = tmp_path / log.name
    path.write_text(log.text, "utf-8")
    reader = TextFormat().reader(path, Assumptions(**assumptions))
    return [one for batch in reader.batches() for one in batch], reader


@pytest.mark.parametrize("name", LOGS)
def test_the_frames_of_each_grammar_are_read(tmp_path, name):
    log = LOGS[name]
    found, _reader = read(tmp_path, log)
    frames = [one for one in found if isinstance(one, Frame)]
    assert tuple(frame.raw for frame in frames) == log.raws
    assert tuple(frame.direction for frame in frames) == log.ways
    assert {frame.charger for frame in frames} <= {log.charger}
    if log.states:
        assert tuple(frame.state for frame in frames) == log.states
    if log.times is not None:
        times = [datetime.fromisoformat(text).timestamp() for text in log.times]
        assert [frame.at / 1_000_000 for frame in frames] == times
    assert len(found) - len(frames) == log.others


@pytest.mark.parametrize("name", LOGS)
def test_repaired_frames_say_what_was_undone(tmp_path, name):
    found, _reader = read(tmp_path, LOGS[name])
    for frame in found:
        if isinstance(frame, Frame):
            is_repaired = frame.state is State.REPAIRED
            assert bool(frame.repairs) is is_repaired
            assert (frame.original is not None) is is_repaired


NEGATIVE = {
    "N1": "# Generated\ntxstart: id 0x01, socket 1, 2026-01-31 01:13:13 0.0kWh\n",
    "N2": 'Apr/28 14:16:06 UTC --  StateSwicthed:from "A" to: "B"\n',
    "N3": 'error: 1/31/2026, 9:56:31 PM CS-1 | Request error {"code":"X"}\n',
    "N4": "2026-01-31 12:00:00.1\tDEBUG\tx.js:2\tCitrineOS Logger:F\tFilter passed\n",
    "N5": "ts=2026-01-31T12:00:00Z level=info msg=boot csId=CP1 action=Boot\n",
    "N6": "2026-01-31 12:00:00.0 - info: ocpp.0 (12) BootNotification of CP1\n",
    "N7": "[W] DEBUG eu.chargetime.ocpp.S - BootRequest{a=b, isValid=true}\n",
    "N8": '2026-01-31 12:00:00 [INFO] Sent to CP1: {"of":"BootNotification"}\n',
    "N9": 'BootNotification request: {"chargePointModel":"M"}\n',
    "N11": "31.01.2026 12:00 hager witty Transaction started\n",
}  # fmt: skip


@pytest.mark.parametrize("name", NEGATIVE)
def test_logs_without_frames_are_named_and_explained(tmp_path, name):
    found, reader = read(tmp_path, Log(NEGATIVE[name]))
    assert not any(isinstance(one, Frame) for one in found)
    assert reader.title not in ("Text", "Text log")
    assert reader.advice


def test_a_message_type_that_does_not_exist_is_said(tmp_path):
    text = 'dbg: [1,"17","BootNotification",{"a":1}]\n'
    [line], _reader = read(tmp_path, Log(text))
    assert line.kind is Kind.UNREADABLE
    assert "type 1" in line.why
