# SPDX-License-Identifier: Apache-2.0
"""What charger software in the field was seen to do, each habit as a test.

Nothing here is invented: every line was seen on the wire. A charger that does it must
be served as if it did nothing odd, and the capture must hold what it did.
"""

import asyncio
import base64
import contextlib
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from ocppdesk.capture.records import Outcome
from ocppdesk.core.messages import Direction
from ocppdesk.core.replies import Policy
from ocppdesk.csms.central import CallFailed

BOOT_16 = {"chargePointVendor": "Acme", "chargePointModel": "One"}
BOOT_201 = {
    "reason": "PowerUp",
    "chargingStation": {"vendorName": "Acme", "model": "One"},
}
START = {
    "connectorId": 1,
    "idTag": "TAG",
    "meterStart": 100,
    "timestamp": "2026-01-01T00:00:00Z",
}
SAMPLE = {"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [{"value": "1"}]}
HEARTBEAT = '[2,"h","Heartbeat",{}]'


def call(action, payload, message_id="1"):
    return json.dumps([2, message_id, action, payload])


def ask(desk, action, payload=None, **options):
    """Make a call of ours; await what is returned for the charger's answer."""
    return asyncio.wrap_future(
        desk.engine.call("CP1", action, payload or {}, **options)
    )


async def asked(client):
    """Return the id of the call that the charger receives."""
    return json.loads(await client.recv())[1]


@contextlib.asynccontextmanager
async def opened_by_hand(desk, request):
    """Send a request on a bare socket; give the response head, reader and writer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
    try:
        writer.write(request)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        yield head.decode(), reader, writer
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


# The handshake.


@pytest.mark.parametrize(
    "more",
    [
        "",
        "Origin: http://charger.local\r\n",
        "Origin: file://\r\nCache-Control: no-cache\r\nPragma: no-cache\r\n",
        "User-Agent: \r\n",
    ],
    ids=["no user agent", "origin", "origin of a file", "empty user agent"],
)
async def test_a_bare_host_and_an_origin_are_no_reason_to_refuse(desk, upgrade, more):
    more += "Sec-WebSocket-Protocol: ocpp1.6\r\n"
    request = upgrade.format(path="/CP1", more=more)
    assert "Host: 127.0.0.1\r\n" in request
    async with opened_by_hand(desk, request.encode()) as (head, _reader, _writer):
        assert head.startswith("HTTP/1.1 101")
    assert "Sec-WebSocket-Protocol: ocpp1.6\r\n" in head


@pytest.mark.parametrize(
    ("offered", "agreed"),
    [
        ("ocpp2.1, ocpp2.0.1", "ocpp2.1"),
        ("ocpp2.2, ocpp2.0.1", "ocpp2.0.1"),
        ("ocpp1.6, ocpp1.5", "ocpp1.6"),
        ("ocpp1.5,ocpp1.6", "ocpp1.6"),
        ("OCPP1.6", "OCPP1.6"),
    ],
)
async def test_the_first_subprotocol_that_fits_is_taken(desk, upgrade, offered, agreed):
    request = upgrade.format(path="/CP1", more=f"Sec-WebSocket-Protocol: {offered}\r\n")
    async with opened_by_hand(desk, request.encode()) as (head, _reader, _writer):
        assert f"Sec-WebSocket-Protocol: {agreed}\r\n" in head


async def test_messages_are_recorded_as_text_when_deflate_was_agreed_on(desk):
    async with desk.connect(compression="deflate") as client:
        await client.send(HEARTBEAT)
        assert json.loads(await client.recv())[0] == 3
    assert desk.messages()[0].raw == HEARTBEAT


@pytest.mark.parametrize(
    "password",
    [
        b"as:is:this",
        bytes(range(200, 220)),
        b"c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadb",
        b"",
    ],
    ids=["colons", "20 raw bytes", "hex text", "empty"],
)
async def test_credentials_of_an_identity_with_colon_and_blank_are_accepted(
    desk, upgrade, password
):
    secret = base64.b64encode(b"RPC:20 1:" + password).decode()
    more = f"Authorization: Basic {secret}\r\nSec-WebSocket-Protocol: ocpp1.6\r\n"
    request = upgrade.format(path="/RPC%3A20%201", more=more)
    async with opened_by_hand(desk, request.encode()) as (head, _reader, _writer):
        assert head.startswith("HTTP/1.1 101")
        await desk.until(lambda: desk.engine.state.connected == ("RPC:20 1",))
    (connection,) = await desk.ended()
    assert connection.charger == "RPC:20 1"
    assert connection.path == "/RPC%3A20%201"
    assert secret.encode() not in connection.head


@pytest.mark.parametrize(
    "lines",
    [
        "Upgrade: websocket\r\n",
        "Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: close\r\n",
    ],
    ids=["missing", "doubled"],
)
async def test_a_wrong_connection_header_does_not_matter(desk, upgrade, lines):
    request = upgrade.format(path="/CP1", more="Sec-WebSocket-Protocol: ocpp1.6\r\n")
    usual = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    request = request.replace(usual, lines)
    async with opened_by_hand(desk, request.encode()) as (head, _reader, _writer):
        assert head.startswith("HTTP/1.1 101")


# The life of a connection.


@pytest.mark.parametrize(
    ("subprotocol", "action", "payload"),
    [
        ("ocpp1.6", "MeterValues", {"connectorId": 1, "meterValue": [SAMPLE]}),
        (
            "ocpp2.0.1",
            "TransactionEvent",
            {
                "eventType": "Updated",
                "timestamp": "2025-11-01T03:00:00Z",
                "triggerReason": "MeterValuePeriodic",
                "seqNo": 17,
                "offline": True,
                "transactionInfo": {"transactionId": "t-17"},
            },
        ),
    ],
)
async def test_a_charger_that_does_not_boot_goes_on_with_its_queue(
    desk, subprotocol, action, payload
):
    answers = await desk.talk(
        *(call(action, payload, str(n)) for n in range(5)), subprotocols=[subprotocol]
    )
    assert [answer[0] for answer in answers] == [3] * 5
    assert not [m for m in desk.messages() if m.problem]


async def test_a_charger_goes_on_after_a_restart_of_the_csms(start_desk):
    desk = start_desk()
    await desk.talk(call("BootNotification", BOOT_16), call("StartTransaction", START))
    desk.engine.stop()
    again = start_desk(capture=desk.engine.state.capture)
    meter = {"connectorId": 1, "transactionId": 1, "meterValue": [SAMPLE]}
    answers = await again.talk(
        call("MeterValues", meter, "1"),
        call("StopTransaction", {"transactionId": 1, "meterStop": 5}, "2"),
    )
    assert [answer[0] for answer in answers] == [3, 3]


async def test_a_pending_charger_that_boots_again_is_told_the_same_again(start_desk):
    desk = start_desk(policy=Policy(registration_status="Pending"))
    texts = [call("BootNotification", BOOT_16, str(n)) for n in range(3)]
    answers = await desk.talk(*texts)
    assert [answer[2]["status"] for answer in answers] == ["Pending"] * 3


async def test_a_pending_charger_may_answer_a_remote_start(start_desk):
    desk = start_desk(policy=Policy(registration_status="Pending"))
    async with desk.connect() as client:
        await client.send(call("BootNotification", BOOT_16))
        await client.recv()
        answer = ask(desk, "RemoteStartTransaction", {"idTag": "TAG"})
        await client.send(json.dumps([3, await asked(client), {"status": "Accepted"}]))
        assert (await answer).payload() == {"status": "Accepted"}


@pytest.mark.parametrize("close_code", [1000, 1005, 1006, 1012])
async def test_a_charger_may_leave_in_place_of_an_answer_to_reset(desk, close_code):
    client = await desk.connect()
    answer = ask(desk, "Reset", {"type": "Hard"})
    await asked(client)
    if close_code == 1006:
        client.transport.abort()
    elif close_code == 1005:
        client.protocol.send_close()  # a close frame without a code
        client.send_data()
    else:
        await client.close(close_code)
    with pytest.raises(CallFailed, match="disconnected before it answered"):
        await answer
    (connection,) = await desk.ended()
    assert connection.close_code == close_code
    await client.close()
    # It comes back, and its queue is free.
    async with desk.connect() as client:
        again = ask(desk, "Reset", {"type": "Hard"})
        await client.send(json.dumps([3, await asked(client), {"status": "Accepted"}]))
        assert (await again).payload() == {"status": "Accepted"}


async def test_a_reset_charger_may_boot_on_the_same_socket(desk):
    async with desk.connect() as client:
        for message_id in ("1", "1"):
            await client.send(call("BootNotification", BOOT_16, message_id))
            assert json.loads(await client.recv())[2]["status"] == "Accepted"
            answer = ask(desk, "Reset", {"type": "Soft"})
            reply = [3, await asked(client), {"status": "Accepted"}]
            await client.send(json.dumps(reply))
            assert (await answer).payload() == {"status": "Accepted"}


async def test_reset_may_be_refused(desk):
    async with desk.connect() as client:
        answer = ask(desk, "Reset", {"type": "Soft"})
        await client.send(json.dumps([3, await asked(client), {"status": "Rejected"}]))
        assert (await answer).payload() == {"status": "Rejected"}


async def test_a_charger_that_never_comes_back_leaves_no_connection(desk):
    async with desk.connect() as client:
        answer = ask(desk, "Reset", {"type": "Soft"})
        await client.send(json.dumps([3, await asked(client), {"status": "Accepted"}]))
        await answer
    await desk.ended()
    with pytest.raises(CallFailed, match="CP1 is not connected"):
        await ask(desk, "Reset", {"type": "Soft"})


async def test_a_repeated_boot_is_answered_like_the_first(desk):
    text = call("BootNotification", BOOT_16, "boot")
    answers = await desk.talk(text, text, text)
    assert [answer[2]["status"] for answer in answers] == ["Accepted"] * 3
    assert [answer[1] for answer in answers] == ["boot"] * 3


async def test_a_charger_that_an_unknown_call_crashes_is_told_apart(desk):
    client = await desk.connect()
    answer = ask(desk, "CustomOperation")
    await asked(client)
    client.transport.abort()
    with pytest.raises(CallFailed, match="disconnected before it answered"):
        await answer
    await client.close()


async def test_a_call_that_is_never_answered_frees_the_queue_for_the_next(start_desk):
    desk = start_desk(call_timeout_s=0.1)
    async with desk.connect() as client:
        calls = [ask(desk, "CustomOperation"), ask(desk, "ClearCache", timeout_s=5)]
        await asked(client)
        second = await asked(client)
        await client.send(json.dumps([3, second, {"status": "Accepted"}]))
        with pytest.raises(CallFailed, match=r"within 0\.1 s"):
            await calls[0]
        assert (await calls[1]).payload() == {"status": "Accepted"}


# Message ids.


@pytest.mark.parametrize(
    "message_ids",
    [["1", "2", "1", "2"], ["x"] * 4, ["TAG", "TAG", "TAG", "TAG"]],
    ids=["again from 1", "one for all", "the token"],
)
async def test_repeated_message_ids_are_answered_every_time(desk, message_ids):
    actions = [("Heartbeat", {}), ("Authorize", {"idTag": "TAG"})] * 2
    texts = [
        call(action, payload, message_id)
        for (action, payload), message_id in zip(actions, message_ids, strict=True)
    ]
    answers = await desk.talk(*texts)
    assert [answer[:2] for answer in answers] == [[3, n] for n in message_ids]
    assert ["currentTime" in answer[2] for answer in answers] == [True, False] * 2


async def test_the_same_ids_on_the_next_connection_are_nothing_special(desk):
    for _ in range(2):
        answers = await desk.talk(HEARTBEAT, call("StatusNotification", {
            "connectorId": 1, "status": "Available", "errorCode": "NoError",
        }))  # fmt: skip
        assert [answer[0] for answer in answers] == [3, 3]
    assert not [m for m in desk.messages() if m.problem]


@pytest.mark.parametrize("message_id", [None, 1, 19223201, -1, 1.5, True, "", "x" * 99])
async def test_an_odd_message_id_is_echoed_as_it_came(desk, message_id):
    (answer,) = await desk.talk(json.dumps([2, message_id, "Heartbeat", {}]))
    assert answer[0] == 3
    assert answer[1] == message_id
    assert type(answer[1]) is type(message_id)


async def test_our_own_message_id_may_come_back_as_the_chargers(desk):
    async with desk.connect() as client:
        answer = ask(desk, "ClearCache")
        ours = await asked(client)
        await client.send(json.dumps([2, ours, "Heartbeat", {}]))
        assert json.loads(await client.recv())[:2] == [3, ours]
        await client.send(json.dumps([3, ours, {"status": "Accepted"}]))
        assert (await answer).payload() == {"status": "Accepted"}
        await client.send(json.dumps([2, ours, "Heartbeat", {}]))
        assert json.loads(await client.recv())[:2] == [3, ours]


# Answers to our calls.


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ([], None),
        ([None, "it does not work", None], None),
        (["NotSupported", "", {}], "NotSupported"),
        (["NotImplemented", "Requested Action is not known"], "NotImplemented"),
        (["FormationViolation", "", {}], "FormationViolation"),
        (["FormatViolation", "", {}, "more"], "FormatViolation"),
        ([404, "not found", {}], "404"),
    ],
    ids=["bare", "nulls", "not supported", "short", "formation", "long", "number"],
)
async def test_any_callerror_ends_the_call_it_belongs_to(desk, rest, code):
    async with desk.connect() as client:
        answer = ask(desk, "GetConfiguration")
        await client.send(json.dumps([4, await asked(client), *rest]))
        message = await answer
    assert message.type == 4
    assert message.error_code == code
    assert message.answer_to == desk.messages()[0].id


ODD_RESULTS = {
    "unlock accepted": ("ocpp1.6", "UnlockConnector", {"status": "Accepted"}),
    "schedule without periods": (
        "ocpp1.6",
        "GetCompositeSchedule",
        {
            "status": "Accepted",
            "connectorId": 1,
            "chargingSchedule": {
                "duration": 2**40,
                "chargingRateUnit": "W",
                "chargingSchedulePeriod": [],
            },
        },
    ),
    "unknown key accepted": ("ocpp1.6", "ChangeConfiguration", {"status": "Accepted"}),
    "key filter ignored": (
        "ocpp1.6",
        "GetConfiguration",
        {
            "configurationKey": [
                {"key": f"Key{n}", "readonly": False, "value": "undefined"}
                for n in range(200)
            ]
        },
    ),
    "1.6 on 2.0.1": ("ocpp2.0.1", "GetVariables", {"configurationKey": []}),
    "null": ("ocpp1.6", "ClearCache", None),
    "a list": ("ocpp1.6", "ClearCache", []),
}


@pytest.mark.parametrize("name", ODD_RESULTS)
async def test_any_result_ends_the_call_and_is_kept(desk, name):
    subprotocol, action, payload = ODD_RESULTS[name]
    async with desk.connect(subprotocols=[subprotocol]) as client:
        answer = ask(desk, action)
        await client.send(json.dumps([3, await asked(client), payload]))
        message = await answer
    assert message.type == 3
    assert message.payload() == ({} if payload is None else payload)


@pytest.mark.parametrize("name", ["unlock accepted", "1.6 on 2.0.1", "null"])
async def test_a_result_that_the_specification_does_not_have_is_marked(desk, name):
    subprotocol, action, payload = ODD_RESULTS[name]
    async with desk.connect(subprotocols=[subprotocol]) as client:
        answer = ask(desk, action)
        await client.send(json.dumps([3, await asked(client), payload]))
        message = await answer
    assert message.problem
    assert message.violations


async def test_an_authorization_key_in_clear_is_recorded_as_it_came(desk):
    key = {"key": "AuthorizationKey", "readonly": False, "value": "0a" * 20}
    async with desk.connect() as client:
        answer = ask(desk, "GetConfiguration", {"key": ["HeartbeatInterval"]})
        text = json.dumps([3, await asked(client), {"configurationKey": [key]}])
        await client.send(text)
        await answer
    assert desk.messages()[-1].raw == text


# Calls that are not quite as specified.

ODD_CALLS_16 = {
    "null for nothing": ("Heartbeat", None),
    "numbers for strings": (
        "MeterValues",
        {
            "connectorId": "1",
            "meterValue": [{**SAMPLE, "sampledValue": [{"value": 7}]}],
        },
    ),
    "no token": ("StartTransaction", {k: START[k] for k in START if k != "idTag"}),
    "misspelt status": (
        "StatusNotification",
        {"connectorId": 1, "status": "Avalaible", "errorCode": "NoError"},
    ),
    "empty strings": (
        "BootNotification",
        {**BOOT_16, "iccid": "", "imsi": "", "meterType": ""},
    ),
    "empty info": (
        "StatusNotification",
        {
            "connectorId": 1,
            "status": "Available",
            "errorCode": "NoError",
            "info": "",
            "vendorId": "",
        },
    ),
    "a stop that nobody started": (
        "StopTransaction",
        {
            "transactionId": 424242,
            "meterStop": 1,
            "timestamp": "2026-01-01T00:00:00.123456Z",
        },
    ),
    "meter values of 1970": (
        "MeterValues",
        {
            "connectorId": 1,
            "meterValue": [{**SAMPLE, "timestamp": "1970-01-01T00:00:09Z"}],
        },
    ),
    "no fraction, no zone": (
        "MeterValues",
        {
            "connectorId": 1,
            "meterValue": [{**SAMPLE, "timestamp": "2026-01-01T00:00:00"}],
        },
    ),
    "the whole charger idle": (
        "MeterValues",
        {"connectorId": 0, "meterValue": [{**SAMPLE, "sampledValue": []}]},
    ),
    "no payload at all": ("DataTransfer", "text"),
}


@pytest.mark.parametrize("name", ODD_CALLS_16)
async def test_odd_calls_of_16_are_answered_with_success(desk, name):
    text = call(*ODD_CALLS_16[name])
    answers = await desk.talk(text, HEARTBEAT)
    assert [answer[0] for answer in answers] == [3, 3]
    assert [answer[1] for answer in answers] == ["1", "h"]
    assert desk.messages()[0].raw == text


@pytest.mark.parametrize(
    "name", ["numbers for strings", "no token", "misspelt status", "null for nothing"]
)
async def test_what_is_wrong_with_a_call_is_said(desk, name):
    await desk.talk(call(*ODD_CALLS_16[name]))
    assert desk.messages()[0].violations


async def test_a_start_without_a_token_gets_a_transaction(desk):
    (answer,) = await desk.talk(call(*ODD_CALLS_16["no token"]))
    assert answer[2]["transactionId"] > 0
    assert answer[2]["idTagInfo"] == {"status": "Accepted"}


async def test_an_action_that_does_not_exist_gets_notimplemented(desk):
    text = call("CustomOperation", {}, "c")
    answers = await desk.talk(text, HEARTBEAT)
    assert answers[0][:3] == [4, "c", "NotImplemented"]
    assert answers[1][0] == 3


def event(kind, **changes):
    return {
        "eventType": kind,
        "timestamp": "2026-01-01T00:00:00Z",
        "triggerReason": "Authorized",
        "seqNo": 0,
        "transactionInfo": {"transactionId": "t1"},
        **changes,
    }


REPORT = {
    "component": {"name": "EVSE", "evse": {"id": 1}},
    "variable": {"name": "Power"},
    "variableAttribute": [{"type": "Actual", "value": "22000"}],
}
ODD_CALLS_201 = {
    "empty report": {"requestId": 1, "generatedAt": "2026-01-01T00:00:00Z",
                     "seqNo": 0, "reportData": []},
    "a single part with seqNo 1, no tbc": {
        "requestId": 1, "generatedAt": "2026-01-01T00:00:00Z", "seqNo": 1,
        "reportData": [REPORT]},
    "32 kB a frame": {
        "requestId": 1, "generatedAt": "2026-01-01T00:00:00Z", "tbc": True,
        "seqNo": 0, "reportData": [REPORT] * 230},
}  # fmt: skip


@pytest.mark.parametrize("name", ODD_CALLS_201)
async def test_odd_reports_of_201_are_answered_with_success(desk, name):
    text = call("NotifyReport", ODD_CALLS_201[name])
    (answer,) = await desk.talk(text, subprotocols=["ocpp2.0.1"])
    assert answer == [3, "1", {}]
    assert desk.messages()[0].raw == text
    assert len(text) > 32_000 or name != "32 kB a frame"


async def test_a_transaction_whose_seqno_stays_0_and_names_its_evse_once(desk):
    answers = await desk.talk(
        call("TransactionEvent", event("Started", evse={"id": 2, "connectorId": 1})),
        call("TransactionEvent", event("Updated")),
        call("TransactionEvent", event("Ended")),
        subprotocols=["ocpp2.0.1"],
    )
    assert [answer[0] for answer in answers] == [3, 3, 3]
    calls = [m for m in desk.messages() if m.direction is Direction.IN]
    assert [(m.evse, m.connector, m.transaction_id) for m in calls] == [
        (2, 1, "t1")
    ] * 3


async def test_a_boot_of_201_with_empty_strings_is_accepted(desk):
    station = {**BOOT_201["chargingStation"], "modem": {"iccid": "", "imsi": ""}}
    (answer,) = await desk.talk(
        call("BootNotification", {**BOOT_201, "chargingStation": station}),
        subprotocols=["ocpp2.0.1"],
    )
    assert answer[2]["status"] == "Accepted"


# What else a tolerant CSMS has to live with.


async def test_several_frames_in_one_text_are_answered_one_by_one(desk):
    answers = await desk.talk(
        '[2,"1","Heartbeat",{}][2,"2","Heartbeat",{}]\n\x00', answers=2
    )
    assert [answer[:2] for answer in answers] == [[3, "1"], [3, "2"]]
    raws = [m.raw for m in desk.messages() if m.direction is Direction.IN]
    assert "".join(raws) == '[2,"1","Heartbeat",{}][2,"2","Heartbeat",{}]\n\x00'


@pytest.mark.parametrize(
    "text",
    [
        '\ufeff[2,"1","Heartbeat",{}]',
        '[2,"1","Heartbeat",{}]\x00',
        '[2,"1","Heartbeat",{}]\r\n',
        ' [2, "1" , "heartbeat", { } ] ',
        '["2","1","HEARTBEAT",{}]',
        '[2,"1","Heartbeat"]',
        '[2,"1","Heartbeat",{},null]',
        '[2,"1","Heartbeat",{"extra":[1,2]}]',
    ],
    ids=["bom", "nul", "newline", "blanks", "type as text", "short", "long", "extra"],
)
async def test_frames_with_a_flaw_are_read_and_answered(desk, text):
    (answer,) = await desk.talk(text)
    assert answer[:2] == [3, "1"]
    assert desk.messages()[0].raw == text


async def test_a_message_may_come_as_binary(desk):
    async with desk.connect() as client:
        await client.send(HEARTBEAT.encode())
        assert json.loads(await client.recv())[0] == 3
    first = desk.messages()[0]
    assert first.raw == HEARTBEAT
    assert "binary" in first.violations[0].text


async def test_a_retried_start_gets_the_same_transaction(desk):
    texts = [call("StartTransaction", START, message_id) for message_id in "ab"]
    first, again = await desk.talk(*texts)
    assert first[2]["transactionId"] == again[2]["transactionId"]


@pytest.mark.parametrize("transaction_id", [0, -1, None, "7", 7.0, 2**40])
async def test_any_transaction_id_is_acknowledged(desk, transaction_id):
    payload = {"transactionId": transaction_id, "meterStop": 5, "timestamp": "2026"}
    (answer,) = await desk.talk(call("StopTransaction", payload))
    assert answer[0] == 3


async def test_our_times_are_written_so_that_every_charger_can_read_them(desk):
    (answer,) = await desk.talk(HEARTBEAT)
    time = answer[2]["currentTime"]
    assert len(time) == len("2026-01-01T00:00:00Z")
    assert time.endswith("Z")


async def test_pings_are_answered_and_counted(desk):
    async with desk.connect() as client:
        for _ in range(3):
            await (await client.ping())
    (connection,) = await desk.ended()
    assert connection.pings == 3


async def test_a_call_may_cross_ours_on_the_way(desk):
    async with desk.connect() as client:
        answers = [ask(desk, "ClearCache"), ask(desk, "GetLocalListVersion")]
        for reply in ({"status": "Accepted"}, {"listVersion": 0}):
            ours = await asked(client)
            await client.send(call("Heartbeat", {}, ours))
            await client.send(json.dumps([3, ours, reply]))
            assert json.loads(await client.recv())[:2] == [3, ours]
        assert [(await a).payload() for a in answers] == [
            {"status": "Accepted"},
            {"listVersion": 0},
        ]


@pytest.mark.parametrize(
    "path",
    ["/CP1", "/ocpp/CP1/", "//steve//websocket/CentralSystemService/CP1", "/CP1?x=1",
     "/ws://10.0.0.1:9000/CP1", "/%43P1"],
)  # fmt: skip
async def test_any_path_that_ends_in_the_identity_will_do(desk, path):
    async with connect(
        f"ws://127.0.0.1:{desk.port}{path}", subprotocols=["ocpp1.6"]
    ) as client:
        await client.send(HEARTBEAT)
        assert json.loads(await client.recv())[0] == 3
        assert desk.engine.state.connected == ("CP1",)
    (connection,) = await desk.ended()
    assert connection.path == path
    assert connection.outcome is Outcome.CLOSED


async def test_a_charger_that_sends_before_the_handshake_is_done_loses_nothing(
    desk, upgrade
):
    request = upgrade.format(path="/CP1", more="Sec-WebSocket-Protocol: ocpp1.6\r\n")
    text = HEARTBEAT.encode()
    frame = b"\x81" + bytes([0x80 | len(text)]) + b"\0\0\0\0" + text
    async with opened_by_hand(desk, request.encode() + frame) as (_, reader, _writer):
        answer = await asyncio.wait_for(reader.readexactly(4), 5)
    assert answer[2:] == b"[3"
    await desk.ended()
    assert desk.messages()[0].raw == HEARTBEAT


@pytest.mark.parametrize(
    ("frame", "code", "cause"),
    [
        (b"\x81\x05hello", 1002, "broke the rules of WebSocket"),
        (b"\x88\x82\0\0\0\0\x03\xe8", 1000, "charger closed the connection"),
    ],
    ids=["not masked", "closes politely"],
)
async def test_a_charger_that_keeps_tcp_after_the_end_is_cut_off(
    start_desk, upgrade, monkeypatch, frame, code, cause
):
    monkeypatch.setattr("ocppdesk.csms.listener._CLOSE_TIMEOUT_S", 0.1)
    desk = start_desk()
    request = upgrade.format(path="/CP1", more="Sec-WebSocket-Protocol: ocpp1.6\r\n")
    async with opened_by_hand(desk, request.encode()) as (_head, _reader, writer):
        writer.write(frame)
        (connection,) = await desk.ended()
        assert desk.engine.state.connected == ()
    assert connection.close_code == code
    assert cause in connection.cause


async def test_what_a_dying_charger_sent_half_is_no_message(desk):
    async with desk.connect() as client:
        await client.send(HEARTBEAT)
        await client.recv()
        client.transport.write(b"\x81\xfe\x01\x00\0\0\0\0" + b'[2,"1","Sta')
        client.transport.abort()
        with contextlib.suppress(ConnectionClosed):
            await client.recv()
    await desk.ended()
    assert [m.raw for m in desk.messages() if m.direction is Direction.IN] == [
        HEARTBEAT
    ]
