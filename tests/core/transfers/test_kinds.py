# SPDX-License-Identifier: Apache-2.0
import gzip
import io
import os
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.transfers.kinds import EMPTY, HEAD, UNKNOWN, kind_of


def zipped(content=b"hello\n"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.log", content)
    return file.getvalue()


def tarred(content=b"hello\n"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo("a.log")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def locked(archive):
    return archive[:6] + b"\x01" + archive[7:]


NOISE = bytes(range(256)) * 40
PGP_KEY = b"\x85\x02\x0c\x03" + NOISE
PGP_KEY_SHORT = b"\x84\x5e\x03" + NOISE
PGP_PASSWORD = b"\xc3\x0d\x04" + NOISE

KINDS = {
    "empty": (b"", "empty", False),
    "text": (b"2027-01-15 08:00:00 boot\n" * 9, "text", True),
    "text with colours": (b"\x1b[31mfault\x1b[0m " * 90, "text", True),
    "text in Latin-1": (("Störung an der Säule\n" * 9).encode("latin-1"), "text", True),
    "text in UTF-16": (("a line\r\n" * 9).encode("utf-16"), "text", True),
    "text cut in a character": (b"x" * (HEAD - 1) + b"\xc3", "text", True),
    "log that begins with a bracket": (b"[INFO] start\n", "text", True),
    "frames": (b'[2,"1","Heartbeat",{}]\n', "text", True),
    "JSON": (b'{"a": 1}\n', "JSON", True),
    "XML": (b"<?xml version='1.0'?><a/>", "XML", True),
    "zip": (zipped(), "zip", True),
    "zip with a password": (locked(zipped()), "encrypted", False),
    "tar": (tarred(), "tar", True),
    "tar.gz": (gzip.compress(tarred()), "tar.gz", True),
    "gzip of text": (gzip.compress(b"hello\n"), "gzip", True),
    "gzip of noise": (gzip.compress(NOISE), "gzip", False),
    "gzip cut short": (gzip.compress(b"hello\n" * 999)[:12], "gzip", True),
    "only the mark of gzip": (b"\x1f\x8b\xff\xff\xff", "unknown", False),
    "pcap": (b"\xd4\xc3\xb2\xa1" + NOISE, "pcap", True),
    "pcapng": (b"\x0a\x0d\x0d\x0a" + NOISE, "pcap", True),
    "pdf": (b"%PDF-1.7\n", "pdf", False),
    "gpg, armoured": (b"-----BEGIN PGP MESSAGE-----\n", "encrypted", False),
    "gpg, key": (PGP_KEY, "encrypted", False),
    "gpg, short key": (PGP_KEY_SHORT, "encrypted", False),
    "gpg, password": (PGP_PASSWORD, "encrypted", False),
    "openssl": (b"Salted__" + NOISE, "encrypted", False),
    "noise": (NOISE, "unknown", False),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_kinds_are_told_by_the_first_bytes(name):
    head, word, is_openable = KINDS[name]
    found = kind_of(head)
    assert (found.word, found.is_openable) == (word, is_openable)
    assert found.sentence.endswith(".")


def test_random_bytes_are_unknown():
    assert kind_of(b"\x00" + os.urandom(5000)) == UNKNOWN


def test_a_bomb_is_not_unpacked():
    # 64 MiB of nothing: the test would take its time if all of it were looked at.
    assert kind_of(gzip.compress(bytes(2**26))[:HEAD]).word == "gzip"


@given(st.binary(max_size=400))
def test_every_head_is_of_some_kind(head):
    assert (kind_of(head) == EMPTY) == (not head)
