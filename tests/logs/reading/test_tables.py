# SPDX-License-Identifier: Apache-2.0
import csv
import io

import pytest

from ocppdesk.core.messages import Direction
from ocppdesk.logs.reading.found import Assumptions, Kind
from ocppdesk.logs.reading.tables import TableFormat, TableReader, encoding_of

BOOT = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
ANSWER = '[3,"1",{"currentTime":"2026-01-01T00:00:00Z"}]'
HEADER = ("timestamp", "cp_id", "message")
ROWS = (("2026-01-01T00:00:00Z", "A", BOOT), ("2026-01-01T00:00:01Z", "A", ANSWER))


def table(*rows, delimiter=",", header=HEADER):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows((header, *rows))
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_of_every_delimiter_are_read(read_as, tmp_path, delimiter):
    text = table(*ROWS, delimiter=delimiter)
    assert TableFormat().confidence(tmp_path / "a.csv", text.encode()) >= 0.85
    boot, answer = read_as(TableReader, text).frames
    assert (boot.raw, boot.charger, boot.line) == (BOOT, "A", 2)
    assert boot.at == 1_767_225_600_000_000
    assert (boot.direction, answer.direction) == (Direction.IN, Direction.OUT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_of_every_encoding_are_read(read_as, encoding):
    text = table(("2026-01-01T00:00:00Z", "Säule", BOOT))
    (frame,) = read_as(TableReader, text.encode(encoding)).frames
    assert frame.charger == "Säule"


def test_an_encoding_is_told_by_the_beginning_of_a_file():
    assert encoding_of("ä".encode() * 10 + b"\xc3") == "utf-8-sig"
    assert encoding_of(b"S\xe4ule") == "cp1252"


def test_a_line_that_excel_writes_for_itself_is_passed_over(read_as):
    text = "sep=;\r\n" + table(*ROWS, delimiter=";")
    assert len(read_as(TableReader, text).frames) == 2


def test_cells_may_have_lines_and_more_than_the_module_allows(read_as):
    long = f'[3,"1",{{"data":"{"x" * 300_000}"}}]'
    pretty = BOOT.replace(",", ",\n  ")
    text = table(("2026-01-01T00:00:00Z", "A", pretty), (ROWS[1][0], "A", long))
    boot, answer = read_as(TableReader, text).frames
    assert boot.value[2] == "BootNotification"
    assert (answer.raw, answer.line) == (long, 7)


def test_frames_that_were_not_quoted_are_found(read_as):
    text = f"timestamp,cp_id,message\n2026-01-01T00:00:00Z,A,{BOOT}\n"
    (frame,) = read_as(TableReader, text).frames
    assert (frame.raw, frame.charger) == (BOOT, "A")


def test_python_notation_is_repaired(read_as):
    text = table(("2026-01-01T00:00:00Z", "A", "[3, '1', {'ok': True, 'x': None}]"))
    (frame,) = read_as(TableReader, text).frames
    assert frame.value == [3, "1", {"ok": True, "x": None}]
    assert frame.repairs


def test_the_newest_first_is_turned_round(read_as):
    read = read_as(TableReader, table(*ROWS[::-1]))
    assert [frame.value[0] for frame in read.frames] == [2, 3]
    assert [frame.line for frame in read.frames] == [3, 2]


def test_many_rows_are_all_read(read_as):
    rows = [(f"2026-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z", "A",
             f'[2,"{n}","Heartbeat",{{}}]') for n in range(7_000)]  # fmt: skip
    read = read_as(TableReader, table(*rows))
    assert [frame.value[1] for frame in read.frames] == [str(n) for n in range(7_000)]
    assert read.reader.lines == 7_001
    assert read.reader.done == 1.0
    assert max(map(len, read.batches)) <= 500


def test_a_table_without_messages_says_what_is_missing(read_as):
    read = read_as(TableReader, table(("1", "2"), header=("alpha", "beta")))
    assert not read.reader.proposal.is_enough
    assert [each.kind for each in read.found] == [Kind.OTHER]
    assert "which" in read.reader.advice


def test_a_known_table_without_messages_is_named(read_as):
    header = ("LogId", "LogTime", "ChargePointId", "Message", "Result", "ErrorCode")
    row = ("7", "2026-01-10 10:07:03.5", "A", "MeterValues", "Meter: 0,003", "NULL")
    read = read_as(TableReader, table(row, header=header, delimiter="\t"))
    assert read.reader.title == "Message log of OCPP.Core"
    assert "MessageDumpDir" in read.reader.advice


def test_an_explicit_mapping_is_used(read_as):
    known = Assumptions(columns={"body": "alpha", "charger": "beta"})
    text = table((BOOT, "Z"), header=("alpha", "beta"))
    (frame,) = read_as(TableReader, text, assumptions=known).frames
    assert frame.charger == "Z"


def test_columns_of_one_name_are_told_apart(read_as):
    text = table(("x", BOOT, "y"), header=("message", "message", ""))
    assert len(read_as(TableReader, text).frames) == 1


def test_a_quotation_mark_without_its_partner_ends_somewhere(read_as):
    lost = '2026-01-01T00:00:00Z,A,"lost\n'
    filler = "x" * 99 + "\n"
    text = table(ROWS[0]) + lost + filler * 200_000 + table(ROWS[1]).split("\n", 1)[1]
    read = read_as(TableReader, text)
    assert len(read.frames) == 2
    assert any("quotation mark" in each.why for each in read.others)


def test_a_line_without_end_does_not_fill_the_memory(read_as):
    read = read_as(TableReader, table(*ROWS) + "x" * (40 << 20))
    assert len(read.frames) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hello\nworld\n", "a.log"),
        ("2026-01-01 12:00:00, INFO, [2,\"1\",\"Heartbeat\",{}]\n" * 3, "a.log"),
        ("[INFO]\t2026-01-01\tReceived:\t[2,\t\"1\"]\n" * 3, "a.log"),
        ("txstart: id 1, socket 1, 2026-01-01\nmv: socket 1, 2026\n", "a.log"),
        ("", "a.csv"),
        ("one\n", "a.csv"),
    ],
    ids=["prose", "log-with-commas", "log-with-tabs", "sentences", "empty", "one"],
)  # fmt: skip
def test_other_texts_are_no_tables(tmp_path, text, name):
    assert TableFormat().confidence(tmp_path / name, text.encode()) == 0


def test_a_table_by_its_name_alone_is_less_sure(tmp_path):
    confidence = TableFormat().confidence
    text = b"alpha,beta\n1,2\n"
    assert 0 < confidence(tmp_path / "a.csv", text) < 0.5
    assert confidence(tmp_path / "a.log", text) == 0
    assert confidence(tmp_path / "a.csv", b"\0\1,\2\n" * 9) == 0
