# SPDX-License-Identifier: Apache-2.0
"""The pretended folder; what clients make of it is in test_ftp_server."""

import stat
from types import SimpleNamespace

import pytest
from pyftpdlib.exceptions import FilesystemError

from ocppdesk.csms.filedrop.ftp_files import NOWHERE, Pretence, Stored
from ocppdesk.csms.filedrop.offers import offer_of
from ocppdesk.csms.filedrop.received import Inbox
from ocppdesk.csms.filedrop.reports import Reporter


@pytest.fixture
def pretend(tmp_path, folder):
    def make(*, offers, on_event=lambda _event: None):
        path = tmp_path / "fw.bin"
        path.write_bytes(b"12345")
        inbox = Inbox(folder, charger="CP1", action="GetLog", limit_bytes=99)
        channel = SimpleNamespace(
            offer=offer_of(path) if offers else None,
            inbox=None if offers else inbox,
            stored=Stored(),
            reporter=Reporter(on_event, "FTP", "10.0.0.7:1"),
        )
        return Pretence("/", channel)

    return make


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.log", "/a.log"),
        ("//x//a.log", "/x/a.log"),
        ("x\\a.log", "/x/a.log"),
        ("..", "/"),
        ("../..", "/"),
        ("../a.log", NOWHERE),
        ("/x/../../etc/passwd", NOWHERE),
        ("..\\..\\boot.ini", NOWHERE),
        ("a\x00b", NOWHERE),
        (300 * "n", NOWHERE),
        ("100%25.log", "/100%25.log"),
    ],
)
def test_paths_stay_in_the_folder(pretend, path, found):
    files = pretend(offers=False)
    assert files.ftp2fs(path) == found
    assert files.validpath(found) == (found != NOWHERE)


def test_the_one_file_is_there_wherever_one_looks(pretend):
    files = pretend(offers=True)
    assert files.listdir("/any/where") == ["fw.bin"]
    assert files.isfile("/any/where/fw.bin")
    assert files.isdir("/any/where")
    assert files.getsize("/fw.bin") == 5
    assert stat.S_ISREG(files.stat("/fw.bin").st_mode)
    assert stat.S_ISDIR(files.lstat("/any").st_mode)
    with pytest.raises(FilesystemError, match=r"only fw\.bin"):
        files.open("/other.bin", "rb")


def test_nothing_is_read_where_files_are_taken(pretend):
    files = pretend(offers=False)
    assert files.listdir("/") == []
    with pytest.raises(FilesystemError, match="not given"):
        files.open("/a.log", "rb")


def test_a_file_that_is_not_finished_is_thrown_away(pretend, folder):
    incoming = pretend(offers=False).open("/a.log", "wb")
    incoming.write(b"half")
    incoming.close()
    assert incoming.closed
    assert list(folder.iterdir()) == []


def test_a_finished_file_has_a_size_under_its_newest_name(pretend):
    files = pretend(offers=False)
    incoming = files.open("/a.tmp", "wb")
    incoming.write(b"whole")
    incoming.finish()
    files.rename("/a.tmp", "/a.log")
    assert files.getsize("/a.log") == 5
    assert not files.isfile("/a.tmp")


def test_the_file_to_fetch_keeps_its_name(pretend):
    with pytest.raises(FilesystemError, match="Only what was stored"):
        pretend(offers=True).rename("/fw.bin", "/x")


def test_what_was_sent_counts_from_where_it_began(pretend):
    events = []
    files = pretend(offers=True, on_event=events.append)
    outgoing = files.open("/fw.bin", "rb")
    outgoing.seek(2)
    outgoing.read(3)  # more is read than goes out at once
    outgoing.sent(1)
    outgoing.sent(2)
    outgoing.end()
    outgoing.close()
    assert [event.done_bytes for event in events] == [3, 5, 5]
    assert str(events[-1].kind) == "done"


def test_nothing_can_be_removed(pretend):
    with pytest.raises(FilesystemError, match="Nothing can be removed"):
        pretend(offers=False).remove("/a.log")
