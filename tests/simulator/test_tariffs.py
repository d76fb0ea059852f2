# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.tariffs import TariffError, Tariffs, parse_tariff

NOW = 1_800_000_000.0  # 2027-01-15T08:00:00Z
NINE, TEN = "2027-01-15T09:00:00Z", "2027-01-15T10:00:00Z"


def tariff(number="A", *, at=NOW, **more):
    raw = {"tariffId": number, "currency": "EUR", **more}
    return parse_tariff(raw, at=at)


def test_tariff_without_a_time_counts_at_once():
    found = tariff(energy={"prices": [{"priceKwh": 0.4}]})
    assert (found.begins_at, found.valid_from, found.currency) == (NOW, None, "EUR")
    assert tariff(validFrom=NINE).begins_at == NOW + 3_600


@pytest.mark.parametrize(
    ("more", "status", "reason"),
    [
        ({"energy": {"prices": [{"priceKwh": 1}] * 11}}, "TooManyElements", None),
        ({"validFrom": "tomorrow"}, "Rejected", "InvalidValue"),
        (
            {
                "idleTime": {
                    "prices": [
                        {"priceMinute": 1, "conditions": {"startTimeOfDay": "noon"}}
                    ]
                }
            },
            "Rejected",
            "InvalidValue",
        ),
    ],
)
def test_tariff_that_is_of_no_use_is_refused(more, status, reason):
    with pytest.raises(TariffError) as caught:
        tariff(**more)
    assert (caught.value.status, caught.value.reason) == (status, reason)


def test_newer_tariff_replaces_the_older_one():
    tariffs = Tariffs()
    tariffs.install(tariff("A"), [1, 2])
    tariffs.install(tariff("B"), [1])
    assert tariffs.default(1, NOW).id == "B"
    assert tariffs.default(2, NOW).id == "A"
    assert tariffs.default(3, NOW) is None


def test_tariff_of_the_future_waits_for_its_time():
    tariffs = Tariffs()
    tariffs.install(tariff("A"), [1])
    tariffs.install(tariff("C", validFrom=TEN), [1])
    tariffs.install(tariff("B", validFrom=NINE), [1])
    assert tariffs.default(1, NOW).id == "A"
    assert tariffs.default(1, NOW + 3_600).id == "B"
    assert tariffs.default(1, NOW + 7_200).id == "C"


def test_id_that_is_there_is_refused():
    tariffs = Tariffs()
    tariffs.install(tariff(), [1])
    with pytest.raises(TariffError, match="DuplicateTariffId"):
        tariffs.install(tariff(), [2])


def test_assignments_name_the_places_of_each_tariff():
    tariffs = Tariffs()
    tariffs.install(tariff("A"), [1, 2])
    tariffs.install(tariff("B", validFrom=NINE), [2])
    kind = {"tariffKind": "DefaultTariff"}
    first = {"tariffId": "A", **kind, "evseIds": [1, 2]}
    second = {"tariffId": "B", **kind, "validFrom": NINE, "evseIds": [2]}
    assert tariffs.assignments(0, NOW) == [first, second]
    assert tariffs.assignments(2, NOW) == [first | {"evseIds": [2]}, second]
    assert tariffs.assignments(0, NOW + 4_000) == [first | {"evseIds": [1]}, second]


@pytest.mark.parametrize(
    ("ids", "evse", "cleared", "left"),
    [
        (None, None, ["A", "B"], []),
        (["A"], None, ["A"], ["B"]),
        (None, 1, ["A"], ["A", "B"]),
        (["B"], 1, [], ["A", "B"]),
        (["X"], None, [], ["A", "B"]),
    ],
)
def test_clearing_takes_what_is_named(ids, evse, cleared, left):
    tariffs = Tariffs()
    tariffs.install(tariff("A"), [1, 2])
    tariffs.install(tariff("B", validFrom=NINE), [2])
    assert tariffs.clear(ids, evse, NOW) == cleared
    assert [entry["tariffId"] for entry in tariffs.assignments(0, NOW)] == left
