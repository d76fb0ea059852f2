# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.transfers.firmware import FirmwareJob
from ocppdesk.core.transfers.requests import FirmwareWish, firmware_request
from ocppdesk.core.transfers.states import Outcome, StepName
from ocppdesk.core.versions import Version
from tests.core.transfers.told import SECOND, Told

URL = "http://192.0.2.1:5000/t/charger-2.0.0.bin"
SIGNED = FirmwareWish(signing_certificate="pem", signature="sig")


def job(version=Version.V16, *, wish=None, old_version="1.0", **more):
    request = firmware_request(
        version, URL, wish=wish or FirmwareWish(), request_id=5, now=1e9
    )
    return FirmwareJob("CP1", request, old_version=old_version, at=0, **more)


def told(**options):
    return Told(job(**options))


def asked(**options):
    return told(**options).sent().answered()


def signed(status="Accepted"):
    found = Told(job(wish=SIGNED), signed=True).sent()
    return found.answered({"status": status})


def test_nothing_has_happened_before_the_request():
    assert told().states() == "o........."
    assert told().state.headline == "Waiting for CP1 to be asked."


def test_the_whole_way_of_an_unsigned_update():
    at = told()
    at.sent()
    assert at.states() == "xo........"
    at.answered()
    assert at.states() == "xxo......."
    assert "whether it obeys is not said" in at.step(StepName.ANSWER).sentence
    at.firmware("Downloading").fetched()
    assert at.states() == "xxxxo....."
    at.firmware("Downloaded")
    assert at.states() == "xxxxxo...."
    at.firmware("Installing")
    assert at.states() == "xxxxxo...."
    at.link("Disconnected")
    assert at.states() == "xxxxxxxo.."
    at.link("Connected").boot("2.0")
    assert at.states() == "xxxxxxxxxo"
    assert at.state.outcome is Outcome.SUCCEEDED
    assert not at.state.is_over
    at.firmware("Installed")
    assert at.states() == "xxxxxxxxxx"
    assert at.state.is_over
    assert at.state.headline == "CP1 runs version 2.0 now; it was 1.0."
    assert (at.state.old_version, at.state.new_version) == ("1.0", "2.0")


def test_steps_name_their_messages():
    at = asked().firmware("Downloaded")
    assert at.step(StepName.REQUEST).message == 1
    assert at.step(StepName.ANSWER).message == 2
    assert at.step(StepName.DOWNLOADED).message == 3
    assert at.step(StepName.FILE_SERVER).message is None


def test_the_file_server_tells_who_came_and_how_far_it_is():
    at = asked().event("connected", name="").event("begun", 10, 1000)
    assert at.state.peer == "10.0.0.7:5000"
    assert "10.0.0.7" in at.step(StepName.FILE_SERVER).sentence
    at.event("progress", 420, 1000)
    assert at.state.percent == at.step(StepName.TRANSFER).percent == 42
    assert "42 %" in at.state.headline


def test_a_new_version_is_proof_without_any_status():
    at = asked().fetched().restart("2.0")
    assert at.state.outcome is Outcome.SUCCEEDED
    assert at.states() == "xxxx--xxxo"
    assert at.later(61).states() == "xxxx--xxx-"
    assert at.state.is_over


def test_installed_before_the_restart_is_no_proof_yet():
    at = asked().fetched().firmware("Installing", "Installed")
    assert at.state.outcome is Outcome.UNPROVEN
    assert not at.state.is_over
    at.restart("2.0")
    assert at.state.outcome is Outcome.SUCCEEDED
    assert at.state.is_over


def test_installed_with_the_old_version_is_unproven():
    at = asked().fetched().restart("1.0").firmware("Installed")
    assert "still has version 1.0" in at.state.headline
    assert not at.later(14 * 60).state.is_over
    assert at.later(61).state.is_over
    assert at.state.outcome is Outcome.UNPROVEN


def test_a_second_boot_may_bring_the_new_version():
    at = asked().fetched().restart("1.0").firmware("Installed").restart("2.0")
    assert at.state.outcome is Outcome.SUCCEEDED


def test_without_a_known_old_version_there_is_no_proof():
    at = asked(old_version="").fetched().restart("2.0").firmware("Installed")
    assert at.state.outcome is Outcome.UNPROVEN
    assert at.state.is_over
    assert "which it had before is not known" in at.state.headline


