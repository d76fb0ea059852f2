# SPDX-License-Identifier: Apache-2.0
"""What is plain is read like all else, only sooner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.columns import JsonText
from ocppdesk.logs.reading.found import Assumptions, Frame
from ocppdesk.logs.reading.plain_rows import Row
from ocppdesk.logs.reading.rows import Rows

NAMES = ("timestamp", "charge_point_id", "direction", "message", "sessionId", "note")
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
TIME = "2026-01-31T12:00:01.5Z"


def learnt(rows, assumptions=None):
    made = Rows(assumptions or Assumptions())
    made.learn(NAMES, rows)
    return made


def row(number, *cells, **options):
    return Row(number, dict(zip(NAMES, cells, strict=False)), **options)


def plainly(*cells, **options):
    """Read one row with what a boot tells."""
    boot = row(1, TIME, "CP1", "received", BOOT)
    return learnt([boot]).read_plain(row(2, *cells, **options))


def test_a_row_with_all_that_a_frame_has_is_plain():
    raw = '[3,"1",{"a":1.0}]'
    assert plainly(TIME, " CP1 ", "sent", raw) == Frame(
        raw, [3, "1", {"a": 1.0}], 2, 1_769_860_801_500_000, Direction.OUT, "CP1"
    )


def test_json_within_json_is_plain():
    cell = JsonText(BOOT, [2, "1", "BootNotification", {}])
    assert plainly(TIME, "CP1", "received", cell).raw == BOOT


def test_a_frame_behind_words_is_plain():
    frame = plainly(TIME, None, None, f"CP4: receive message {BOOT}")
    assert (frame.raw, frame.charger, frame.direction) == (BOOT, "CP4", Direction.IN)


@pytest.mark.parametrize(
    "cells",
    [
        (TIME, "CP1", "received", f"It failed with {BOOT}"),
        (TIME, "CP1", "received", f"charger_id=CP9: {BOOT}"),
        (TIME, "CP1", "received", f"got {BOOT} {BOOT}"),
        (TIME, "CP1", "received", 'got [2,"1","Heart...]'),
        (TIME, "CP1", "received", BOOT[:-1]),
        (TIME, "CP1", "received", f"{BOOT},1]"),
        (TIME, "CP1", "received", '[9,"1",{}]'),
        (TIME, "CP1", "received", '[2,"1","no action",{}]'),
        (TIME, "CP1", "received", ""),
        (TIME, "CP1", "received", None),
        (TIME, "CP1", "", BOOT),
        (TIME, "CP1", "received", JsonText("", [3, "1", {}])),
    ],
)
def test_what_has_to_be_looked_into_is_left(cells):
    assert plainly(*cells) is None


def test_what_is_not_as_it_should_be_is_left():
    assert plainly(TIME, "CP1", "received", BOOT, why="It is cut.") is None


TIMES = (
    st.sampled_from(
        [
            TIME, "2026-01-31T12:00:59Z", "2026-01-31 12:00:01", "12:00:07", "23:59:01",
            "2026-01-31T12:00:01.123456+02:00", "2026-01-31T12:00:01.1234567Z",
            "2026-13-31T12:00:01Z", "2026-02-29T12:00:01Z", "31/01/2026 12:00:01", "",
            "1769860801", 1_769_860_801_500, None, "2026-01-31T12:00:61Z",
        ]
    )
    | st.integers(0, 59).map(lambda second: f"2026-01-31T13:05:{second:02}.25Z")
)  # fmt: skip
BODIES = st.sampled_from(
    [
        BOOT, '[3,"1",{}]', '[3,"1",{"currentTime":"2026-01-31T12:00:00Z"}]',
        '[2,"2","Heartbeat",{}]', '[2, "2", "Heartbeat", {}]', '[3,"2",null]',
        '[4,"2","InternalError","",{}]', '[2,"3","Reset",{"type":"Hard"}]', "[2,",
        '[2,"4","DataTransfer",{"vendorId":"v","data":123456789012345678901}]',
        f"CP4: receive message {BOOT}", f"CP5: send {BOOT}", f"x [1] {BOOT}",
        'CP4: send [3,"1",{}]', 'charger_id=CP6 send [3, "1", {}]', f"TX {BOOT} ",
        'CP->CSMS: [3,"1",{"a":"..."}]', 'got [3,1,{}]', '12:00:05 got [3,"1",{}]',
        'send ["x"]', 'CSMS -> CP7 : [2,"9","Reset",{"type":"Hard"}]',
        f"Unable to parse message: {BOOT}", f"{BOOT} {BOOT}", "hello", "", None, "[]",
        '[2,5,"Heartbeat",{}]', '[2,"6","Heartbeat"]', '["x"]', '[true,"1",{}]',
        '[2.0,"1","Heartbeat",{}]', JsonText("[3, \"2\", {}]", [3, "2", {}]),
        JsonText("", [3, "2", {}]),
    ]
)  # fmt: skip
CELLS = st.tuples(
    TIMES,
    st.sampled_from(["CP1", " CP2", "", "NULL", None, 7]),
    st.sampled_from(["received", "sent", "in", "x", "", None]),
    BODIES,
    st.sampled_from(["", "s1", None]),
    st.sampled_from(["", "charge_point_id=CP9", "connected /ocpp/CP8"]),
)


@given(
    st.lists(CELLS, min_size=1, max_size=12),
    st.sampled_from([Assumptions(), Assumptions(charger="CP7", zone_minutes=60)]),
)
def test_plain_rows_are_read_as_all_others(cells, assumptions):
    rows = [row(number, *each) for number, each in enumerate(cells, start=2)]
    sooner, later = learnt(rows, assumptions), learnt(rows, assumptions)
    quick, slow = [], []
    for each in rows:
        frame = sooner.read_plain(each)
        quick += [frame] if frame is not None else list(sooner.read(each))
        slow += list(later.read(each))
    assert quick == slow
    assert sooner.inferences() == later.inferences()
