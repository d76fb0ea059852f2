# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.versions import Version, schema
from ocppdesk.simulator.device_variables import Component, standard_variables


def test_every_variable_has_one_place():
    keys = [variable.key for variable in standard_variables(2)]
    assert len(keys) == len(set(keys)) > 80


def test_factory_values_are_allowed_values():
    for variable in standard_variables(2):
        # Secrets are empty until they are set.
        if variable.mutability == "ReadWrite":
            assert variable.kind.normal(variable.value) == variable.value


def test_data_types_are_those_of_the_specification():
    report = schema(Version.V201, "NotifyReport", is_request=True)
    known = set(report["definitions"]["DataEnumType"]["enum"])
    assert {variable.data_type for variable in standard_variables(1)} <= known


def test_each_evse_has_its_own_connector():
    components = {variable.component for variable in standard_variables(3)}
    assert {Component("Connector", n, 1) for n in (1, 2, 3)} <= components
    assert Component("EVSE", 4) not in components


def test_component_survives_its_payload():
    for component in (
        Component("TxCtrlr"),
        Component("EVSE", 1),
        Component("Connector", 2, 1, "left"),
    ):
        assert Component.of(component.payload()) == component


def test_limits_are_told_for_numbers_that_can_be_written():
    found = {v.name: v for v in standard_variables(1)}
    assert found["HeartbeatInterval"].characteristics()["maxLimit"] == 86400
    assert "Authorized" in found["TxStartPoint"].characteristics()["valuesList"]
    assert "maxLimit" not in found["Power"].characteristics()
