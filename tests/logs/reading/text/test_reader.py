# SPDX-License-Identifier: Apache-2.0
import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocppdesk.core.messages import Direction
from ocppdesk.logs.errors import ConversionError, MissingError
from ocppdesk.logs.reading.found import Assumptions, Frame, Line, View
from ocppdesk.logs.reading.text.reader import TextReader

BOOT = '[2,"b","BootNotification",{"chargePointModel":"M"}]'
BOOTED = '[3,"b",{"currentTime":"2026-01-31T11:00:00Z","status":"Accepted"}]'


def written(tmp_path, text):
    path = tmp_path / "some.log"
    path.write_text(text, "utf-8")
    return path


def read(path, **assumptions):
    reader = TextReader(path, Assumptions(**assumptions))
    return [one for batch in reader.batches() for one in batch], reader


def test_a_reader_tells_how_far_it_is_and_what_it_reads(tmp_path):
    text = f"[ocpp  ] TRACE 2026/01/31 12:00:00 recv A: {BOOT}\nx\n"
    found, reader = read(written(tmp_path, text))
    assert len(found) == 2
    assert (reader.name, reader.title) == ("text", "evcc")
    assert (reader.done, reader.lines, reader.advice) == (1.0, 2, "")
    assert reader.inferences.view.value == View.CSMS


def test_a_log_without_frames_has_advice(tmp_path):
    text = "[lp-1  ] DEBUG 2026/01/31 12:00:00 charger status: B\n"
    _found, reader = read(written(tmp_path, text))
    assert reader.title == "evcc"
    assert "--log ocpp:trace" in reader.advice


def test_an_empty_file_has_nothing(tmp_path):
    found, reader = read(written(tmp_path, ""))
    assert found == []
    assert reader.advice


def test_the_newest_first_is_put_in_order(tmp_path):
    text = "".join(
        f"2026-01-31 12:00:0{second} {frame}\n"
        for second in (3, 2, 1)
        for frame in (f'[3,"{second}",{{}}]', f'[2,"{second}","Heartbeat",{{}}]')
    )
    found, _reader = read(written(tmp_path, text))
    assert [one.value[:2] for one in found] == [
        [kind, number] for number in "123" for kind in (2, 3)
    ]
    assert [one.direction for one in found] == [Direction.IN, Direction.OUT] * 3
    assert [one.line for one in found] == [6, 5, 4, 3, 2, 1]


def test_lines_in_no_order_are_put_in_order(tmp_path):
    text = "".join(
        f"2026-01-31 12:00:0{second} recv A: {BOOT}\n" for second in (3, 1, 4, 2)
    )
    found, _reader = read(written(tmp_path, text))
    assert [one.line for one in found] == [2, 4, 1, 3]


def test_what_somebody_knows_changes_all_frames(tmp_path):
    path = written(tmp_path, f"2026-01-31 12:00:00 sent: {BOOT}\n")
    [before] = read(path)[0]
    [after] = read(path, view=View.CSMS, charger="Mine", zone_minutes=60)[0]
    assert (before.charger, before.direction) == ("some", Direction.IN)
    assert (after.charger, after.direction) == ("Mine", Direction.OUT)
    assert before.at - after.at == 3_600_000_000


def test_many_lines_come_in_many_batches_the_first_at_once(tmp_path):
    line = f"2026-01-31 12:00:00 recv A: {BOOT}\n"
    batches = list(TextReader(written(tmp_path, line * 30_000)).batches())
    assert batches[0] == []
    assert sum(len(batch) for batch in batches) == 30_000
    assert max(len(batch) for batch in batches) < 20_000


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(MissingError):
        list(TextReader(tmp_path / "none").batches())


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 2_000_000,
        b'[2,"1","A",{"a":' * 60_000,
        b'[2,"' * 300_000,
        b"x" * 12_000_000,
        bytes(range(256)) * 6000,
        b"\0" * 3_000_000,
        b'2026-01-31 12:00:00 recv A: [2,"1",' + b'"x",' * 400_000,
        b"\n" * 300_000,
        b"12:00:00 " * 200_000,
    ],
    ids=["brackets", "deep", "starts", "line", "bytes", "nul", "open", "empty", "time"],
)  # fmt: skip
def test_hostile_files_take_bounded_time(tmp_path, data):
    path = tmp_path / "log"
    path.write_bytes(data)
    begin = time.monotonic()
    for _batch in TextReader(path).batches():
        pass
    assert time.monotonic() - begin < 20


def test_a_line_without_end_takes_bounded_memory(tmp_path):
    path = tmp_path / "log"
    path.write_bytes(b"x" * 60_000_000)
    tracemalloc.start(1)
    try:
        for _batch in TextReader(path).batches():
            pass
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 40_000_000


_LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                f"2026-01-31 12:00:00 INFO [ocpp] A: send {BOOTED}",
                f"2026-01-31 12:00:00 INFO [ocpp] A: receive message {BOOT}",
                f"2026-01-31 12:00:00 DEBUG [ws] > TEXT '{BOOTED}' [66 bytes]",
                "2026-01-31 12:00:00 INFO [ocpp] A: receive message [3,",
                '"b",{}]',
                "[2,'b','Reset',{'a': None}]",
                "< GET /A HTTP/1.1",
                "= connection is CLOSED",
                "Jan 31 12:00:00 a b[1]: [3,&quot;b&quot;,{}]",
            ]
        ),
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_LINES)
def test_every_line_of_any_text_is_accounted_for(tmp_path, lines):
    text = "\n".join(line.replace("\r", "").replace("\n", "") for line in lines)
    path = written(tmp_path, text)
    found, reader = read(path)
    numbers = {one.line for one in found if not isinstance(one, Frame)}
    for one in found:
        if isinstance(one, Frame):
            length = (one.original or one.raw).count("\n") + 1
            # The line above may be what tells of it.
            numbers.update(range(one.line - 1, one.line + length))
    assert numbers >= set(range(1, reader.lines + 1))
    twins = [one.twin for one in found if isinstance(one, Line) and one.twin]
    frames = {one.line for one in found if isinstance(one, Frame)}
    assert frames >= set(twins)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_bytes_are_refused(tmp_path, data):
    path = tmp_path / "any"
    path.write_bytes(data)
    try:
        read(path)
    except ConversionError as error:
        pytest.fail(str(error))