def test_a_boot_before_the_file_tells_the_old_version():
    at = asked(old_version="").restart("1.0").fetched().restart("2.0")
    assert at.state.outcome is Outcome.SUCCEEDED
    assert at.state.old_version == "1.0"


def test_a_restart_before_the_file_skips_no_step():
    at = asked().restart("1.0")
    assert at.states() == "xxo......."
    assert "restarted before it had the file" in " ".join(at.state.remarks)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        ("DownloadFailed", StepName.DOWNLOADED),
        ("InstallationFailed", StepName.INSTALLING),
        ("InvalidSignature", StepName.VERIFIED),
        ("InstallVerificationFailed", StepName.INSTALLING),
    ],
)
def test_failures_are_explained_and_end_the_job_after_a_while(status, step):
    at = signed().firmware("Downloading", status, requestId=5)
    assert at.state.outcome is Outcome.FAILED
    assert str(at.step(step).state) == "failed"
    # What to do is said at the step.
    assert at.step(step).sentence.startswith(at.state.headline.rstrip("."))
    assert at.state.headline.count(".") == 1
    assert not at.state.is_over
    assert at.later(31).state.is_over


def test_a_second_try_after_a_failure_is_followed():
    at = asked().firmware("Downloading", "DownloadFailed", "Downloading")
    assert at.state.outcome is Outcome.RUNNING
    assert "!" not in at.states()
    assert at.fetched().restart("2.0").state.outcome is Outcome.SUCCEEDED


def test_retries_are_waited_for():
    wish = FirmwareWish(retries=3, retry_interval_s=120)
    at = asked(wish=wish).firmware("DownloadFailed")
    assert not at.later(140).state.is_over
    assert at.later(11).state.is_over


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("Rejected", "refuses"),
        ("InvalidCertificate", "signing certificate"),
        ("RevokedCertificate", "revoked"),
    ],
)
def test_refusals_end_the_job(status, words):
    at = signed(status)
    assert at.state.is_over
    assert at.state.outcome is Outcome.FAILED
    assert words in at.state.headline


def test_a_callerror_ends_the_job():
    at = told().sent().error("NotSupported")
    assert at.state.is_over
    assert "NotSupported" in at.state.headline


def test_accepted_canceled_goes_on():
    at = signed("AcceptedCanceled")
    assert "older job was cancelled" in at.step(StepName.ANSWER).sentence
    assert at.state.outcome is Outcome.RUNNING


def test_an_answer_that_is_none_goes_on():
    assert "which is none" in signed("Perhaps").state.remarks[0]


def test_the_statuses_of_another_job_are_ignored():
    at = signed().firmware("DownloadFailed", requestId=4)
    assert at.state.outcome is Outcome.RUNNING
    assert "number 4" in at.state.remarks[0]


def test_signed_firmware_has_more_steps():
    at = signed().firmware("DownloadScheduled", requestId=5).fetched()
    at.firmware("Downloaded", "SignatureVerified", "InstallScheduled", requestId=5)
    at.firmware("InstallRebooting", requestId=5).restart("2.0")
    at.firmware("Installed", requestId=5)
    assert at.states() == "xxxxxxxxxxxx"
    assert at.state.is_over


@pytest.mark.parametrize("status", ["Idle", "Nonsense"])
def test_statuses_that_say_nothing_change_nothing(status):
    at = asked().firmware(status)
    assert at.states() == "xxo......."


def test_repeated_statuses_take_nothing_back():
    at = asked().fetched().firmware("Downloaded", "Downloading", "Downloading")
    assert at.states() == "xxxxxo...."


def test_a_call_that_was_never_sent_ends_the_job():
    at = told()
    at.job.call_failed("CP1 is not connected.", at=at.at)
    assert at.state.is_over
    assert at.states() == "!---------"


def test_a_charger_that_never_answers_may_go_on():
    at = told().sent()
    at.job.call_failed("CP1 did not answer within 30 s.", at=at.at)
    assert "Still waiting" in at.state.headline
    assert at.fetched().restart("2.0").state.outcome is Outcome.SUCCEEDED
    assert str(at.step(StepName.ANSWER).state) == "not seen"


def test_a_transfer_that_breaks_off_is_told_and_may_begin_again():
    at = asked().event("connected").event("begun", 10, 1000)
    at.event("broken", 400, 1000, reason="The connection closed.")
    assert "broke off" in at.state.headline
    assert at.fetched().step(StepName.TRANSFER).percent == 100


