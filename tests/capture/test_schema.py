# SPDX-License-Identifier: Apache-2.0
import contextlib
import sqlite3

import pytest

from ocppdesk.capture import schema
from ocppdesk.capture.errors import CaptureForeignError, CaptureNewerError
from ocppdesk.capture.recorder import Recorder
from ocppdesk.capture.schema import (
    ANNOTATED,
    APPLICATION_ID,
    VERSION,
    check_capture,
    check_format,
    create,
    migrate,
)


@pytest.fixture
def database(path):
    """A new file as SQLite sees it."""
    database = sqlite3.connect(path, isolation_level=None)
    yield database
    database.close()


def _structure(database):
    """Return all that makes up the format, without the times of the migrations."""
    # The record of the migrations itself belongs to sqlite-utils.
    tables = database.execute(
        "SELECT type, name, sql FROM sqlite_master "
        "WHERE tbl_name != '_sqlite_migrations' ORDER BY type, name"
    ).fetchall()
    steps = database.execute("SELECT name FROM _sqlite_migrations ORDER BY 1")
    marks = [
        database.execute(f"PRAGMA {name}").fetchone()
        for name in ("application_id", "user_version")
    ]
    return tables, steps.fetchall(), marks


@pytest.fixture
def whole(tmp_path):
    """The structure of a capture made in one go."""
    path = tmp_path / "whole.ocppdesk"
    database = sqlite3.connect(path, isolation_level=None)
    migrate(database, path)
    found = _structure(database)
    database.close()
    return found


def test_a_new_file_is_marked_as_ours(database, path):
    assert check_format(database, path) == 0
    migrate(database, path)
    assert check_format(database, path) == VERSION
    marks = [
        database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("application_id", "user_version")
    ]
    assert marks == [APPLICATION_ID, VERSION]


def _record(database):
    """Return how sqlite-utils' own table is made."""
    query = (
        "SELECT type, name, sql FROM sqlite_master "
        "WHERE tbl_name = '_sqlite_migrations' ORDER BY type, name"
    )
    return database.execute(query).fetchall()


def test_a_file_made_in_no_time_is_the_same(database, path, tmp_path, whole):
    create(database.execute)
    assert _structure(database) == whole
    with contextlib.closing(sqlite3.connect(tmp_path / "whole.ocppdesk")) as slowly:
        assert _record(database) == _record(slowly)
    migrate(database, path)
    assert _structure(database) == whole


def test_a_capture_in_the_present_format_is_not_touched(database, path):
    migrate(database, path)
    before = database.execute("PRAGMA data_version").fetchone(), path.read_bytes()
    migrate(database, path)
    assert (
        database.execute("PRAGMA data_version").fetchone(),
        path.read_bytes(),
    ) == before


@pytest.mark.parametrize("known", range(VERSION))
def test_each_older_format_is_brought_to_the_present_one(
    database, path, whole, known, monkeypatch
):
    with monkeypatch.context() as past:
        past.setattr(schema, "_MIGRATIONS", schema._MIGRATIONS[:known])
        past.setattr(schema, "VERSION", known)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(database, path)
    assert check_format(database, path) == known
    migrate(database, path)
    assert _structure(database) == whole


@pytest.mark.parametrize("known", range(1, VERSION + 1))
def test_every_whole_format_is_a_capture(old_capture, path, known):
    database = sqlite3.connect(old_capture(known))
    assert check_capture(database, path) == known
    tables = {
        name
        for (name,) in database.execute("SELECT name FROM sqlite_master")
        if name in ("marks", "notes", "findings")
    }
    assert len(tables) == (3 if known >= ANNOTATED else 0)
    database.close()


def test_a_making_that_was_broken_off_is_no_capture(database, path):
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with pytest.raises(CaptureForeignError, match="broken-off start"):
        check_capture(database, path)


def test_a_message_has_one_mark_one_note_and_one_finding_of_a_rule(database, path):
    migrate(database, path)
    for row in (
        "marks VALUES (1)",
        "notes VALUES (1, '')",
        "findings VALUES (1, 'R1', 0)",
    ):
        database.execute(f"INSERT INTO {row}")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(f"INSERT INTO {row}")
    database.execute("INSERT INTO findings VALUES (1, 'R2', 0)")


def test_a_later_migration_keeps_what_was_recorded(path, record, message, monkeypatch):
    recorder = record()
    recorder.add_message(message(1))
    recorder.close()

    def later(database):
        database.execute("ALTER TABLE messages ADD COLUMN later TEXT")

    monkeypatch.setattr(schema, "_MIGRATIONS", (*schema._MIGRATIONS, later))
    monkeypatch.setattr(schema, "VERSION", VERSION + 1)
    with sqlite3.connect(path, isolation_level=None) as database:
        migrate(database, path)
        rows = database.execute("SELECT id, later FROM messages").fetchall()
    database.close()
    assert rows == [(1, None)]


def test_a_making_that_is_cut_off_anywhere_is_healed_by_the_next_one(tmp_path, whole):
    # Cut after so many steps of SQLite's machine; the last time there are not so many.
    steps, is_whole = 0, False
    while not is_whole:
        steps += 97
        path = tmp_path / f"cut{steps}.ocppdesk"
        database = sqlite3.connect(path, isolation_level=None)
        left = iter(range(steps))
        database.set_progress_handler(lambda left=left: next(left, None) is None, 1)
        try:
            migrate(database, path)
            is_whole = True
        except (sqlite3.OperationalError, CaptureForeignError):
            is_whole = False
        database.close()
        again = sqlite3.connect(path, isolation_level=None)
        migrate(again, path)
        found = _structure(again)
        again.close()
        assert found == whole, steps
    assert steps > 970


CUT_OFF = """
import os, sqlite3, sys
from pathlib import Path
from ocppdesk.capture.schema import migrate

path, word = Path(sys.argv[1]), sys.argv[2]
database = sqlite3.connect(path, isolation_level=None)
database.set_trace_callback(lambda sql: word in sql and os._exit(9))
migrate(database, path)
"""


@pytest.mark.parametrize(
    "word", ["_sqlite_migrations", "CREATE TABLE connections", "user_version = "]
)
def test_a_process_that_is_killed_while_making_the_file_does_no_harm(
    path, killed, word, whole
):
    killed(CUT_OFF, path, word)
    recorder = Recorder(path)
    recorder.close()
    database = sqlite3.connect(path)
    found = _structure(database)
    database.close()
    assert found == whole


def test_a_newer_format_is_left_alone_and_said(database, path):
    migrate(database, path)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(CaptureNewerError, match=f"format {VERSION + 1}"):
        migrate(database, path)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_alone(database, path):
    database.execute("CREATE TABLE songs (title TEXT)")
    before = path.read_bytes()
    with pytest.raises(CaptureForeignError, match="another program's database"):
        migrate(database, path)
    assert path.read_bytes() == before


def test_a_database_with_another_programs_mark_is_foreign_though_empty(database, path):
    database.execute("PRAGMA application_id = 1234")
    with pytest.raises(CaptureForeignError, match="another program's database"):
        check_format(database, path)


def test_what_is_no_database_is_foreign(database, path):
    path.write_text("Monday: the charger did not charge. " * 50)
    with pytest.raises(CaptureForeignError, match="not a database"):
        check_format(database, path)
