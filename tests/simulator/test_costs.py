# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version
from ocppdesk.simulator.costs import Costs, tax_factor
from ocppdesk.simulator.tariff_conditions import Situation
from ocppdesk.simulator.tariffs import parse_tariff

NOW = 1_800_000_000.0  # 2027-01-15T08:00:00Z, a Friday
VAT = [{"type": "VAT", "tax": 20.0}]


def tariff(number="A", **more):
    return parse_tariff({"tariffId": number, "currency": "EUR", **more}, at=NOW)


def begin(found, **more):
    return Costs(found, Situation(NOW, **more), is_driver=False)


class Session:
    """A transaction that goes on in steps of a minute."""

    def __init__(self, found):
        self.minutes = 0
        self.energy_wh = 0.0
        self.idle_s = 0.0
        self.costs = begin(found)

    def go_on(self, minutes, kilowatts=6.0):
        for _minute in range(minutes):
            self.minutes += 1
            self.energy_wh += kilowatts * 1000.0 / 60.0
            self.idle_s = 0.0 if kilowatts else self.idle_s + 60.0
            now = Situation(
                NOW + self.minutes * 60.0,
                energy_wh=self.energy_wh,
                watts=kilowatts * 1000.0,
                idle_s=self.idle_s,
            )
            self.costs.step(now, 60.0, is_charging=kilowatts > 0)
        return self

    def end(self):
        found = self.costs.details(is_final=True)
        event = {
            "eventType": "Ended",
            "timestamp": "2027-01-15T08:00:00Z",
            "triggerReason": "StopAuthorized",
            "seqNo": 1,
            "transactionInfo": {"transactionId": "t"},
            "costDetails": found,
        }
        assert not check_payload(
            Version.V21, "TransactionEvent", event, is_request=True
        )
        return found


def test_energy_and_times_and_the_fee_are_added_up():
    session = Session(
        tariff(
            energy={"prices": [{"priceKwh": 0.5}], "taxRates": VAT},
            chargingTime={"prices": [{"priceMinute": 0.01}]},
            idleTime={"prices": [{"priceMinute": 0.1}]},
            fixedFee={"prices": [{"priceFixed": 1.0}]},
        )
    )
    details = session.go_on(60).go_on(10, 0.0).end()
    cost = details["totalCost"]
    assert cost["energy"] == {"exclTax": 3.0, "inclTax": 3.6, "taxRates": VAT}
    assert cost["chargingTime"] == {"exclTax": 0.6}
    assert cost["idleTime"] == {"exclTax": 1.0}
    assert cost["fixed"] == {"exclTax": 1.0}
    assert cost["total"] == {"exclTax": 5.6, "inclTax": 6.2}
    assert (cost["currency"], cost["typeOfCost"]) == ("EUR", "NormalCost")
    usage = {"energy": 6000.0, "chargingTime": 3600, "idleTime": 600}
    assert details["totalUsage"] == usage
    assert session.costs.amount == pytest.approx(6.2)


def test_running_costs_come_without_the_periods():
    session = Session(tariff(energy={"prices": [{"priceKwh": 0.5}]})).go_on(60)
    details = session.costs.details(is_final=False)
    assert "chargingPeriods" not in details
    assert details["totalCost"]["total"] == {"exclTax": 3.0}


def test_first_price_that_applies_counts_and_makes_a_period():
    cheap = {"priceKwh": 0.1, "conditions": {"endTimeOfDay": "08:30"}}
    session = Session(tariff(energy={"prices": [cheap, {"priceKwh": 0.5}]}))
    details = session.go_on(60).end()
    starts = [p["startPeriod"] for p in details["chargingPeriods"]]
    assert starts == ["2027-01-15T08:00:00.000Z", "2027-01-15T08:29:00.000Z"]
    volumes = [p["dimensions"][0]["volume"] for p in details["chargingPeriods"]]
    assert volumes == [2900.0, 3100.0]
    assert details["totalCost"]["total"]["exclTax"] == pytest.approx(0.29 + 1.55)


def test_fee_that_does_not_apply_is_none():
    card = {"priceFixed": 3.0, "conditions": {"paymentRecognition": "CC"}}
    session = Session(tariff(fixedFee={"prices": [card]}))
    assert session.go_on(1).end()["totalCost"]["total"] == {"exclTax": 0.0}


def test_costs_are_frozen_at_the_maximum_and_usage_is_not():
    price = {"prices": [{"priceKwh": 1.0}], "taxRates": VAT}
    session = Session(tariff(energy=price, maxCost={"inclTax": 2.4}))
    details = session.go_on(60).end()
    assert details["totalCost"]["typeOfCost"] == "MaxCost"
    assert details["totalCost"]["total"]["inclTax"] == pytest.approx(2.4, abs=0.13)
    assert details["totalUsage"]["energy"] == 6000.0


@pytest.mark.parametrize(("minutes", "kind"), [(6, "MinCost"), (60, "NormalCost")])
def test_costs_are_never_less_than_the_minimum(minutes, kind):
    price = {"prices": [{"priceKwh": 1.0}]}
    session = Session(tariff(energy=price, minCost={"exclTax": 2.0}))
    cost = session.go_on(minutes).end()["totalCost"]
    assert cost["typeOfCost"] == kind
    if kind == "MinCost":
        assert cost["fixed"] == cost["total"] == {"exclTax": 2.0}


def test_another_tariff_counts_from_then_on_and_brings_no_second_fee():
    fee = {"fixedFee": {"prices": [{"priceFixed": 1.0}]}}
    session = Session(tariff("A", energy={"prices": [{"priceKwh": 1.0}]}, **fee))
    session.go_on(60)
    session.costs.change(tariff("B", energy={"prices": [{"priceKwh": 0.5}]}, **fee))
    details = session.go_on(60).end()
    assert [p["tariffId"] for p in details["chargingPeriods"]] == ["A", "B"]
    assert details["totalCost"]["total"] == {"exclTax": 10.0}
    assert session.costs.is_driver


def test_taxes_are_stacked():
    rates = [
        {"type": "energy", "tax": 10.0},
        {"type": "city", "tax": 10.0, "stack": 0},
        {"type": "VAT", "tax": 50.0, "stack": 1},
    ]
    assert tax_factor(rates) == pytest.approx(1.2 * 1.5)
    assert tax_factor([]) == 1.0


def test_reservation_is_paid_for_once():
    price = tariff(
        reservationFixed={"prices": [{"priceFixed": 2.0}], "taxRates": VAT},
        reservationTime={"prices": [{"priceMinute": 0.1}]},
    )
    now = Situation(NOW)
    costs = Costs(price, now, is_driver=False, reserved_s=600.0)
    details = costs.details(is_final=False)
    cost = details["totalCost"]
    assert cost["reservationFixed"]["inclTax"] == 2.4
    assert cost["reservationTime"] == {"exclTax": 1.0}
    assert details["totalUsage"]["reservationTime"] == 600
    other = Costs(price, now, is_driver=False).details(is_final=False)
    assert other["totalCost"]["total"] == {"exclTax": 0}
