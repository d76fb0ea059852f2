# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.columns import JsonText, Role
from ocppdesk.logs.reading.found import Assumptions, Frame, Kind, Line, LinkEvent, View
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.rows import Rows

IN, OUT = Direction.IN, Direction.OUT
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'


def read(header, *rows, assumptions=None, charger=""):
    names = header.split(",")
    made = [
        Row(number, dict(zip(names, cells, strict=False)), charger)
        for number, cells in enumerate(rows, start=2)
    ]
    interpreter = Rows(assumptions or Assumptions())
    interpreter.learn(names, made)
    ordered = made[::-1] if interpreter.is_newest_first else made
    return interpreter, [each for row in ordered for each in interpreter.read(row)]


def frames(header, *rows, **options):
    return [e for e in read(header, *rows, **options)[1] if isinstance(e, Frame)]


def test_explicit_words_tell_the_direction():
    found = frames(
        "direction,message",
        ("CP->CSMS", '[2,"1","DataTransfer",{"vendorId":"v"}]'),
        ("CSMS->CP", '[2,"2","DataTransfer",{"vendorId":"v"}]'),
    )
    assert [frame.direction for frame in found] == [IN, OUT]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("cp-to-csms", "csms-to-cp"), [IN, OUT]),
        (("CS_TO_CSMS", "CSMS_TO_CS"), [IN, OUT]),
        (("CP-->CMS", "CMS-->CP"), [IN, OUT]),
        (("CHARGER", "SERVER"), [IN, OUT]),
        (("CHARGE_POINT", "CENTRAL_SYSTEM"), [IN, OUT]),
        (("received", "sent"), [IN, OUT]),
        (("sent", "received"), [IN, OUT]),
        (("in", "out"), [IN, OUT]),
        (("inbound", "outbound"), [IN, OUT]),
    ],
)
def test_words_of_many_systems_are_known(words, expected):
    # The boot shows who wrote the log, where words are of sending and receiving.
    found = frames("direction,message", (words[0], BOOT), (words[1], '[3,"1",{}]'))
    assert [frame.direction for frame in found] == expected


def test_without_words_calls_and_their_answers_tell():
    found = frames(
        "cp_id,msg",
        ("A", BOOT),
        ("A", '[3,"1",{}]'),
        ("A", '[2,"2","Reset",{"type":"Soft"}]'),
        ("A", '[3,"2",{"status":"Accepted"}]'),
    )
    assert [frame.direction for frame in found] == [IN, OUT, OUT, IN]


def test_frames_are_put_together_from_columns():
    header = "cp_id,Id,msgFlow,command,payLoadData"
    call, result, error = frames(
        header,
        ("A", "1", "CP-->CMS", "HeartbeatRequest", "{}"),
        ("A", "1", "CMS-->CP", "HeartbeatResponse", '{"currentTime":"x"}'),
        ("A", "2", "CP-->CMS", "NotImplemented", "DataTransfer"),
    )
    assert call.raw == '[2,"1","Heartbeat",{}]'
    assert result.raw == '[3,"1",{"currentTime":"x"}]'
    assert error.value == [4, "2", "NotImplemented", "DataTransfer", {}]
    assert (call.original, error.original) == ("{}", "DataTransfer")
    assert "put together" in call.repairs[0]


def test_actions_about_the_connection_are_link_events():
    _rows, found = read(
        "cp_id,Id,msgFlow,command,payLoadData",
        ("A", "0", "CP-->CMS", "HeartbeatRequest", "{}"),
        ("A", "1", "CP-->CMS", "ChargePointDisconnectedRequest", "{}"),
        ("A", "1", "CMS-->CP", "ChargePointDisconnectedResponse", "{}"),
    )
    assert isinstance(found[1], LinkEvent)
    assert (found[1].is_opened, found[1].charger) == (False, "A")
    assert found[2].kind is Kind.OTHER


