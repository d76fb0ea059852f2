# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.simulator.physics import Car

BIG = Car(max_current_a=32.0)


def tariff(number="T1", price=0.5, **more):
    energy = {"prices": [{"priceKwh": price}]}
    return {"tariffId": number, "currency": "EUR", "energy": energy, **more}


def set_default(talk, number="T1", evse=0, **more):
    payload = {"evseId": evse, "tariff": tariff(number, **more)}
    answer = talk.command("SetDefaultTariff", payload)
    return answer if isinstance(answer, str) else answer["status"]


def change(talk, number="T2", transaction=None, **more):
    running = talk.charger.connectors[0].transaction
    payload = {
        "transactionId": transaction or running.id,
        "tariff": tariff(number, **more),
    }
    return talk.command("ChangeTransactionTariff", payload)["status"]


def events(talk):
    return talk.said("TransactionEvent")


@pytest.fixture
def priced(talk):
    """Makes a charger with a default tariff."""

    def make(**options):
        booted = talk("2.1", **options)
        assert set_default(booted) == "Accepted"
        return booted

    return make


def test_transaction_is_charged_by_the_default_tariff(priced):
    booted = priced().charge(car=BIG).run(150)
    booted.act("present_card", 1, "CARD")
    told = [e["transactionInfo"].get("tariffId") for e in events(booted)]
    assert [number for number in told if number] == ["T1"]
    running = [e for e in events(booted) if e["triggerReason"] == "RunningCost"]
    assert len(running) == 2
    assert "chargingPeriods" not in running[0]["costDetails"]
    last = events(booted)[-1]
    assert last["eventType"] == "Ended"
    usage = last["costDetails"]["totalUsage"]["energy"]
    cost = last["costDetails"]["totalCost"]["total"]["exclTax"]
    assert usage > 300
    assert cost == pytest.approx(usage / 1000 * 0.5, rel=0.01)
    (period,) = last["costDetails"]["chargingPeriods"]
    assert period["tariffId"] == "T1"


def test_running_costs_can_be_switched_off(priced):
    preset = {"TariffCostCtrlr.Enabled.RunningCost": "false"}
    booted = priced(preset=preset).charge().run(90)
    assert not [e for e in events(booted) if "costDetails" in e]
    booted.act("present_card", 1, "CARD")
    assert "costDetails" in events(booted)[-1]


def test_without_a_tariff_nothing_is_worked_out(talk):
    booted = talk("2.1").charge().act("present_card", 1, "CARD")
    assert "tariffId" not in str(events(booted))
    assert "costDetails" not in str(events(booted))


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"number": "T1"}, "DuplicateTariffId"),
        ({"number": "T2", "evse": 9}, "Rejected"),
        (
            {"number": "T2", "idleTime": {"prices": [{"priceMinute": 1}] * 11}},
            "TooManyElements",
        ),
    ],
)
def test_tariff_that_cannot_be_is_refused(priced, more, status):
    assert set_default(priced(), **more) == status


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("SetDefaultTariff", {"evseId": 0, "tariff": tariff()}),
        ("GetTariffs", {"evseId": 0}),
        ("ClearTariffs", {}),
        ("ChangeTransactionTariff", {"transactionId": "t", "tariff": tariff()}),
    ],
)
def test_charger_that_may_not_use_tariffs_says_so(talk, action, payload):
    booted = talk("2.1", preset={"TariffCostCtrlr.Enabled.Tariff": "false"})
    assert booted.command(action, payload) == "NotSupported"


def test_tariffs_are_listed_and_cleared_and_stay_in_use(priced):
    booted = priced().charge()
    (found,) = booted.command("GetTariffs", {"evseId": 0})["tariffAssignments"]
    assert (found["tariffId"], found["evseIds"]) == ("T1", [1, 2])
    cleared = booted.command("ClearTariffs", {"tariffIds": ["T1"]})
    expected = [{"tariffId": "T1", "status": "Accepted"}]
    assert cleared == {"clearTariffsResult": expected}
    assert booted.command("GetTariffs", {"evseId": 1})["status"] == "NoTariff"
    assert booted.command("GetTariffs", {"evseId": 9})["status"] == "Rejected"
    again = booted.command("ClearTariffs")
    assert again == {"clearTariffsResult": [{"status": "NoTariff"}]}
    booted.act("present_card", 1, "CARD")
    assert "costDetails" in events(booted)[-1]


