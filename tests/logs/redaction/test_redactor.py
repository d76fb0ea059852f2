# SPDX-License-Identifier: Apache-2.0
"""What identifies somebody is out, and everything else is as it was."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.core.frames import Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.logs.records import Entry
from ocppdesk.logs.redaction.names import Kind
from ocppdesk.logs.redaction.redactor import Learner, Redactor

START = (
    '[2, "7","StartTransaction",{"connectorId":1, "idTag":"04A1B2C3D4","meterStart":10,'
    '"timestamp":"2026-08-01T12:00:00Z"}]'
)
ANSWER = '[3,"7",{"transactionId":42,"idTagInfo":{"status":"Accepted"}}]'


def message(raw, number=1, **changes):
    made = Message(number, 0, "CP-0042", 1, Direction.IN, raw)
    return replace(made, **changes)


def redacted(entries, connections=()):
    learner = Learner()
    for entry in entries:
        learner.learn(entry)
    for connection in connections:
        learner.learn_connection(connection)
    redactor = Redactor(learner.redaction())
    return (
        [redactor.entry(entry) for entry in entries],
        [redactor.connection(connection) for connection in connections],
        redactor.replacements(),
    )


def raws(*texts):
    entries = [Entry(message(text, n)) for n, text in enumerate(texts, start=1)]
    return [entry.message.raw for entry in redacted(entries)[0]]


def test_only_the_value_changes():
    assert raws(START) == [START.replace("04A1B2C3D4", "TAG-0001")]


def test_a_message_without_anything_is_the_same():
    assert raws(ANSWER) == [ANSWER]


def test_numbers_keep_their_form():
    text = '[2,"1","X",{"a":1.0,"b":1,"c":1e5,"d":0.10,"serialNumber":"S12345"}]'
    assert raws(text) == [text.replace("S12345", "SERIAL-01")]


def test_a_value_has_one_alias_wherever_it_stands():
    assert raws(
        START,
        '[2,"04a1b2c3d4","Authorize",{"idTag":"04a1b2c3d4"}]',
        '[2,"8","DataTransfer",{"data":"{\\"card\\":\\"04A1B2C3D4\\"}"}]',
        '[4,"9","InternalError","no 04A1B2C3D4 here",{}]',
        '[2,"10","X",{"serialNumber":"04A1B2C3D4","04A1B2C3D4":"\\u0030\\u0034A1B2C3D4"}]',
    )[1:] == [
        '[2,"TAG-0001","Authorize",{"idTag":"TAG-0001"}]',
        '[2,"8","DataTransfer",{"data":"{\\"card\\":\\"TAG-0001\\"}"}]',
        '[4,"9","InternalError","no TAG-0001 here",{}]',
        '[2,"10","X",{"serialNumber":"TAG-0001","TAG-0001":"TAG-0001"}]',
    ]


def test_malformed_frames_and_bytes_are_redacted_too():
    cut, odd, wrong = raws(
        '[2,"1","Authorize",{"idTag":"04A1B2C3D4',
        'card 04A1B2C3D4 {"password":"hunter2',
        b'[2,"2","X",{"note":"\xff04A1B2C3D4\xfe"}]',
    )
    assert cut == '[2,"1","Authorize",{"idTag":"TAG-0001'
    assert odd == 'card TAG-0001 {"password":"REDACTED'
    assert wrong == b'[2,"2","X",{"note":"\xffTAG-0001\xfe"}]'


def test_a_number_that_is_an_identity_becomes_text():
    assert raws(
        '[2,"1","X",{"idTag":12345678}]',
        '[2,"2","X",{"card":12345678,"other":"12345678","meterStart":12345678}]',
    ) == [
        '[2,"1","X",{"idTag":"TAG-0001"}]',
        '[2,"2","X",{"card":"TAG-0001","other":"TAG-0001","meterStart":12345678}]',
    ]


def test_what_the_record_repeats_of_the_frame_stays_the_same_as_in_it():
    made = message(
        '[4,"04A1B2C3D4","04A1B2C3D4","",{}]',
        message_id="04A1B2C3D4",
        action="04A1B2C3D4",
        error_code="04A1B2C3D4",
        transaction_id="tx-04A1B2C3D4",
    )
    found = redacted([Entry(message(START)), Entry(made)])[0][1].message
    assert found.raw == '[4,"TAG-0001","TAG-0001","",{}]'
    assert found.message_id == found.action == found.error_code == "TAG-0001"
    assert found.transaction_id == "tx-TAG-0001"
    assert found.charger == "CHARGER-01"


def test_a_long_number_as_message_id_stays_the_same_as_in_the_frame():
    made = message('[2,12345678,"X",{"idTag":"12345678"}]', message_id="12345678")
    [entry] = redacted([Entry(made)])[0]
    assert entry.message.raw == '[2,"TAG-0001","X",{"idTag":"TAG-0001"}]'
    assert entry.message.message_id == "TAG-0001"


def test_notes_violations_and_what_links_say_are_redacted():
    link = message("CP-0042 left (10.1.2.3).", 2, direction=Direction.LINK)
    violations = (
        Violation("idTag", '"04A1B2C3D4" is longer than 5 characters'),
        Violation("", "something else"),
        Violation("", '{"idTag":"SECOND"} has too much'),
    )
    start = message(START, violations=violations)
    first, second = redacted(
        [
            Entry(start, is_marked=True, note="joe@example.org, card 04a1b2c3d4"),
            Entry(link),
        ]
    )[0]
    assert first.note == "EMAIL-01, card TAG-0001"
    assert first.is_marked
    assert [violation.text for violation in first.message.violations] == [
        '"TAG-0001" is longer than 5 characters',
        "something else",
        '{"idTag":"TAG-0002"} has too much',
    ]
    assert second.message.raw == "CHARGER-01 left (IP-01)."


def test_a_short_identity_goes_from_sentences_as_well():
    link = message("CP1 connected.", direction=Direction.LINK, charger="CP1")
    [entry] = redacted([Entry(link)])[0]
    assert entry.message.raw == "CHARGER-01 connected."


CONNECTION = Connection(
    1,
    "RPC:20 1",
    "[fe80::1]:4711",
    5,
    Outcome.CLOSED,
    opened_at=5,
    path="/ocpp/RPC%3A20%201?token=abcdef",
    offered="ocpp1.6, ocpp2.0.1",
    subprotocol="ocpp1.6",
    version="1.6",
    head=b"GET /ocpp/RPC%3A20%201 HTTP/1.1\r\nHost: 10.0.0.5\r\n"
    b"Authorization: Basic QUI6Q0Q=\r\n",
    cause="RPC:20 1 left.",
    fix="Look at 10.0.0.5.",
    remarks=("Its name is RPC:20 1.",),
    close_reason="bye RPC:20 1",
)


def test_connections_are_redacted():
    [found] = redacted([], [CONNECTION])[1]
    assert found == replace(
        CONNECTION,
        charger="CHARGER-01",
        peer="[IP-01]:4711",
        path="/ocpp/CHARGER-01?token=REDACTED",
        head=b"GET /ocpp/CHARGER-01 HTTP/1.1\r\nHost: IP-02\r\n"
        b"Authorization: Basic REDACTED\r\n",
        cause="CHARGER-01 left.",
        fix="Look at IP-02.",
        remarks=("Its name is CHARGER-01.",),
        close_reason="bye CHARGER-01",
    )


def test_names_of_hosts_in_a_tls_hello_are_not_kept():
    hello = replace(CONNECTION, head=b"\x16\x03\x01\x02\x00\x01\x00csms.example.com")
    assert redacted([], [hello])[1][0].head == b"\x16\x03\x01\x02\x00\x01"


def test_the_preview_tells_what_is_replaced_how_often_and_where():
    entries = [
        Entry(message(START, 5)),
        Entry(message('[2,"8","Authorize",{"idTag":"04a1b2c3d4"}]', 6)),
        Entry(message('[2,"9","X",{"password":"hunter2"}]', 7)),
    ]
    found = redacted(entries)[2]
    assert [(r.kind, r.original, r.alias, r.count, r.example) for r in found] == [
        (Kind.CHARGER, "CP-0042", "CHARGER-01", 3, 5),
        (Kind.TAG, "04A1B2C3D4", "TAG-0001", 2, 5),
        (Kind.SECRET, "hunter2", "REDACTED", 1, 7),
    ]


def test_a_preview_can_be_printed_whatever_bytes_came():
    found = redacted([Entry(message(b'[2,"1","X",{"idTag":"AB\xff12"}]'))])[2]
    assert "AB\\udcff12" in [each.original.encode().decode() for each in found]


@pytest.mark.parametrize(
    "raw", ["", "[]", "[2]", "null", '"x"', "{}", "[[[[", b"\xff", "\ud800"]
)
def test_oddities_do_not_stop_it(raw):
    assert redacted([Entry(message(raw))])[0][0].message.raw == raw


# Properties: made-up conversations with values in every corner.

SPECIAL = st.text('ABCDEF0123 äß_-."\\/:{[é\U0001f600', min_size=1, max_size=10)
VALUES = SPECIAL.map("Qz{}9k".format)
NUMBERS = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6) | st.just(1.0)


@st.composite
def conversations(draw):
    """Draw entries, a connection, and the values that are to be out."""
    tag, parent, serial, secret, vendor = (draw(VALUES) for _count in range(5))
    charger = draw(VALUES)
    embedded = draw(st.sampled_from([tag, parent, serial, secret, charger]))
    meter = draw(st.lists(NUMBERS, min_size=1, max_size=3))
    ascii_only = draw(st.booleans())
    samples = [{"value": repr(n), "measurand": "Voltage"} for n in meter]
    samples += [{"value": n} for n in meter]
    payloads = [
        ("Authorize", {"idTag": tag}),
        ("BootNotification", {"chargePointSerialNumber": serial, "x": f"a{embedded}b"}),
        (
            "SendLocalList",
            {"list": [{"idTag": tag, "idTagInfo": {"parentIdTag": parent}}]},
        ),
        ("ChangeConfiguration", {"key": "AuthorizationKey", "value": secret}),
        ("DataTransfer", {"data": json.dumps({"idTag": parent, "y": [embedded, 1.0]})}),
        ("MeterValues", {"meterValue": [{"sampledValue": samples}]}),
        ("X", {embedded: embedded, "n": 1.0, "vendor": {"rfid": vendor}}),
    ]
    chosen = draw(st.lists(st.sampled_from(payloads), min_size=1, max_size=6))
    entries = []
    for number, (action, payload) in enumerate([*payloads, *chosen], start=1):
        raw = json.dumps([2, draw(st.just("1") | VALUES), action, payload],
                         ensure_ascii=ascii_only)  # fmt: skip
        cut = draw(st.none() | st.integers(0, len(raw)))
        note = draw(st.none() | st.just(f"see {embedded}, {tag}"))
        is_whole = number <= len(payloads) or cut is None
        made = Message(
            number,
            0,
            charger,
            1,
            Direction.IN,
            raw if is_whole else raw[:cut],
            action=action,
            problem=None if is_whole else Problem.TRUNCATED,
        )
        entries.append(Entry(made, note=note))
    link = f"{charger} connected with {embedded}."
    entries.append(Entry(Message(99, 0, charger, 1, Direction.LINK, link)))
    connection = replace(
        CONNECTION, charger=charger, cause=f"{charger} left {embedded}."
    )
    return entries, connection, {tag, parent, serial, secret, vendor, charger}


def outputs(entries, connections):
    for entry in entries:
        for each in fields(Message):
            yield each.name, getattr(entry.message, each.name)
        yield "note", entry.note
    for connection in connections:
        for each in fields(Connection):
            yield each.name, getattr(connection, each.name)


@settings(max_examples=40)
@given(conversations())
def test_no_value_that_was_learned_survives(conversation):
    entries, connection, values = conversation
    after, connections, _replacements = redacted(entries, [connection])
    everything = "\n".join(str(value) for _name, value in outputs(after, connections))
    for value in values:
        assert value not in everything
        assert json.dumps(value)[1:-1] not in everything
        assert json.dumps(value, ensure_ascii=False)[1:-1] not in everything


@settings(max_examples=40)
@given(conversations())
def test_redacting_twice_changes_nothing_more(conversation):
    entries, connection, _values = conversation
    once, connections, _replacements = redacted(entries, [connection])
    twice, again, _replacements = redacted(once, connections)
    assert twice == once
    assert again == connections


def leaves(value):
    """Return what stands in a payload, in order, with the names of its fields."""
    match value:
        case dict():
            return [
                leaf for key, item in value.items() for leaf in [key, *leaves(item)]
            ]
        case list():
            return [leaf for item in value for leaf in leaves(item)]
        case _:
            return [value]


@settings(max_examples=40)
@given(conversations())
def test_the_same_value_gets_the_same_alias_and_others_get_others(conversation):
    entries, connection, values = conversation
    after = redacted(entries, [connection])[0]
    aliases = {}
    for old, new in zip(entries, after, strict=True):
        if old.message.problem is not None or old.message.direction is Direction.LINK:
            continue
        before, behind = (leaves(json.loads(e.message.raw)) for e in (old, new))
        assert len(before) == len(behind)
        for leaf, alias in zip(before, behind, strict=True):
            # A password is one even where it is something else too.
            if leaf in values and alias != "REDACTED":
                assert aliases.setdefault(leaf, alias) == alias
    by_value = {leaf.lower(): alias for leaf, alias in aliases.items()}
    assert len(set(by_value.values())) == len(by_value)


@settings(max_examples=40)
@given(conversations())
def test_meter_values_are_letter_by_letter_the_same(conversation):
    entries, connection, _values = conversation
    after = redacted(entries, [connection])[0]
    for old, new in zip(entries, after, strict=True):
        if old.message.action == "MeterValues":
            start = old.message.raw.find('"MeterValues"')
            behind = new.message.raw.find('"MeterValues"')
            assert old.message.raw[start:] == new.message.raw[behind:]


@given(st.text() | st.binary() | st.text('[]{},:"\\ idTagkey=@/.1', max_size=60))
def test_nothing_stops_it_and_the_second_time_changes_nothing(raw):
    entries = [Entry(message(raw)), Entry(message(raw, 2, direction=Direction.LINK))]
    once = redacted(entries)[0]
    assert redacted(once)[0] == once
