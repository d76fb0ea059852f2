# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.transfers.logs import LogJob
from ocppdesk.core.transfers.requests import LogWish, log_request
from ocppdesk.core.transfers.states import Outcome, StepName
from ocppdesk.core.versions import Version
from tests.core.transfers.told import Told

DIAGNOSTICS = LogWish(uses_get_log=False, retries=None)


def told(wish=None):
    request = log_request(
        Version.V16, "http://192.0.2.1:5000/t/", wish=wish or LogWish(), request_id=5
    )
    return Told(LogJob("CP1", request, at=0))


def asked(answer=None, wish=None):
    found = told(wish).sent()
    return found.answered(
        {"status": "Accepted", "filename": "a.log"} if answer is None else answer
    )


def diagnosed(answer=None):
    return asked({"fileName": "a.log"} if answer is None else answer, DIAGNOSTICS)


def test_the_whole_way_of_a_log():
    at = asked()
    assert at.states() == "xxo...."
    assert "called a.log" in at.step(StepName.ANSWER).sentence
    at.log("Uploading", requestId=5)
    assert at.states() == "xxxo..."
    at.event("connected").event("begun", 10, 20, is_upload=True)
    assert at.states() == "xxxxo.."
    at.event("done", 20, 20, stored_as="a.log", sha256="ab" * 32)
    assert at.states() == "xxxxxxo"
    assert at.state.files == ("a.log",)
    assert "abab" in at.step(StepName.RECEIVED).sentence
    at.log("Uploaded", requestId=5)
    assert at.states() == "xxxxxxx"
    assert at.state.is_over
    assert at.state.outcome is Outcome.SUCCEEDED
    assert at.state.headline == "CP1 has sent a.log."


def test_diagnostics_go_the_same_way():
    at = diagnosed().log("Uploading", action="DiagnosticsStatusNotification")
    at.received().log("Uploaded", action="DiagnosticsStatusNotification")
    assert (at.states(), at.state.is_over) == ("xxxxxxx", True)


def test_the_file_is_proof_without_any_status():
    at = asked().received()
    assert at.state.outcome is Outcome.SUCCEEDED
    assert not at.state.is_over
    assert at.later(61).state.is_over
    assert at.states() == "xx-xxx-"


def test_an_answer_without_a_name_means_nothing_to_send():
    at = diagnosed({})
    assert at.state.outcome is Outcome.NOTHING
    assert "nothing to send" in at.state.headline
    assert not at.state.is_over
    assert at.later(61).state.is_over


def test_a_charger_that_sends_all_the_same_is_followed():
    at = diagnosed({}).log("Uploading", action="DiagnosticsStatusNotification")
    assert at.state.outcome is Outcome.RUNNING
    assert at.received().state.outcome is Outcome.SUCCEEDED


def test_a_log_without_a_name_is_accepted():
    at = asked({"status": "Accepted"})
    assert at.state.outcome is Outcome.RUNNING


def test_a_rejected_log_is_nothing():
    at = asked({"status": "Rejected"})
    assert (at.state.outcome, at.state.is_over) == (Outcome.NOTHING, True)


def test_accepted_canceled_goes_on():
    at = asked({"status": "AcceptedCanceled", "filename": "a.log"})
    assert "older job" in at.step(StepName.ANSWER).sentence


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("UploadFailure", "could not send"),
        ("BadMessage", "could not read"),
        ("PermissionDenied", "try HTTP"),
        ("NotSupportedOperation", "Try the other one"),
        ("AcceptedCanceled", "newer one"),
        ("UploadFailed", "does not speak that"),
    ],
)
def test_failures_are_explained_and_end_the_job_after_the_retries(status, words):
    at = asked().log("Uploading", status)
    assert at.state.outcome is Outcome.FAILED
    told = at.step(StepName.UPLOADED).sentence
    assert words in told
    assert told.startswith(at.state.headline.rstrip("."))
    assert not at.later(59).state.is_over
    assert at.later(2).state.is_over


def test_a_retry_after_a_failure_is_followed():
    at = asked().log("Uploading", "UploadFailure", "Uploading").received()
    assert at.state.outcome is Outcome.SUCCEEDED


def test_a_failure_with_the_file_here_is_no_failure():
    at = asked().received().log("UploadFailure")
    assert at.state.outcome is Outcome.SUCCEEDED
    assert "the file is here" in at.state.remarks[0]


def test_retries_flood():
    at = asked().log(*["Uploading"] * 12)
    assert "12 times" in at.step(StepName.UPLOADING).sentence
    assert len(at.state.remarks) == 1


def test_uploaded_elsewhere_is_a_failure():
    at = asked().log("Uploaded")
    assert "nothing has come in" in at.state.headline
    assert at.later(16).state.is_over
    assert at.state.outcome is Outcome.FAILED


def test_uploaded_may_be_told_before_the_file_is_whole():
    at = asked().log("Uploaded").received()
    assert (at.state.outcome, at.state.is_over) == (Outcome.SUCCEEDED, True)


def test_several_files_may_come():
    at = asked().received("a.log").received("b.log").log("Uploaded")
    assert at.state.files == ("a.log", "b.log")
    assert at.state.headline == "CP1 has sent a.log and b.log."


def test_an_empty_file_is_a_remark():
    assert "is empty" in asked().received(size=0).state.remarks[0]


def test_other_jobs_and_idle_change_nothing():
    at = asked().log("UploadFailure", requestId=4).log("Idle").log("Odd")
    assert at.state.outcome is Outcome.RUNNING
    assert len(at.state.remarks) == 2


def test_a_restart_during_the_job_is_a_remark():
    at = asked().link("Disconnected", "Connected")
    assert "disconnected" in at.state.remarks[0]
    assert at.state.outcome is Outcome.RUNNING


STATUSES = ["Uploading", "Uploaded", "UploadFailure", "BadMessage", "Idle", "Odd"]


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*STATUSES, "Connected", "Disconnected", "received"]),
            st.integers(0, 100),
        ),
        max_size=25,
    )
)
def test_any_order_is_put_up_with(story):
    at = asked()
    for what in story:
        if isinstance(what, int):
            at.later(what)
        elif what == "received":
            at.received()
        elif what.endswith("onnected"):
            at.link(what)
        else:
            at.log(what)
        assert at.state.headline
    assert (at.state.outcome is Outcome.SUCCEEDED) == bool(at.state.files)
