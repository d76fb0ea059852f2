# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.limits.exchanges import answered, call_of, place_in, status_of
from ocppdesk.analysis.limits.state import Instruction, State
from ocppdesk.analysis.observing import Observer
from ocppdesk.core.phrases.parts import Part


def test_an_answer_is_a_status_or_an_error(talk):
    observer = Observer()
    made = talk.call("SetChargingProfile", {"connectorId": 2})
    answer = talk.result(made, {"status": "Accepted"})
    error = talk.error(made, "InternalError")
    _call, result, failed = (observer.observe(one) for one in (made, answer, error))
    assert call_of(result) is made
    assert status_of(result, Part(result.payload)) == "Accepted"
    assert status_of(failed, Part({})) == "InternalError"
    assert status_of(result, Part({})) == "answered without a status"


def test_a_place_is_a_number_or_the_whole():
    assert place_in(Part({"connectorId": "2"})) == 2
    assert place_in(Part({"evseId": 3})) == 3
    assert place_in(Part({"evseId": -3})) == place_in(Part({})) == 0


def test_only_what_was_accepted_is_an_instruction():
    state, told = State(), Instruction(1, 1, 1, "16 A")
    answered(state, told, "Rejected")
    assert state.last_accepted(1) is None
    assert state.last_refused(1).outcome == "Rejected"
    answered(state, told, "Accepted")
    assert state.last_accepted(1) is told