def test_without_a_type_the_second_row_of_an_id_is_the_answer():
    found = frames(
        "station_id,message_id,action,payload",
        ("A", "1", "Heartbeat", "{}"),
        ("A", "1", "Heartbeat", '{"currentTime":"x"}'),
    )
    assert [frame.value[0] for frame in found] == [2, 3]


def test_without_ids_an_answer_belongs_to_the_last_call_of_its_action():
    call, result, orphan = frames(
        "TIMESTAMP,DEVICE ID,SOURCE,TYPE,ACTION,MESSAGE",
        ("12:00:00", "A", "CHARGER", "CALL", "Heartbeat", "{}"),
        ("12:00:01", "A", "SERVER", "CALLRESULT", "Heartbeat", '{"currentTime":"x"}'),
        ("12:00:02", "A", "SERVER", "CALLRESULT", "Heartbeat", '{"currentTime":"x"}'),
    )
    assert call.value[1] == result.value[1] == "row 2"
    assert orphan.value[1] == ""
    assert "no message id" in call.repairs[1]


def test_lines_of_a_log_in_cells_name_the_charger():
    (frame,) = frames(
        "time,stdout,line",
        ("2026-01-01 00:00:00", "stdout",
         f"[ocpp  ] TRACE 2026/01/01 01:00:00 recv Pole: {BOOT}"),
    )  # fmt: skip
    assert (frame.charger, frame.direction) == ("Pole", IN)


def test_a_row_may_have_a_call_and_its_answer():
    found = frames(
        "requestString,responseString,requestTime,responseTime",
        (BOOT, '[3,"1",{}]', "2026-01-01 00:00:00", "2026-01-01 00:00:02"),
        charger="Pole 7",
    )
    assert [frame.direction for frame in found] == [IN, OUT]
    assert found[1].at - found[0].at == 2_000_000
    assert {frame.charger for frame in found} == {"Pole 7"}
    assert {frame.line for frame in found} == {2}


def test_an_answer_without_a_frame_is_put_together():
    found = frames(
        "message_id,action,payload,response",
        ("1", "Heartbeat", "{}", '{"currentTime":"x"}'),
    )
    assert [frame.raw for frame in found] == [
        '[2,"1","Heartbeat",{}]',
        '[3,"1",{"currentTime":"x"}]',
    ]


def test_the_zone_follows_from_the_times_in_answers():
    rows, found = read(
        "time,msg",
        ("2026-01-01 02:00:00", BOOT),
        ("2026-01-01 02:00:00", '[3,"1",{"currentTime":"2026-01-01T00:00:00Z"}]'),
    )
    assert rows.inferences().zone.value == "+02:00"
    assert found[0].at == 1_767_225_600_000_000


@pytest.mark.parametrize(
    ("time", "offset"),
    [
        ("2026-01-01 02:00:00 IST", "+05:30"),
        ("2026-01-01T02:00:00.5+02:00", "+02:00"),
        ("2026-01-01T02:00:00Z", "+00:00"),
        (1_767_225_600, "+00:00"),
    ],
)
def test_a_named_zone_is_explicit(time, offset):
    rows, _found = read("time,msg", (time, BOOT))
    zone = rows.inferences().zone
    assert (zone.value, zone.is_explicit) == (offset, True)


def test_the_order_of_day_and_month_follows_from_the_messages():
    answer = '[3,"1",{"currentTime":"2026-01-04T00:00:00Z"}]'
    header, row = "time,msg", ("04/01/2026, 0:00:01 am", answer)
    rows, found = read(header, row)
    assert rows.inferences().dates.value == "dmy"
    assert found[0].at // 86_400_000_000 == 20_457
    american = answer.replace("01-04", "04-01")
    rows, _found = read(header, ("04/01/2026, 0:00:01 am", american))
    assert rows.inferences().dates.value == "mdy"


