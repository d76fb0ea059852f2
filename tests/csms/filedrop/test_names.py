# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.csms.filedrop.names import (
    LONGEST_NAME,
    PathError,
    check_name,
    numbered,
    path_of,
    safe_name,
    shown,
)


@pytest.mark.parametrize(
    ("target", "parts", "name"),
    [
        ("/t/a.bin", ("t", "a.bin"), "a.bin"),
        ("//t///a.bin", ("t", "a.bin"), "a.bin"),
        ("/t/./a.bin", ("t", "a.bin"), "a.bin"),
        ("/t/", ("t",), ""),
        ("/", (), ""),
        ("/t/a%20b.bin?x=1#y", ("t", "a b.bin"), "a b.bin"),
        ("http://host:1/t/a.bin", ("t", "a.bin"), "a.bin"),
        ("/t/%2525", ("t", "%25"), "%25"),
        ("/t/a%2fb", ("t", "a", "b"), "b"),
        ("/t/%ff", ("t", "�"), "�"),
    ],
)
def test_paths_are_taken_apart(target, parts, name):
    found = path_of(target)
    assert (found.parts, found.name) == (parts, name)


@pytest.mark.parametrize(
    "target",
    ["/t/../x", "/t/%2e%2e/x", "/t/%2E./x", "/t/..%5cx", "/t/.. /x", "/t/..%2fx",
     "/t/%00", "/t/a%0d%0ab", "/t/a\x7f", "/t/" + 256 * "n"],
)  # fmt: skip
def test_paths_that_lead_elsewhere_are_refused(target):
    with pytest.raises(PathError):
        path_of(target)


def test_a_refusal_says_why():
    with pytest.raises(PathError, match="leads out"):
        check_name("..")


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("diag.log", "diag.log"),
        ("../../etc/passwd", "passwd"),
        ("C:\\logs\\diag 1.log", "diag 1.log"),
        ("..", "upload"),
        ("", "upload"),
        (".profile", "profile"),
        ("a:b|c?.log", "a_b_c_.log"),
        ("NUL.txt", "_NUL.txt"),
        ("com1", "_com1"),
        ("name. . ", "name"),
        ("Säule.log", "Säule.log"),
        ("a\u202egol.exe", "a_gol.exe"),
    ],
)
def test_names_are_made_safe(given_name, name):
    assert safe_name(given_name) == name


def test_long_names_keep_their_end():
    name = safe_name(f"{400 * 'ü'}.tar.gz")
    assert name.endswith(".gz")
    assert len(name.encode()) <= LONGEST_NAME


@given(st.text(max_size=400))
def test_any_name_is_one_afterwards(text):
    name = safe_name(text)
    assert name == safe_name(name)
    assert name.isprintable()
    assert name
    assert name[0] != "."
    assert not set(name) & set('/\\:*?"<>|')
    assert len(name.encode()) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "second"),
    [("a.log", "a-2.log"), ("a", "a-2"), ("a.tar.gz", "a-2.tar.gz"),
     ("a.b.log", "a.b-2.log")],
)  # fmt: skip
def test_numbers_stand_before_the_suffix(name, second):
    assert numbered(name, 1) == name
    assert numbered(name, 2) == second


def test_what_is_shown_is_short_and_printable():
    assert shown("a\x00b") == "a�b"
    assert shown(1000 * "x") == f"{120 * 'x'}…"
