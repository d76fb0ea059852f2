# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.remarks import name_remarks, unknown_remark
from ocppdesk.core.versions import Version


def test_a_name_as_the_specification_has_it_needs_no_remark():
    assert name_remarks("Reset", "Reset", Version.V16, Version.V16) == []


def test_spelling_and_version_are_remarked_on():
    found = name_remarks("getreport", "GetReport", Version.V201, Version.V16)
    assert found == [
        "The action is spelt getreport; OCPP has GetReport.",
        "GetReport belongs to OCPP 2.0.1; this connection speaks OCPP 1.6.",
    ]


def test_an_unknown_action_is_named():
    assert unknown_remark("Fly") == "OCPP knows no action Fly."
