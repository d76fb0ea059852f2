# SPDX-License-Identifier: Apache-2.0
import gzip
import io
import os
import tarfile
import zipfile

import pytest

from ocppdesk.logs.errors import ConversionError
from ocppdesk.logs.reading.sniffing import is_gzip, is_tar, is_zip
from ocppdesk.logs.reading.unpacking import (
    Member,
    folder_files,
    gzip_head,
    is_hidden,
    unpack_gzip,
    unpack_tar,
    unpack_zip,
    zip_head,
    zip_members,
)

TEXT = b"hello\n" * 1_000


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("logs/a.log", TEXT)
        file.writestr("__MACOSX/logs/._a.log", b"x")
        file.writestr("logs/", b"")
    return path


@pytest.fixture
def tar(tmp_path):
    def make(name, mode):
        path = tmp_path / name
        with tarfile.open(path, mode) as file:
            for member in ("../a.log", "logs/b.log"):
                entry = tarfile.TarInfo(member)
                entry.size = len(TEXT)
                file.addfile(entry, io.BytesIO(TEXT))
            link = tarfile.TarInfo("link")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            file.addfile(link)
        return path

    return make


def finish(steps):
    return [step for step in steps if step is not None]


def test_the_files_of_a_zip_archive_are_read(archive, tmp_path):
    (member,) = zip_members(archive)
    assert member == Member("logs/a.log", len(TEXT))
    assert zip_head(archive, member) == TEXT
    finish(unpack_zip(archive, member, tmp_path / "target"))
    assert (tmp_path / "target").read_bytes() == TEXT


def test_a_zip_archive_that_is_cut_off_says_so(archive):
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(ConversionError, match="damaged"):
        zip_members(archive)


def test_a_damaged_file_in_a_zip_archive_says_so(archive, tmp_path):
    (member,) = zip_members(archive)
    data = bytearray(archive.read_bytes())
    data[45:50] = b"\xff\xff\xff\xff\xff"
    archive.write_bytes(data)
    with pytest.raises(ConversionError, match="damaged"):
        finish(unpack_zip(archive, member, tmp_path / "target"))


def test_a_password_is_told(archive):
    data = archive.read_bytes()
    # The flag of the one file, in both places where it stands.
    data = data.replace(b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\x01\0")
    data = data.replace(
        b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"
    )
    archive.write_bytes(data)
    with pytest.raises(ConversionError, match="password"):
        zip_members(archive)


def test_a_zip_bomb_is_refused_by_what_it_says(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.log", bytes(70 << 20))
    with pytest.raises(ConversionError, match="200 times"):
        zip_members(path)


def test_a_gzip_bomb_is_refused_while_it_grows(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(bytes(70 << 20)))
    with pytest.raises(ConversionError, match="200 times"):
        finish(unpack_gzip(path, tmp_path / "target"))


def test_gzip_is_unpacked(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(TEXT))
    assert gzip_head(path) == TEXT
    finish(unpack_gzip(path, tmp_path / "target"))
    assert (tmp_path / "target").read_bytes() == TEXT


def test_gzip_that_is_cut_off_gives_what_is_there(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(os.urandom(1 << 20))[: 1 << 19])
    with pytest.raises(ConversionError, match="damaged"):
        finish(unpack_gzip(path, tmp_path / "target"))
    assert (tmp_path / "target").stat().st_size > 1 << 18


def test_gzip_that_is_no_such_thing_says_so(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(b"\x1f\x8bhello")
    assert gzip_head(path) == b""
    with pytest.raises(ConversionError, match="damaged"):
        finish(unpack_gzip(path, tmp_path / "target"))


@pytest.mark.parametrize(("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz")])
def test_the_files_of_a_tar_archive_stay_in_their_folder(tar, tmp_path, name, mode):
    folder = tmp_path / "inner"
    folder.mkdir()
    found = dict(finish(unpack_tar(tar(name, mode), folder)))
    assert list(found) == ["../a.log", "logs/b.log"]
    assert all(path.parent == folder for path in found.values())
    assert all(path.read_bytes() == TEXT for path in found.values())


def test_a_tar_archive_that_is_cut_off_says_so(tar, tmp_path):
    path = tar("a.tar", "w")
    path.write_bytes(path.read_bytes()[:2_000])
    with pytest.raises(ConversionError, match="damaged"):
        finish(unpack_tar(path, tmp_path))


def test_archives_are_recognised(archive, tar):
    assert is_zip(archive.read_bytes())
    assert is_tar(tar("a.tar", "w").read_bytes())
    assert is_gzip(tar("a.tgz", "w:gz").read_bytes())
    assert not is_zip(b"text")


def test_files_of_systems_are_hidden():
    assert is_hidden("logs/.DS_Store")
    assert not is_hidden("logs/a.log")


def test_the_files_of_a_folder_come_by_name(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/c.log", "a.log", ".DS_Store"):
        (tmp_path / name).write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "a.log")
    found = [path.relative_to(tmp_path).as_posix() for path in folder_files(tmp_path)]
    assert found == ["a.log", "b/c.log"]
