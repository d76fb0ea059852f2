# SPDX-License-Identifier: Apache-2.0


def test_the_newest_instruction_of_connector_or_charger_is_the_last(talk, make_profile):
    talk.set(1, make_profile(16, id=1))
    whole = talk.set(0, make_profile(20, id=2, purpose="ChargePointMaxProfile"))
    assert talk.allowed(1).last.message == whole
    own = talk.set(1, make_profile((0, 10), (60, 8), id=3))
    assert talk.allowed(1).last.message == own
    assert talk.allowed(0).last.message == whole
    assert talk.allowed(1).last.text == (
        "10 A per phase, 8 A per phase after 60 s (TxDefaultProfile, level 0, "
        "connector 1) by this CSMS, accepted."
    )


def test_why_a_limit_is_in_force_is_told(talk, make_profile):
    talk.start()
    talk.set(1, make_profile(16, id=1))
    assert talk.allowed().in_force.text == "16 A per phase by TxDefaultProfile level 0."
    talk.set(1, make_profile(6, id=2, purpose="TxProfile", level=2))
    talk.set(1, make_profile(16, id=1))
    assert talk.allowed().in_force.text == (
        "6 A per phase, because TxProfile level 2 is lower."
    )
    talk.set(1, make_profile(3, id=1))
    assert talk.allowed().in_force.text == (
        "6 A per phase, because TxProfile level 2 leads."
    )


def test_what_is_over_is_told(talk, make_profile):
    talk.set(1, make_profile(16, duration=10))
    found = talk.allowed(after_s=60).in_force
    assert (found.text, found.amps) == ("No limit by OCPP is known to apply now.", None)
    assert found.at is not None


def test_direct_current_is_not_per_phase(talk, make_profile):
    talk.meter(("Voltage", 800, "", "V"))
    talk.set(1, make_profile(80_000, unit="W"))
    found = talk.allowed()
    assert found.in_force.text == "100 A by TxDefaultProfile level 0."
    assert found.last.text.startswith("80 000 W (100 A) (TxDefaultProfile")