def test_assumptions_win():
    known = Assumptions(
        charger="Z", zone_minutes=60, dates="mdy", view=View.CHARGER, version="2.1"
    )
    rows, found = read(
        "time,dir,msg",
        ("04/01/2026 00:00:00", "sent", '[2,"1","DataTransfer",{"vendorId":"v"}]'),
        assumptions=known,
    )
    said = rows.inferences()
    assert (found[0].charger, found[0].direction) == ("Z", IN)
    assert (said.dates.value, said.zone.value) == ("mdy", "+01:00")
    assert (said.charger.value, said.version.value) == ("Z", "2.1")


def test_times_without_a_date_get_the_one_that_is_known():
    (found,) = frames(
        "time,msg", ("12:00:00", BOOT), assumptions=Assumptions(dates="2026-01-01")
    )
    assert found.at == 1_767_225_600_000_000 + 43_200_000_000


def test_the_newest_first_is_noticed():
    rows, found = read(
        "time,msg",
        ("2026-01-01 00:00:02", '[3,"1",{}]'),
        ("2026-01-01 00:00:01", BOOT),
    )
    assert rows.is_newest_first
    assert [frame.direction for frame in found] == [IN, OUT]


def test_text_before_a_frame_tells_direction_and_charger():
    (frame,) = frames(
        "timestamp,message",
        ("2026-01-01T00:00:00Z", f"charge_point_id: CP_1 Charger→CMS Frame: {BOOT}"),
    )
    assert (frame.charger, frame.direction) == ("CP_1", IN)


def test_a_handshake_names_the_charger_of_what_follows():
    _rows, found = read(
        "timestamp,message",
        ("2026-01-01T00:00:00Z", 'Handshake Request:\n{"path": "/ws/Pole%20"}'),
        ("2026-01-01T00:00:01Z", f"Frame: {BOOT}"),
    )
    assert isinstance(found[0], LinkEvent)
    assert found[1].charger == "Pole "


def test_an_error_that_repeats_a_message_is_no_second_one():
    _rows, found = read(
        "timestamp,message",
        ("2026-01-01T00:00:00Z", f"Frame: {BOOT}"),
        ("2026-01-01T00:00:30Z", f"failed: Waited 30s for response on {BOOT}"),
    )
    assert isinstance(found[1], Line)
    assert (found[1].kind, found[1].twin) == (Kind.DUPLICATE, 2)


def test_an_error_with_a_message_that_stands_nowhere_else_has_it():
    found = frames(
        "timestamp,message",
        ("2026-01-01T00:00:30Z", f"failed: Waited 30s for response on {BOOT}"),
    )
    assert len(found) == 1


def test_every_cell_is_looked_at_where_no_column_is_the_messages():
    rows, found = read("a,b", *[("x", "y")] * 300, ("x", f"sent {BOOT}"))
    assert not rows.proposal.is_enough
    assert isinstance(found[-1], Frame)


def test_json_values_keep_their_text():
    (frame,) = frames("message", (JsonText('[3, "1", {"a": 1.0}]', [3, "1", {}]),))
    assert frame.raw == '[3, "1", {"a": 1.0}]'


def test_rows_without_a_message_are_lines():
    _rows, (line,) = read("time,text", ("12:00:00", "started"))
    assert line == Line(2, Kind.OTHER, "12:00:00 | started")


def test_null_is_no_charger():
    (frame,) = frames("cp_id,msg", ("NULL", BOOT))
    assert frame.charger == ""


def test_connections_are_told_apart():
    (frame,) = frames("sessionId,msg", ("77", BOOT))
    assert frame.link == "77"


def test_an_explicit_mapping_is_used():
    known = Assumptions(columns={"body": "b", "charger": "a"})
    rows, (frame,) = read("a,b,c", ("X", BOOT, "Y"), assumptions=known)
    assert frame.charger == "X"
    assert rows.proposal.guesses[Role.BODY].certainty == 1.0
