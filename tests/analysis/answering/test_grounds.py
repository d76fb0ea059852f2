# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.answering.grounds import composite, next_of, proof_of, trigger
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.known import Known
from ocppdesk.analysis.findings.thresholds import DEFAULTS
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version
from tests.analysis.answering.asking import online


def known(*, is_2x=False):
    made = Known("CP-1", DEFAULTS)
    made.is_2x = is_2x
    return made


def test_the_calls_to_try_next_are_valid_in_both_versions():
    for version in (Version.V16, Version.V201):
        about = known(is_2x=version is Version.V201)
        for deed in (
            trigger(about, "Heartbeat"),
            trigger(about, "StatusNotification", 1),
            composite(about, 1),
        ):
            assert not list(
                check_payload(version, deed.action, dict(deed.payload), is_request=True)
            )


def test_a_finding_becomes_a_proof_with_its_first_message():
    talk = online()
    reset = talk.csms("Reset", type="Soft")
    finding = talk.the("BOOT-06", later=400)
    proof = proof_of(finding)
    assert proof.message == reset
    assert proof.text == f"{finding.title}."
    assert next_of([finding]) == finding.next[0]
    assert next_of([]) == ""
    assert finding.severity >= Severity.MEDIUM
