# SPDX-License-Identifier: Apache-2.0
import hashlib
import threading

import pytest

from ocppdesk.csms.filedrop.received import (
    Inbox,
    UploadRefused,
    received_files,
    received_folder,
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("OCPPDESK_HOME", str(tmp_path))


@pytest.fixture
def capture(tmp_path):
    return tmp_path / "captures" / "2027-01-15_08-00-00.ocppdesk"


@pytest.fixture
def inbox(capture):
    folder = received_folder(capture)
    return Inbox(folder, charger="CP1", action="GetLog", limit_bytes=1000)


def receive(inbox, name="a.log", content=b"hello\n"):
    upload = inbox.begin(name, "10.0.0.7:5000")
    upload.write(content)
    return upload.finish()


def names(inbox):
    return sorted(path.name for path in inbox.folder.iterdir())


def test_the_folder_bears_the_name_of_the_capture(tmp_path, capture):
    assert received_folder(capture) == tmp_path / "received" / "2027-01-15_08-00-00"


def test_a_received_file_is_listed_with_everything_about_it(inbox, capture):
    made = receive(inbox, "logs/a.log")
    (found,) = received_files(capture)
    assert found == made
    assert found.path == inbox.folder / "a.log"
    assert found.given_name == "logs/a.log"
    assert (found.size, found.charger, found.action) == (6, "CP1", "GetLog")
    assert found.sha256 == hashlib.sha256(b"hello\n").hexdigest()
    assert found.peer == "10.0.0.7:5000"
    assert (found.kind.word, found.kind.is_openable) == ("text", True)


def test_the_newest_file_is_listed_first(inbox, capture):
    receive(inbox, "a.log")
    receive(inbox, "b.log")
    assert [file.path.name for file in received_files(capture)] == ["b.log", "a.log"]


def test_nothing_is_listed_before_something_came(capture):
    assert received_files(capture) == []


def test_what_was_deleted_is_not_listed(inbox, capture):
    receive(inbox).path.unlink()
    assert received_files(capture) == []


@pytest.mark.parametrize(
    "line", [b"{cut", b"[]", b"{}", b'{"name": "../../secret"}', b"\xff"]
)
def test_a_damaged_line_hides_no_other(inbox, capture, line):
    receive(inbox, "a.log")
    with (inbox.folder / ".received.jsonl").open("ab") as file:
        file.write(line + b"\n")
    receive(inbox, "b.log")
    assert len(received_files(capture)) == 2


def test_a_file_has_its_name_only_when_it_is_whole(inbox):
    upload = inbox.begin("a.log", "p")
    upload.write(b"x")
    assert names(inbox) == ["a.log.part"]
    upload.finish()
    assert names(inbox) == [".received.jsonl", "a.log"]


def test_two_of_the_same_name_at_once_do_not_meet(inbox):
    first, second = inbox.begin("a.log", "p"), inbox.begin("a.log", "p")
    first.write(b"1")
    second.write(b"22")
    assert {first.finish().path.name, second.finish().path.name} == {
        "a.log",
        "a-2.log",
    }


def test_a_file_that_was_put_there_meanwhile_is_not_overwritten(inbox):
    upload = inbox.begin("a.log", "p")
    (inbox.folder / "a.log").write_text("mine")
    assert upload.finish().path.name == "a-2.log"
    assert (inbox.folder / "a.log").read_text() == "mine"


def test_no_upload_is_taken_for_the_list(inbox):
    assert receive(inbox, ".received.jsonl").path.name == "received.jsonl"


def test_what_is_discarded_leaves_nothing_and_counts_nothing(inbox):
    upload = inbox.begin("a.log", "p")
    upload.write(bytes(900))
    upload.discard()
    assert names(inbox) == []
    assert inbox.room == 1000


def test_the_limit_is_for_all_files_together(inbox):
    receive(inbox, content=bytes(600))
    upload = inbox.begin("b.log", "p")
    with pytest.raises(UploadRefused, match="at most") as refused:
        upload.write(bytes(401))
    upload.discard()
    assert refused.value.is_too_large


@pytest.mark.parametrize("name", ["a\x00b", "..", 256 * "n"])
def test_absurd_names_are_refused(inbox, name):
    with pytest.raises(UploadRefused):
        inbox.begin(name, "p")


def test_a_folder_that_cannot_be_made_is_our_fault(tmp_path):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "folder"
    inbox = Inbox(folder, charger="CP1", action="GetLog", limit_bytes=9)
    with pytest.raises(UploadRefused, match="Make room") as refused:
        inbox.begin("a.log", "p")
    assert refused.value.is_our_fault


def test_a_file_that_cannot_be_kept_is_our_fault(inbox):
    upload = inbox.begin("a.log", "p")
    (inbox.folder / "a.log.part").unlink()
    with pytest.raises(UploadRefused, match="cannot be written"):
        upload.finish()


def test_a_job_takes_only_so_many_files(inbox):
    for _ in range(1000):
        inbox.begin("a.log", "p").discard()
    with pytest.raises(UploadRefused, match="1000 files"):
        inbox.begin("a.log", "p")


def test_threads_do_not_disturb_each_other(capture):
    folder = received_folder(capture)
    inbox = Inbox(folder, charger="CP1", action="GetLog", limit_bytes=10**6)
    threads = [threading.Thread(target=receive, args=(inbox,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({file.path for file in received_files(capture)}) == 20
