# SPDX-License-Identifier: Apache-2.0
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.capture.records import Connection, Outcome
from ocppdesk.capture.rows import (
    CONNECTION_COLUMNS,
    INSERT_MESSAGE,
    MESSAGE_COLUMNS,
    REPLACE_CONNECTION,
    connection_from,
    connection_values,
    message_from,
    message_values,
)
from ocppdesk.capture.schema import migrate
from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation

NUMBERS = st.integers(min_value=-(2**63), max_value=2**63 - 1)
TEXTS = st.text(st.characters(codec="utf-8"))
VIOLATIONS = st.lists(st.builds(Violation, TEXTS, TEXTS), max_size=3).map(tuple)
MESSAGES = st.builds(
    Message,
    id=st.integers(min_value=1, max_value=2**63 - 1),
    at=NUMBERS,
    charger=TEXTS,
    connection=NUMBERS,
    direction=st.sampled_from(Direction),
    raw=TEXTS | st.binary(),
    type=st.none() | st.sampled_from(MessageType),
    message_id=st.none() | TEXTS,
    action=st.none() | TEXTS,
    answer_to=st.none() | NUMBERS,
    latency_ms=st.none() | st.floats(allow_nan=False),
    error_code=st.none() | TEXTS,
    evse=st.none() | NUMBERS,
    connector=st.none() | NUMBERS,
    transaction_id=st.none() | NUMBERS | TEXTS,
    problem=st.none() | st.sampled_from(Problem),
    violations=VIOLATIONS,
)
CONNECTIONS = st.builds(
    Connection,
    id=st.integers(min_value=1, max_value=2**63 - 1),
    charger=TEXTS,
    peer=TEXTS,
    began_at=NUMBERS,
    outcome=st.sampled_from(Outcome),
    opened_at=st.none() | NUMBERS,
    ended_at=st.none() | NUMBERS,
    path=TEXTS,
    offered=TEXTS,
    subprotocol=TEXTS,
    version=TEXTS,
    head=st.binary(),
    cause=TEXTS,
    fix=TEXTS,
    remarks=st.lists(TEXTS, max_size=3).map(tuple),
    close_code=st.none() | NUMBERS,
    close_reason=TEXTS,
    pings=NUMBERS,
    last_heard_at=st.none() | NUMBERS,
)


@pytest.fixture(scope="module")
def database():
    database = sqlite3.connect(":memory:", isolation_level=None)
    migrate(database, Path("memory"))
    yield database
    database.close()


def _stored(database, table, insert, values):
    database.execute(f"DELETE FROM {table}")
    database.execute(insert, values)
    return database.execute(f"SELECT * FROM {table}").fetchone()


@given(message=MESSAGES)
def test_a_message_comes_back_as_it_went_in(database, message):
    values = message_values(message, 7)
    row = _stored(database, "messages", INSERT_MESSAGE, values)
    assert message_from(row, message.charger) == message


@given(connection=CONNECTIONS)
def test_a_connection_comes_back_as_it_went_in(database, connection):
    values = connection_values(connection, 7)
    row = _stored(database, "connections", REPLACE_CONNECTION, values)
    assert connection_from(row, connection.charger) == connection


@pytest.mark.parametrize(
    ("table", "columns"),
    [("messages", MESSAGE_COLUMNS), ("connections", CONNECTION_COLUMNS)],
)
def test_the_columns_are_those_of_the_table(database, table, columns):
    found = database.execute(f"SELECT name FROM pragma_table_info('{table}')")
    names = [name for (name,) in found]
    # Where in a log a message is from stands behind them, and is not part of it.
    assert [name for name in names if not name.startswith("log_")] == list(columns)


@pytest.mark.parametrize(
    ("transaction_id", "kind"), [(7, "integer"), ("7", "text"), (None, "null")]
)
def test_a_transaction_id_keeps_its_type(database, message, transaction_id, kind):
    values = message_values(message(1, transaction_id=transaction_id), 7)
    _stored(database, "messages", INSERT_MESSAGE, values)
    found = database.execute("SELECT typeof(transaction_id) FROM messages")
    assert found.fetchone() == (kind,)


def test_most_messages_have_no_violations_and_store_none(message):
    values = dict(zip(MESSAGE_COLUMNS, message_values(message(1), 7), strict=True))
    assert values["violations"] is None
