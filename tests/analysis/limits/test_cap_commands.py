# SPDX-License-Identifier: Apache-2.0


def set_key(talk, key, value, answer="Accepted"):
    return talk.ask("ChangeConfiguration", {"key": key, "value": value}, answer)


def test_a_setting_that_caps_a_current_is_an_instruction(talk):
    number = set_key(talk, "MaxChargingCurrent", "16")
    (found,) = talk.limits.allowances(talk.at)
    assert (found.last.message, found.last.amps) == (number, 16)
    assert found.last.text == (
        "16 for the setting MaxChargingCurrent by this CSMS, accepted."
    )
    assert "no standard name" in found.last.remarks[0]
    # It is no profile, so that nothing is calculated from it.
    assert found.in_force.amps is None
    assert any("MaxChargingCurrent is 16" in one for one in found.in_force.remarks)


def test_other_settings_are_not(talk):
    set_key(talk, "MeterValueSampleInterval", "16")
    set_key(talk, "ChargeProfileMaxStackLevel", "16")
    assert talk.limits.allowances(talk.at)[0].last.at is None


def test_a_setting_that_waits_for_a_reboot_says_so(talk):
    set_key(talk, "MaxCurrent", "13", "RebootRequired")
    (found,) = talk.limits.allowances(talk.at)
    assert "stored, but active only after a reboot" in found.last.text
    assert any("waits for a reboot" in one for one in found.in_force.remarks)
    talk.tell("BootNotification", {"chargePointVendor": "X"})
    (found,) = talk.limits.allowances(talk.at)
    assert any("setting MaxCurrent is 13" in one for one in found.in_force.remarks)


def test_a_refused_setting_is_an_attempt(talk):
    set_key(talk, "MaxCurrent", "13", "Rejected")
    (found,) = talk.limits.allowances(talk.at)
    assert found.last.at is None
    assert "13 for the setting MaxCurrent" in found.last.remarks[0]


def test_variables_of_2x_are_settings_too(talk):
    variable = {
        "component": {"name": "LoadBalancer", "evse": {"id": 1}},
        "variable": {"name": "CurrentLimit"},
    }
    talk.ask(
        "SetVariables",
        {"setVariableData": [{**variable, "attributeValue": "20"}]},
        {"setVariableResult": [{**variable, "attributeStatus": "Accepted"}]},
    )
    talk.event()
    found = talk.allowed()
    assert found.last.amps == 20
    talk.ask(
        "GetVariables",
        {"getVariableData": [variable]},
        {"getVariableResult": [
            {**variable, "attributeStatus": "Accepted", "attributeValue": "18"}]},
    )  # fmt: skip
    assert any("CurrentLimit is 18" in one for one in talk.allowed().in_force.remarks)


def test_settings_that_were_read_are_told(talk):
    talk.ask(
        "GetConfiguration",
        {},
        {"configurationKey": [{"key": "Max_Current_mA", "value": "16000"}, {"key": 5}]},
    )
    (found,) = talk.limits.allowances(talk.at)
    assert any("Max_Current_mA is 16000" in one for one in found.in_force.remarks)


def test_a_vendors_message_with_a_current_is_an_instruction(talk):
    payload = {"vendorId": "EN+", "messageId": "SetMax", "data": '{"maxCurr": 10}'}
    talk.ask("DataTransfer", payload)
    (found,) = talk.limits.allowances(talk.at)
    assert found.last.amps == 10
    assert found.last.text == (
        "10 for maxCurr in a vendor's message (DataTransfer SetMax) by this CSMS, "
        "accepted."
    )


def test_what_a_number_is_taken_for_is_told(talk):
    set_key(talk, "MaxPower", "11000")
    set_key(talk, "SiteLimit", "40")
    (found,) = talk.limits.allowances(talk.at)
    assert (found.last.amps, found.last.watts) == (None, None)
    assert "does not tell its unit" in found.last.remarks[0]
    set_key(talk, "MaxPower", "11000")
    (found,) = talk.limits.allowances(talk.at)
    assert found.last.watts == 11_000
    assert "taken for watts" in found.last.remarks[0]


def test_an_offer_of_that_current_confirms_a_setting(talk):
    set_key(talk, "MaxCurrent", "10")
    payload = {"vendorId": "X", "messageId": "x", "data": {"maxCurr": 10}}
    talk.tell("DataTransfer", payload)
    (found,) = talk.limits.allowances(talk.at)
    assert found.last.confidence == "high"
