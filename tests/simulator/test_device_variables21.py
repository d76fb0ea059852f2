# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.versions import Version, schema
from ocppdesk.simulator.device_variables import standard_variables
from ocppdesk.simulator.device_variables21 import variables_21


def test_nothing_is_there_twice():
    keys = [variable.key for variable in (*standard_variables(2), *variables_21())]
    assert len(keys) == len(set(keys))


def test_factory_values_are_allowed_values():
    for variable in variables_21():
        if variable.mutability == "ReadWrite":
            assert variable.kind.normal(variable.value) == variable.value


def test_data_types_are_those_of_the_specification():
    report = schema(Version.V21, "NotifyReport", is_request=True)
    known = set(report["definitions"]["DataEnumType"]["enum"])
    assert {variable.data_type for variable in variables_21()} <= known
