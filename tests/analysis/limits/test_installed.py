# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.limits.installed import Installed
from ocppdesk.analysis.limits.profile import read_profile
from ocppdesk.core.phrases.parts import Part


@pytest.fixture
def read(make_profile):
    def make(number, connector=1, at=0, **more):
        source = {"source": more.pop("source")} if "source" in more else {}
        sent = Part(make_profile(16, id=number, **more))
        return read_profile(sent, connector=connector, at=at, message=at + 1, **source)

    return make


@pytest.fixture
def held(read):
    installed = Installed()
    for profile in (
        read(1),
        read(2, level=1),
        read(3, connector=2),
        read(4, purpose="TxProfile", transactionId=7),
        read(5, connector=0, purpose="ChargePointMaxProfile"),
    ):
        installed.install(profile)
    return installed


def ids(installed):
    return [profile.id for profile in installed.profiles]


def test_a_namesake_is_replaced_wherever_it_was(held, read):
    held.install(read(1, connector=2, level=5))
    assert ids(held) == ["2", "3", "4", "5", "1"]


def test_an_equal_purpose_and_level_on_the_connector_is_replaced(held, read):
    held.install(read(9, level=1))
    assert ids(held) == ["1", "3", "4", "5", "9"]
    held.install(read(10, level=2))
    assert ids(held) == ["1", "3", "4", "5", "9", "10"]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"id": 2, "connectorId": 9, "stackLevel": 7}, ["1", "3", "4", "5"]),
        ({"connectorId": 1, "stackLevel": 0}, ["2", "3", "5"]),
        ({"chargingProfilePurpose": "TxDefaultProfile"}, ["4", "5"]),
        ({"connectorId": 0}, ["1", "2", "3", "4"]),
        ({}, []),
        ({"chargingProfileId": 3}, ["1", "2", "4", "5"]),
        ({"chargingProfileCriteria": {"evseId": 2}}, ["1", "2", "4", "5"]),
        ({"stackLevel": 7}, ["1", "2", "3", "4", "5"]),
    ],
)
def test_clearing_takes_what_matches_all_that_is_given(held, asked, left):
    """OCPP 1.6, 5.5."""
    assert held.clear(Part(asked)) == 5 - len(left)
    assert ids(held) == left


def test_the_end_of_a_transaction_takes_its_profiles(held, read):
    held.install(read(6, purpose="TxProfile", level=3))
    held.end_transaction(2, "8")
    assert ids(held) == ["1", "2", "3", "4", "5", "6"]
    held.end_transaction(1, "7")
    assert ids(held) == ["1", "2", "3", "5"]


def test_a_list_of_all_replaces_all(held, read):
    held.replace_all([read(7), read(8, level=1)])
    assert ids(held) == ["7", "8"]


def test_what_was_notified_is_dropped_by_its_source(read):
    installed = Installed()
    kind = "ChargingStationExternalConstraints"
    installed.install(read("", purpose=kind, source="EMS"))
    installed.install(read("", purpose=kind, source="SO"))
    assert len(installed.profiles) == 2
    installed.drop_notified("EMS", None)
    assert [one.source for one in installed.profiles] == ["SO"]
    installed.drop_notified("", 2)
    assert len(installed.profiles) == 1
    installed.drop_notified("", 1)
    assert not installed.profiles


def test_a_flood_of_profiles_does_not_pile_up(read):
    installed = Installed()
    for number in range(1, 700):
        installed.install(read(number, level=number))
    assert len(installed.profiles) == 500
    assert installed.profiles[-1].id == "699"