def test_tariff_of_a_transaction_is_changed_and_told(priced):
    booted = priced().charge().run(20)
    assert change(booted, "T2", price=2.0) == "Accepted"
    told = events(booted)[-1]
    assert told["triggerReason"] == "TariffChanged"
    assert told["transactionInfo"]["tariffId"] == "T2"
    (_default, found) = booted.command("GetTariffs", {"evseId": 1})["tariffAssignments"]
    kind = {"tariffKind": "DriverTariff", "evseIds": [1], "idTokens": ["CARD"]}
    assert found == {"tariffId": "T2", **kind}
    booted.run(20).act("present_card", 1, "CARD")
    periods = events(booted)[-1]["costDetails"]["chargingPeriods"]
    assert [period["tariffId"] for period in periods] == ["T1", "T2"]


def test_change_that_cannot_be_is_refused(priced):
    booted = priced().charge()
    assert change(booted, transaction="other") == "TxNotFound"
    assert change(booted, currency="USD") == "NoCurrencyChange"
    price = {"priceMinute": 1.0, "conditions": {"startTimeOfDay": "noon"}}
    assert change(booted, idleTime={"prices": [price]}) == "Rejected"


def test_transaction_without_a_tariff_can_get_one(talk):
    booted = talk("2.1").charge()
    assert change(booted) == "Accepted"
    booted.act("present_card", 1, "CARD")
    assert "costDetails" in events(booted)[-1]


def driver(price=9.0, **more):
    return {
        "Authorize": {
            "idTokenInfo": {"status": "Accepted"},
            "tariff": tariff("D1", price, **more),
        }
    }


def test_tariff_of_the_driver_leads_and_is_forgotten_with_the_transaction(priced):
    booted = priced(answers=driver(validFrom="2030-01-01T00:00:00Z")).charge()
    told = [e["transactionInfo"].get("tariffId") for e in events(booted)]
    assert [number for number in told if number] == ["D1"]
    (_default, found) = booted.command("GetTariffs", {"evseId": 0})["tariffAssignments"]
    assert (found["evseIds"], found["idTokens"]) == ([1], ["CARD"])
    booted.act("present_card", 1, "CARD")
    assert booted.charger.driver_tariffs == {}


def test_tariff_of_a_driver_without_a_car_is_listed(priced):
    preset = {"TxCtrlr.TxStartPoint": "PowerPathClosed"}
    booted = priced(answers=driver(), preset=preset).act("present_card", 2, "CARD")
    found = booted.command("GetTariffs", {"evseId": 2})["tariffAssignments"][1]
    assert found == {
        "tariffId": "D1",
        "tariffKind": "DriverTariff",
        "idTokens": ["CARD"],
    }


@pytest.mark.parametrize(
    ("way", "charges", "number"),
    [
        ("UseDefault", True, "T1"),
        ("CentralCost", True, None),
        ("Deauthorize", False, None),
    ],
)
def test_tariff_of_a_driver_that_is_of_no_use(priced, way, charges, number):
    preset = {"TariffCostCtrlr.HandleFailedTariff.Tariff": way}
    answers = driver(chargingTime={"prices": [{"priceMinute": 1}] * 11})
    booted = priced(preset=preset, answers=answers).charge()
    assert (booted.reading().power_w > 0) is charges
    told = [e["transactionInfo"].get("tariffId") for e in events(booted)]
    assert [one for one in told if one] == ([number] if number else [])
    (notice,) = booted.said("NotifyEvent")
    (event,) = notice["eventData"]
    assert (event["component"]["name"], event["techCode"]) == (
        "TariffCostCtrlr",
        "TooManyElements",
    )
    booted.answers |= driver()
    booted.act("present_card", 2, "OTHER")
    assert booted.said("NotifyEvent")[-1]["eventData"][0]["actualValue"] == "false"


def test_reserved_time_is_told_with_the_costs(priced):
    booted = priced()
    reserve = {
        "id": 3,
        "expiryDateTime": "2027-01-15T09:00:00Z",
        "idToken": {"idToken": "CARD", "type": "ISO14443"},
        "evseId": 1,
    }
    booted.command("ReserveNow", reserve)
    booted.run(60).charge().act("present_card", 1, "CARD")
    usage = events(booted)[-1]["costDetails"]["totalUsage"]
    assert usage["reservationTime"] == 60
