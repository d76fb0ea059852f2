# SPDX-License-Identifier: Apache-2.0
import gzip
import io
import tarfile
import zipfile

import pytest

from ocppdesk.gui.files import glimpse as module
from ocppdesk.gui.files.glimpse import Glimpse, Glimpses, glimpse_text, look_into

LONG = 10_000
LINES = b'2026-01-31T13:05:31Z CP1 [2,"1","Heartbeat",{}]\n' * 3


def zipped(name, content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def tarred(name, content):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def look(path, **more):
    return look_into(path, is_over=lambda: False, **more)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("diag.log", LINES),
        ("diag.zip", zipped("logs/diag.log", LINES)),
        ("diag.tgz", tarred("logs/diag.log", LINES)),
        ("diag.log.gz", gzip.compress(LINES)),
    ],
    ids=["text", "zip", "tar", "gzip"],  # archives hold the time they were made
)
def test_messages_are_counted_in_texts_and_archives(received, name, content):
    assert look(received(name, content).path) == Glimpse(3)


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_writes_nowhere_else(received, tmp_path, pack):
    file = received("diag.zip", pack("../../../evil.log", LINES))
    before = sorted(tmp_path.rglob("*"))
    look(file.path)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.zip", zipped("a.log", bytes(70 << 20))),
        ("bomb.log.gz", gzip.compress(bytes(70 << 20))),
    ],
    ids=["zip", "gzip"],
)
def test_a_bomb_is_refused(received, name, content):
    found = look(received(name, content).path, budget_s=60)
    assert "more than 200 times as large" in found.problem


def test_what_is_damaged_or_gone_says_so(received, tmp_path):
    file = received("diag.zip", zipped("a.log", LINES)[:-30])
    assert "damaged" in look(file.path).problem
    assert look(tmp_path / "none.log").problem


def test_a_reader_that_fails_ends_nothing(received, monkeypatch):
    def fail(_path):
        raise KeyError("x")

    monkeypatch.setattr("ocppdesk.logs.reading.opening.open_logs", fail)
    assert "KeyError" in look(received("diag.log", LINES).path).problem


def test_a_glimpse_takes_no_longer_than_it_may(received, monkeypatch):
    file = received("diag.log", LINES)
    assert not look(file.path, budget_s=-1).is_whole
    assert not look_into(file.path, is_over=lambda: True).is_whole
    monkeypatch.setattr(module, "_MOST_BYTES", 10)
    assert look(file.path) == Glimpse(is_whole=False)


@pytest.mark.parametrize(
    ("glimpse", "text"),
    [
        (Glimpse(1), "It has 1 OCPP message."),
        (Glimpse(2, is_whole=False), "It has at least 2 OCPP messages."),
        (Glimpse(), "No OCPP message was found in it."),
        (Glimpse(is_whole=False), ""),
        (Glimpse(3, problem="It is damaged."), "It is damaged."),
    ],
)
def test_what_was_found_is_a_sentence(glimpse, text):
    assert glimpse_text(glimpse) == text


def test_files_are_looked_into_once_the_newest_first(qtbot, received):
    files = [received(f"{n}.log", LINES) for n in range(2)]
    locked = received("diag.gpg", b"-----BEGIN PGP MESSAGE-----\n")
    glimpses = Glimpses()
    told = []
    glimpses.found.connect(lambda path, _glimpse: told.append(path))
    glimpses.want([locked, *files[::-1]])
    qtbot.waitUntil(lambda: len(told) == 2, timeout=LONG)
    assert told == [files[1].path, files[0].path]
    assert glimpses.of(files[0].path) == Glimpse(3)
    assert glimpses.of(locked.path) is None
    more = received("more.log", b"nothing\n")
    glimpses.want([more, *files])
    qtbot.waitUntil(lambda: len(told) == 3, timeout=LONG)
    assert told[-1] == more.path
    glimpses.close()