def test_refused_requests_are_remarks():
    at = asked().event("refused", name="/x", reason="The path is wrong.")
    assert at.states() == "xxo......."
    assert "The path is wrong." in at.state.remarks[0]


def test_without_a_file_server_its_steps_are_left_out():
    at = asked(has_server=False)
    assert at.step(StepName.FILE_SERVER) is None
    at.firmware("Downloaded", "Installing").restart("2.0").firmware("Installed")
    assert at.states() == "xxxxxxxx"


def test_a_cancelled_job_is_over():
    at = asked()
    at.job.cancel()
    assert at.state.is_over
    assert at.state.outcome is Outcome.CANCELLED
    assert "may go on" in at.fetched().state.headline


def test_a_job_that_has_an_outcome_keeps_it_when_it_is_cancelled():
    at = asked().fetched().restart("2.0")
    at.job.cancel()
    assert at.state.outcome is Outcome.SUCCEEDED


def test_a_job_runs_out_of_time():
    at = asked().firmware("Downloading")
    at.job.run_out(at=at.at, limit_s=3600)
    assert at.state.outcome is Outcome.FAILED
    assert "After 60 min" in at.state.headline
    assert "Downloading" in at.state.headline


def test_a_long_silence_is_told():
    at = asked()
    assert at.job.next_at == 30 * 60 * SECOND
    assert "Not a word" in at.later(31 * 60).state.headline
    assert not at.state.is_over


def test_time_changes_nothing_once_it_is_over():
    at = asked()
    at.job.cancel()
    assert at.job.next_at is None
    assert at.later(1e6).state.outcome is Outcome.CANCELLED


def test_a_boot_without_a_version_is_a_remark_and_no_proof():
    at = asked().fetched().restart("")
    assert at.state.outcome is Outcome.RUNNING
    assert "does not say" in at.state.remarks[0]


def test_an_older_failure_does_not_undo_a_proof():
    at = asked().fetched().restart("2.0").firmware("InstallationFailed")
    assert at.state.outcome is Outcome.SUCCEEDED


def test_a_second_file_transfer_after_a_failure_is_a_second_try():
    at = asked().firmware("DownloadFailed").event("begun", 10, 1000)
    assert at.state.outcome is Outcome.RUNNING


def test_an_outcome_outlasts_a_long_silence_and_the_time_limit():
    at = asked().fetched().firmware("Installed")
    assert at.state.outcome is Outcome.UNPROVEN
    at.job.run_out(at=at.at, limit_s=60)
    assert (at.state.outcome, at.state.is_over) == (Outcome.UNPROVEN, True)


def test_a_failed_call_says_nothing_once_there_is_an_answer():
    at = asked()
    at.job.call_failed("Too late.", at=at.at)
    assert str(at.step(StepName.ANSWER).state) == "done"
    at.job.cancel()
    at.job.call_failed("Too late.", at=at.at)
    assert at.state.outcome is Outcome.CANCELLED


def test_other_chargers_are_ignored():
    assert asked().boot("2.0", charger="CP2").states() == "xxo......."


ACTIONS = {
    "status": st.sampled_from(
        ["Downloading", "Downloaded", "DownloadFailed", "Installing", "Installed",
         "InstallationFailed", "Idle", "DownloadPaused", "SignatureVerified"]
    ),
    "boot": st.sampled_from(["1.0", "2.0", ""]),
    "link": st.sampled_from(["Connected", "Disconnected"]),
    "event": st.sampled_from(["connected", "begun", "progress", "done", "broken"]),
    "later": st.integers(0, 2000),
}  # fmt: skip


@given(
    st.lists(
        st.one_of(*(st.tuples(st.just(k), v) for k, v in ACTIONS.items())), max_size=25
    )
)
def test_any_order_is_put_up_with(story):
    at = asked()
    for what, value in story:
        match what:
            case "status":
                at.firmware(value)
            case "boot":
                at.boot(value)
            case "link":
                at.link(value)
            case "event":
                at.event(value, 500, 1000)
            case "later":
                at.later(value)
        assert at.states().count("o") <= 2
        assert at.state.headline
    booted = any(what == ("boot", "2.0") for what in story)
    if at.state.outcome is Outcome.SUCCEEDED:
        assert booted
