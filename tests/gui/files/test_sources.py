# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.gui.files.sources import is_a_url, note_of, problem_of


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ""),
        ("http://host/new.bin", ""),
        ("FTP://user:secret@host:2121/new.bin", ""),
        ("gopher://host/new.bin", "The URL begins with one of: http,"),
        ("http:///new.bin", "The URL names no host."),
        ("http://host:99999/", "That is no URL."),
        ("http://[::1/", "That is no URL."),
        ("/there/is/no.bin", "There is no such file."),
        ("~nobody-at-all/x", "The file cannot be read"),
        ("a\0b", "The"),
    ],
)
def test_what_is_no_source_says_why(text, problem):
    assert problem_of(text).startswith(problem)
    assert bool(problem_of(text)) is bool(problem)


def test_folders_and_empty_files_are_no_firmware(tmp_path):
    empty = tmp_path / "empty.bin"
    empty.touch()
    assert problem_of(str(tmp_path)) == "That is a folder. Choose the file."
    assert problem_of(str(empty)) == "The file is empty."


def test_a_file_is_told_with_its_size(image):
    assert problem_of(str(image)) == ""
    assert note_of(str(image)) == "250.0 kB, served by this program."


def test_a_url_is_fetched_by_the_charger_itself():
    assert is_a_url("http://host/x")
    assert note_of("http://host/x") == "The charger fetches it there by itself."
    assert note_of("") == note_of("/there/is/no.bin") == ""
