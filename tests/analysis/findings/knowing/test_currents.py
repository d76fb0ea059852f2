# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings.knowing.currents import FLOW, HEAT, OFFER
from tests.analysis.findings.talk import Talk


def currents(talk):
    return talk.known().currents


def test_the_greatest_phase_of_each_message_is_kept():
    talk = Talk()
    talk.meter(1, current=[16, 15, 14])
    talk.meter(1, current=[10, 12, 11])
    talk.meter(2, current=[6])
    found = currents(talk)
    assert [each.amps for each in found.of(FLOW, connector=1)] == [16, 12]
    assert [each.amps for each in found.of(FLOW, connector=2)] == [6]
    assert found.count == 7
    assert not found.of(OFFER, connector=1)
    assert not found.of(HEAT, connector=1)


def test_an_evse_has_those_of_all_its_connectors():
    talk = Talk(ocpp="2.0.1")
    for connector in (1, 2):
        value = {"value": connector, "measurand": FLOW}
        talk.charger(
            "MeterValues",
            evseId=1,
            meterValue=[{"timestamp": talk.stamp(), "sampledValue": [value]}],
        )
    talk.wait(1)
    assert [each.amps for each in currents(talk).of(FLOW, evse=1)] == [1, 2]
    assert not currents(talk).of(FLOW, evse=2)


def test_a_message_counts_with_the_last_of_its_moments():
    talk = Talk()
    values = [
        {
            "timestamp": talk.stamp(ago=ago),
            "sampledValue": [{"value": amps, "measurand": FLOW, "unit": "A"}],
        }
        for ago, amps in ((60, "32"), (0, "10"), (30, "16"))
    ]
    talk.charger("MeterValues", connectorId=1, meterValue=values)
    talk.wait(1)
    assert [each.amps for each in currents(talk).of(FLOW, connector=1)] == [10]


def test_what_a_stop_repeats_of_its_session_does_not_count():
    talk = Talk()
    transaction = talk.start(1)
    sampled = [{"value": "16", "measurand": FLOW, "unit": "A"}]
    data = [{"timestamp": talk.stamp(), "sampledValue": sampled}]
    talk.stop(transaction, transactionData=data)
    assert not currents(talk).of(FLOW, connector=1)


def test_connectors_without_end_are_left_out():
    talk = Talk()
    for connector in range(1, 420):
        talk.meter(connector, current=[16])
    found = currents(talk)
    assert found.of(FLOW, connector=400)
    assert not found.of(FLOW, connector=401)
