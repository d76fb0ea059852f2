# SPDX-License-Identifier: Apache-2.0
"""A file that grows is read piece by piece."""

import pytest

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.importing import following
from ocppdesk.logs.importing.following import Tail, concluded
from ocppdesk.logs.reading.found import (
    Assumptions,
    Frame,
    Inference,
    Inferences,
    Line,
    View,
)
from ocppdesk.logs.reading.opening import open_logs


@pytest.fixture
def tail(tmp_path):
    return Tail(tmp_path / "site.log", Assumptions(), open_logs)


@pytest.fixture
def append(tmp_path):
    def write(text):
        with (tmp_path / "site.log").open("a") as file:
            file.write(text)

    return write


def frames_of(tail):
    found = [each for batch in tail.batches() for each in batch]
    return [(each.line, each.raw) for each in found if isinstance(each, Frame)]


def test_what_is_appended_is_read_with_its_lines(tail, append, talk):
    append(talk(1) + talk(2))
    assert [line for line, _raw in frames_of(tail)] == [1, 2, 3, 4]
    assert frames_of(tail) == []
    append(talk(3))
    assert [line for line, _raw in frames_of(tail)] == [5, 6]
    assert tail.lines == 6
    assert tail.done == 1.0


def test_the_rest_of_a_line_is_waited_for(tail, append, talk):
    append(talk(1))
    frames_of(tail)
    append(talk(2)[:70])
    assert frames_of(tail) == []
    append(talk(2)[70:])
    assert [line for line, _raw in frames_of(tail)] == [3, 4]


def test_a_line_that_stays_without_an_end_is_read_at_last(tail, append, talk, until):
    append(talk(1).rstrip("\n"))
    first = frames_of(tail)
    assert [line for line, _raw in first] == [1]
    rest = []
    until(lambda: rest.extend(frames_of(tail)) or rest)
    assert [line for line, _raw in rest] == [2]


def test_the_rest_of_a_frame_over_several_lines_is_waited_for(tail, append, talk, line):
    append(talk(1))
    frames_of(tail)
    long = line(5, "CP1", "receive message",
                '[2,"x","DataTransfer",{"vendorId":"V",\n"data":"1"}]')  # fmt: skip
    head, end = long.split("\n", 1)
    append(f"{head}\n")
    assert frames_of(tail) == []
    append(end)
    append(talk(6))
    found = frames_of(tail)
    assert [line for line, _raw in found] == [3, 5, 6]
    assert '"data":"1"' in found[0][1]


def test_a_file_that_became_shorter_is_read_from_its_beginning(
    tail, append, talk, tmp_path
):
    append(talk(1) + talk(2))
    frames_of(tail)
    (tmp_path / "site.log").write_text(talk(9))
    assert [line for line, _raw in frames_of(tail)] == [1, 2]


def test_a_file_in_place_of_another_is_read_from_its_beginning(
    tail, append, talk, tmp_path
):
    append(talk(1))
    frames_of(tail)
    (tmp_path / "new.log").write_text(talk(8) + talk(9) + talk(10))
    (tmp_path / "site.log").replace(tmp_path / "site.log.1")
    assert frames_of(tail) == []
    (tmp_path / "new.log").replace(tmp_path / "site.log")
    assert len(frames_of(tail)) == 6


def test_a_file_longer_than_a_piece_is_read_as_a_whole(tail, append, talk, monkeypatch):
    monkeypatch.setattr(following, "_PIECE", 2_000)
    append("".join(talk(number) for number in range(60)))
    assert [line for line, _raw in frames_of(tail)] == list(range(1, 121))


def test_each_piece_of_a_table_is_read_with_its_first_row(tmp_path):
    path = tmp_path / "site.csv"
    tail = Tail(path, Assumptions(), open_logs)
    row = '2026-08-01T12:00:0%dZ,CP1,"[2,""%d"",""Heartbeat"",{}]"\n'
    path.write_text("timestamp,charge_point_id,message\n" + row % (1, 1))
    assert [line for line, _raw in frames_of(tail)] == [2]
    with path.open("a") as file:
        file.write(row % (2, 2) + row % (3, 3))
    found = frames_of(tail)
    assert [line for line, _raw in found] == [3, 4]


def test_each_piece_of_our_text_log_is_read_with_its_heading(tmp_path):
    path = tmp_path / "site.txt"
    tail = Tail(path, Assumptions(), open_logs)
    row = '2026-08-01T12:00:0%d.000000Z CP1 -> CSMS [2,"%d","Heartbeat",{}]\n'
    path.write_text("# OCPP Desk text log 1\n" + row % (1, 1))
    assert [line for line, _raw in frames_of(tail)] == [2]
    with path.open("a") as file:
        file.write(row % (2, 2) + row % (3, 3))
    assert [line for line, _raw in frames_of(tail)] == [3, 4]


def test_lines_that_repeat_a_frame_keep_their_twins(tail, append, line):
    raw = '[2,"1","Reset",{"type":"Soft"}]'
    plain = line(1, "CP1", "send", raw)
    append(line(0, "CP1", "send", '[2,"0","Reset",{"type":"Hard"}]'))
    frames_of(tail)
    append(plain + plain.replace("[ocpp] CP1: send", "[websockets.server] > TEXT"))
    found = [each for batch in tail.batches() for each in batch]
    twins = [(e.line, e.twin) for e in found if isinstance(e, Line) and e.twin]
    assert twins == [(3, 2)]


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "file").touch()
    tail = Tail(tmp_path / "file" / "x", Assumptions(), open_logs)
    with pytest.raises(ConversionError):
        frames_of(tail)


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [("+02:00", 120), ("-03:30", -210), ("+00:00", 0), ("Mars", None)],
)
def test_what_was_concluded_holds_for_the_rest(zone, minutes):
    found = concluded(
        Assumptions(charger="CP1"),
        Inferences(
            view=Inference("csms", ""),
            charger=Inference("CP2", ""),
            zone=Inference(zone, ""),
        ),
        "text",
    )
    assert found == Assumptions(
        format="text", view=View.CSMS, charger="CP1", zone_minutes=minutes
    )
