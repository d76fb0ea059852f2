# SPDX-License-Identifier: Apache-2.0
"""The embedded CSMS answers every charger with a success that fits the schema."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.replies import (
    Policy,
    Request,
    Transactions,
    TransactionStart,
    accepted_tags,
    answer,
    utc_text,
)
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version, charger_actions

NOW = 1_785_592_800_123_456  # 2026-08-01 14:00:00.123456 UTC
EVERY_ACTION = [
    pytest.param(version, action, id=f"{version}-{action}")
    for version in Version
    for action in sorted(charger_actions(version))
    if action != "NotifyPeriodicEventStream"  # a SEND, which gets no answer
]


def ask(
    action, payload=None, *, version=Version.V16, policy=None, transactions=None, at=NOW
):
    request = Request(
        charger="CP1",
        version=version,
        payload=payload or {},
        at=at,
        policy=policy or Policy(),
        transactions=transactions or Transactions(),
    )
    return answer(action, request)


@pytest.mark.parametrize(("version", "action"), EVERY_ACTION)
def test_every_call_is_answered_as_its_schema_wants(version, action, example):
    payload = example(version, action)
    reply = ask(action, payload, version=version)
    assert check_payload(version, action, reply, is_request=False) == ()


@pytest.mark.parametrize(("version", "action"), EVERY_ACTION)
def test_a_call_without_content_is_answered_too(version, action):
    reply = ask(action, {}, version=version)
    found = check_payload(version, action, reply, is_request=False)
    if action == "GetCertificateChainStatus":
        # At least one status is due, and none was asked for.
        assert [each.path for each in found] == ["certificateStatus"]
    else:
        assert found == ()


@pytest.mark.parametrize("version", Version)
def test_a_boot_is_answered_with_time_interval_and_status(version):
    policy = Policy(heartbeat_interval_s=60, registration_status="Pending")
    assert ask("BootNotification", version=version, policy=policy) == {
        "currentTime": "2026-08-01T14:00:00Z",
        "interval": 60,
        "status": "Pending",
    }


def test_times_have_no_fraction_and_end_in_z():
    assert utc_text(NOW) == "2026-08-01T14:00:00Z"
    assert ask("Heartbeat") == {"currentTime": "2026-08-01T14:00:00Z"}


# Tokens.


@pytest.mark.parametrize(
    ("tags", "tag", "status"),
    [
        (None, "04A2B3", "Accepted"),
        (frozenset({"04a2b3"}), " 04A2B3 ", "Accepted"),
        (frozenset({"04a2b3"}), "FFFF", "Invalid"),
        (frozenset(), "04A2B3", "Invalid"),
        (frozenset({"512"}), 512, "Accepted"),
        (frozenset({"04a2b3"}), None, "Invalid"),
    ],
)
def test_the_policy_decides_on_id_tags(tags, tag, status):
    policy = Policy(accepted_id_tags=tags)
    assert ask("Authorize", {"idTag": tag}, policy=policy) == {
        "idTagInfo": {"status": status}
    }


@pytest.mark.parametrize(
    ("token", "status"),
    [
        ({"idToken": "04A2B3", "type": "ISO14443"}, "Accepted"),
        ({"idToken": "FFFF", "type": "ISO14443"}, "Unknown"),
        ({"idToken": "", "type": "NoAuthorization"}, "Accepted"),
        ("04A2B3", "Accepted"),
        (None, "Unknown"),
    ],
)
def test_the_policy_decides_on_id_tokens(token, status):
    policy = Policy(accepted_id_tags=frozenset({"04a2b3"}))
    reply = ask("Authorize", {"idToken": token}, version=Version.V201, policy=policy)
    assert reply == {"idTokenInfo": {"status": status}}


def test_a_refused_token_still_gets_its_transaction():
    policy = Policy(accepted_id_tags=frozenset())
    reply = ask("StartTransaction", {"idTag": "X"}, policy=policy)
    assert reply["idTagInfo"] == {"status": "Invalid"}
    assert reply["transactionId"] > 0


def test_a_stop_says_something_of_the_tag_only_if_there_is_one():
    assert ask("StopTransaction", {"transactionId": 1}) == {}
    assert ask("StopTransaction", {"idTag": "X"}) == {
        "idTagInfo": {"status": "Accepted"}
    }


def test_a_transaction_event_says_something_of_the_token_only_if_there_is_one():
    assert ask("TransactionEvent", version=Version.V201) == {}
    token = {"idToken": {"idToken": "X", "type": "Central"}}
    assert ask("TransactionEvent", token, version=Version.V201) == {
        "idTokenInfo": {"status": "Accepted"}
    }


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["*"], None),
        (["A", " * "], None),
        ([" 04A2B3", "", "ff "], frozenset({"04a2b3", "ff"})),
        ([""], frozenset()),
    ],
)
def test_the_users_list_becomes_a_policy(texts, expected):
    assert accepted_tags(texts) == expected


# Transaction ids.

START = TransactionStart("CP1", 1, "04A2B3", 100, "2026-08-01T14:00:00Z")


def test_a_repeated_start_gets_the_same_id():
    memory = Transactions()
    first = memory.id_for(START, at=NOW)
    assert memory.id_for(START, at=NOW + 3_600_000_000) == first


@pytest.mark.parametrize(
    "other",
    [
        TransactionStart("CP2", 1, "04A2B3", 100, "2026-08-01T14:00:00Z"),
        TransactionStart("CP1", 2, "04A2B3", 100, "2026-08-01T14:00:00Z"),
        TransactionStart("CP1", 1, "FFFFFF", 100, "2026-08-01T14:00:00Z"),
        TransactionStart("CP1", 1, "04A2B3", 101, "2026-08-01T14:00:00Z"),
        TransactionStart("CP1", 1, "04A2B3", 100, "2026-08-01T14:00:01Z"),
        TransactionStart("CP1", "1", "04A2B3", 100, "2026-08-01T14:00:00Z"),
    ],
)
def test_another_start_gets_another_id(other):
    memory = Transactions()
    assert memory.id_for(START, at=NOW) != memory.id_for(other, at=NOW)


def test_ids_rise_and_fit_into_32_bits():
    memory = Transactions()
    starts = [TransactionStart("CP1", 1, "X", n, None) for n in range(5)]
    ids = [memory.id_for(start, at=NOW) for start in starts]
    assert ids == sorted(set(ids))
    assert 0 < ids[0] < ids[-1] < 2**31


def test_ids_are_not_given_twice_after_a_restart():
    before, after = Transactions(), Transactions()
    first = before.id_for(START, at=NOW)
    other = TransactionStart("CP1", 1, "X", 1, None)
    assert after.id_for(other, at=NOW + 5_000_000) > first


def test_a_start_of_an_earlier_run_keeps_its_id():
    memory = Transactions()
    memory.remember(START, 900_000_000)
    assert memory.id_for(START, at=NOW) == 900_000_000
    other = TransactionStart("CP1", 1, "X", 1, None)
    assert memory.id_for(other, at=NOW) == 900_000_001


def test_the_connector_of_a_transaction_is_remembered():
    memory = Transactions()
    number = memory.id_for(START, at=NOW)
    assert memory.connector_of("CP1", number) == 1
    assert memory.connector_of("CP1", str(number)) == 1
    assert memory.connector_of("CP2", number) is None
    assert memory.connector_of("CP1", None) is None


def test_the_memory_has_an_end():
    memory = Transactions()
    for number in range(20_001):
        memory.remember(TransactionStart("CP1", 1, "X", number, None), number)
    assert len(memory.by_start) == len(memory.connectors) == 20_000
    assert memory.connector_of("CP1", 0) is None
    assert memory.connector_of("CP1", 20_000) == 1


# Odd values.


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    of=st.sampled_from([p.values for p in EVERY_ACTION]),
    payload=st.dictionaries(
        st.sampled_from(
            [
                "idTag",
                "idToken",
                "connectorId",
                "meterStart",
                "timestamp",
                "certificateStatusRequests",
                "vatNumber",
            ]
        ),
        JSON,
    ),
)
def test_no_content_keeps_an_answer_back(of, payload):
    version, action = of
    assert isinstance(ask(action, payload, version=version), dict)
