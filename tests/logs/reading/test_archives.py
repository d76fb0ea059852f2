# SPDX-License-Identifier: Apache-2.0
import zipfile

import pytest

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.archives import UnpackingReader, open_folder, open_zip
from ocppdesk.logs.reading.found import Assumptions, Kind
from ocppdesk.logs.reading.tables import TableReader

ROWS = 'timestamp,cp_id,message\n2026-01-01T00:00:00Z,A,"[3,""1"",{}]"\n'
DUMP = "2026-01-01_16-29-31-2338_ocpp16-in.txt"


def open_table(path):
    if path.suffix == ".bad":
        raise ConversionError(path, "it is a picture.")
    return [TableReader(path, Assumptions())]


def test_each_file_of_a_zip_archive_has_a_reader(tmp_path, read_all):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/one.csv", ROWS)
        archive.writestr("two.bad", "x")
        archive.writestr(f"dump/{DUMP}", '[2,"1","Heartbeat",{}]')
    dumps, one, two = open_zip(path, open_table, Assumptions())
    assert [dumps.name, one.title, two.title] == ["dumps", "x/one.csv", "two.bad"]
    assert len(read_all(dumps).frames) == 1
    read = read_all(one)
    assert read.frames[0].charger == "A"
    assert (one.done, one.lines) == (1.0, 2)
    assert one.inferences.zone.value == "+00:00"
    (line,) = read_all(two).others
    assert (line.kind, line.text) == (Kind.UNREADABLE, "two.bad")
    assert "picture" in line.why


def test_the_files_of_a_folder_are_read_where_they_are(tmp_path, read_all):
    (tmp_path / "b.csv").write_text(ROWS)
    (tmp_path / "c.bad").write_text("x")
    (tmp_path / DUMP).write_text('[2,"1","Heartbeat",{}]')
    readers = open_folder(tmp_path, open_table, Assumptions())
    assert [len(read_all(reader).frames) for reader in readers] == [1, 1, 0]


def test_an_empty_folder_says_so(tmp_path):
    with pytest.raises(ConversionError, match="empty"):
        open_folder(tmp_path, open_table, Assumptions())


def test_what_was_unpacked_is_gone_afterwards(tmp_path, read_all):
    places = []

    def unpack(folder):
        for name in ("a.csv", "b.csv"):
            target = folder / name
            target.write_text(ROWS)
            places.append(target)
            yield None
            yield name, target

    reader = UnpackingReader("tar", "t", unpack=unpack, open_file=open_table)
    read = read_all(reader)
    assert len(read.frames) == 2
    assert reader.lines == 4
    assert [] in read.batches
    assert not any(place.parent.exists() for place in places)


def test_a_reader_that_is_left_gives_its_folder_back(tmp_path):
    places = []

    def unpack(folder):
        places.append(folder)
        yield None
        yield None

    reader = UnpackingReader("tar", "t", unpack=unpack, open_file=open_table)
    batches = reader.batches()
    assert next(batches) == []
    batches.close()
    assert not places[0].exists()
