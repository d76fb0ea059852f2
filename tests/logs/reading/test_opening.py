# SPDX-License-Identifier: Apache-2.0
import gzip
import io
import json
import sqlite3
import tarfile
import zipfile

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from ocppdesk.logs.convert import convert
from ocppdesk.logs.errors import ConversionError, MissingError
from ocppdesk.logs.reading.found import Assumptions
from ocppdesk.logs.reading.opening import FORMATS, open_logs, own_format

CALL = '[2,"1","Heartbeat",{}]'
TABLE = 'timestamp,cp_id,message\n2026-01-01T00:00:00Z,A,"[2,""1"",""Heartbeat"",{}]"\n'
OWN = '{"time":"2026-01-01T00:00:00Z","direction":"in","raw":"[]"}\n'


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(**members):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content.encode()))
    return file.getvalue()


def workbook():
    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(("cp_id", "message"))
    book.active.append(("A", CALL))
    book.save(file)
    return file.getvalue()


@pytest.fixture
def put(tmp_path):
    def put(content, name="log"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return put


def frames(readers):
    return sum(
        type(each).__name__ == "Frame"
        for reader in readers
        for batch in reader.batches()
        for each in batch
    )


ENVELOPE = (
    '<e:Envelope xmlns:e="x"><e:Body><o:heartbeatRequest '
    'xmlns:o="urn://Ocpp/Cs/2015/10/"/></e:Body></e:Envelope>'
)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (OWN, "own"),
        (TABLE, "table"),
        (workbook(), "workbook"),
        (json.dumps([{"timestamp": "2026-01-01T00:00:00Z", "message": CALL}]), "json"),
        (f'{{"time": 1767225600, "message": {json.dumps(CALL)}}}\n', "json"),
        (ENVELOPE, "soap"),
        (f"<html><table><tr><td>x</td><td>{CALL}</td></tr>", "html"),
        (f"2026-01-01 00:00:00 A received {CALL}\n", "text"),
        (f"{CALL}\n", "text"),
        (f"ip.src\ttcp.srcport\tip.dst\ttcp.dstport\tx\na\t1\tb\t2\t{CALL}\n",
         "tshark-fields"),
    ],
    ids=["own", "table", "workbook", "array", "lines", "soap", "html", "text", "frames",
         "tshark"],
)  # fmt: skip
def test_a_file_is_read_by_what_is_in_it(put, content, name):
    (reader,) = open_logs(put(content))
    assert reader.name == name
    assert frames([reader]) == 1


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(TABLE.encode()),
        zipped(**{"a.csv": TABLE}),
        tarred(**{"a.csv": TABLE}),
        zipped(**{"a.csv.gz": gzip.compress(TABLE.encode())}),
        gzip.compress(zipped(**{"a.csv": TABLE})),
        zipped(**{"a.xlsx": workbook()}),
    ],
    ids=["gzip", "zip", "tar", "gzip-in-zip", "zip-in-gzip", "workbook-in-zip"],
)
def test_an_archive_is_read_by_what_is_in_it(put, content):
    assert frames(open_logs(put(content))) == 1


@pytest.mark.parametrize(
    "pack", [gzip.compress, lambda data: zipped(**{"a.csv": data})], ids=["gzip", "zip"]
)
def test_an_archive_that_is_damaged_gives_what_is_there(put, pack):
    rows = "".join(
        f'2026-01-01T00:00:00Z,A,"[3,""{n}"",{{}}]"\n' for n in range(40_000)
    )
    data = bytearray(pack((TABLE + rows).encode()))
    middle = len(data) // 2
    data[middle : middle + 9] = b"\xff" * 9
    (reader,) = open_logs(put(bytes(data)))
    found = [each for batch in reader.batches() for each in batch]
    assert len(found) > 1_000
    assert "damaged" in found[-1].why


def test_an_archive_in_an_archive_in_an_archive_is_told(put):
    deep = zipped(a=zipped(b=zipped(c=TABLE)))
    (reader,) = open_logs(put(deep))
    (line,) = [each for batch in reader.batches() for each in batch]
    assert "archive in an archive in an archive" in line.why


def test_an_archive_of_several_logs_has_several_readers(put):
    readers = open_logs(put(zipped(**{"a.csv": TABLE, "b.log": f"received {CALL}\n"})))
    assert [reader.title for reader in readers] == ["a.csv", "b.log"]
    assert frames(readers) == 2


def test_a_folder_is_read_by_what_is_in_it(tmp_path, put):
    put(TABLE, "a.csv")
    put(zipped(**{"b.csv": TABLE}), "b.zip")
    put(b"\x89PNG\r\n", "c.png")
    assert frames(open_logs(tmp_path)) == 2


def test_a_format_can_be_forced(put):
    (reader,) = open_logs(put(TABLE), Assumptions(format="text"))
    assert reader.name == "text"


def test_a_format_that_does_not_exist_is_told(put):
    with pytest.raises(ConversionError, match="there is no format x; there are: own,"):
        open_logs(put(TABLE), Assumptions(format="x"))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "password"),
        (bytes(range(32)) * 99, "holds no text"),
        (zipped(a=b"x")[:-9], "damaged"),
    ],
    ids=["pdf", "old-excel", "binary", "cut-zip"],
)
def test_what_is_no_log_says_what_it_is(put, content, word):
    with pytest.raises(ConversionError, match=word):
        open_logs(put(content))


def test_a_foreign_database_says_how_to_export_it(tmp_path):
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE a (b)")
    connection.commit()
    connection.close()
    with pytest.raises(ConversionError, match="sqlite3 -header -csv"):
        open_logs(path)


def test_a_parquet_table_is_read_if_it_is_ours(capture, tmp_path):
    path = tmp_path / "a.pq"
    convert([capture], tmp_path / "a.parquet")
    (tmp_path / "a.parquet").rename(path)
    assert own_format(path) == ".parquet"
    assert frames(open_logs(path)) > 0
    parquet.write_table(pyarrow.table({"id": [1]}), path)
    assert own_format(path) is None
    with pytest.raises(ConversionError, match=r"of another program\..*duckdb"):
        open_logs(path)


def test_an_empty_file_is_a_log_without_messages(put):
    assert frames(open_logs(put(""))) == 0


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MissingError):
        open_logs(tmp_path / "lost")


def test_what_this_program_wrote_is_known(put, tmp_path):
    assert own_format(put(OWN)) == ".jsonl"
    assert own_format(put(TABLE)) is None
    assert own_format(tmp_path) is None


def test_formats_have_names_of_their_own():
    names = [each.name for each in FORMATS]
    assert len(set(names)) == len(names)
    assert all(each.title for each in FORMATS)
