# SPDX-License-Identifier: Apache-2.0
import re
from dataclasses import replace

import pytest

from ocppdesk.core.transfers.states import (
    Outcome,
    Step,
    StepName,
    StepState,
    TransferKind,
)
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.files.wording import (
    ABSENCE_S,
    headline_of,
    is_absent,
    job_text,
    last_told,
    place_of,
    reasons_for_absence,
    sentence_of,
    server_text,
    sign_of,
    spoken,
)

SECOND = 1_000_000


def test_every_state_of_a_step_has_a_sign_and_a_word_of_its_own():
    assert len({sign_of(state).text for state in StepState}) == len(StepState)
    assert len({spoken(state) for state in StepState}) == len(StepState)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_sign_and_a_word(state, outcome):
    job = state(outcome=outcome, headline="So it is.")
    assert headline_of(job).text[1:] == " So it is."
    assert job_text(replace(job, steps=()), has_date=True).startswith(
        "CP1  UpdateFirmware: "
    )


@pytest.mark.parametrize(
    ("step", "is_passed", "text"),
    [
        (Step(StepName.BOOT, StepState.DONE, "It booted."), True, "It booted."),
        (Step(StepName.BOOT, StepState.NOT_SEEN), True, "Never told."),
        (Step(StepName.BOOT, StepState.NOT_SEEN), False, ""),
        (Step(StepName.BOOT, StepState.NOW), False, "Awaited."),
        (Step(StepName.BOOT, StepState.WAITING), False, ""),
        (Step(StepName.FILE_SERVER, StepState.NOT_SEEN), True, "Nobody came."),
        (Step(StepName.TRANSFER, StepState.NOT_SEEN), False, "Nothing went over."),
    ],
)
def test_a_step_says_what_is_known(step, is_passed, text):
    assert sentence_of(step, is_passed=is_passed) == text


def test_the_last_step_of_which_something_is_known_is_found(state):
    assert last_told(state().steps) == 1
    assert last_told(()) == -1


def test_the_secrets_of_a_url_are_not_shown():
    assert place_of("ftp://user:secret@192.168.50.1:40021/new.bin") == (
        "ftp://192.168.50.1:40021/"
    )


def test_who_came_to_the_file_server_is_said(state):
    job = state(peer="192.168.50.20:40001")
    assert server_text(job).text == (
        "192.168.50.20:40001 connected to the file server at ftp://192.168.50.1:40021/."
    )


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({}, "The file server at"),
        ({"is_over": True}, "Nobody came"),
        ({"steps": ()}, "The charger was told to fetch it from ftp://192.168.50.1:40"),
        (
            {"steps": (), "kind": TransferKind.LOG, "url": "http://h/t/"},
            "The charger was told to send it to http://h/.",
        ),
    ],
)
def test_a_file_server_without_visitors_is_told(state, changes, begins):
    assert server_text(state(**changes)).text.startswith(begins)


@pytest.mark.parametrize("url", ["", "new.bin", "http://[::1/", "http:///x"])
def test_a_place_that_is_none_is_not_told(state, url):
    assert place_of(url) == ""
    assert server_text(state(url=url, steps=())).text == ""


def test_a_recorded_job_is_listed_with_its_day(state):
    text = job_text(state(outcome=Outcome.OPEN), has_date=True)
    assert re.fullmatch(r"2026-01-3\d [\d:]{8}  CP1  UpdateFirmware: no end .*", text)
    text = job_text(state(), has_date=False)
    assert re.fullmatch(r"[\d:]{8}  CP1  UpdateFirmware: going on", text)


@pytest.mark.parametrize(
    ("changes", "after_s", "is_odd"),
    [
        ({}, ABSENCE_S, True),
        ({}, ABSENCE_S - 1, False),
        ({"peer": "192.168.50.20:4"}, ABSENCE_S, False),
        ({"outcome": Outcome.CANCELLED}, ABSENCE_S, False),
        ({"outcome": Outcome.FAILED}, 1, True),
        ({"steps": ()}, ABSENCE_S, False),
    ],
)
def test_nobody_at_the_file_server_is_odd_after_a_while(
    state, changes, after_s, is_odd
):
    job = state(**changes)
    answered = state().step(StepName.ANSWER).at
    assert is_absent(job, at=answered + after_s * SECOND) is is_odd


def test_a_download_that_is_scheduled_is_not_missed(state):
    steps = (*state().steps, Step(StepName.SCHEDULED, StepState.DONE, "Later."))
    answered = state().step(StepName.ANSWER).at
    assert not is_absent(state(steps=steps), at=answered + 100 * SECOND)


@pytest.mark.parametrize(
    ("protocols", "said"),
    [
        (None, "has not told whether it speaks FTP"),
        (("HTTP", "HTTPS"), "Files says HTTP, HTTPS, not FTP."),
        (("ftp",), "says that it speaks FTP (Files)"),
    ],
)
def test_address_firewall_and_protocol_are_the_reasons(state, protocols, said):
    known = Abilities(protocols=protocols, setting="Files")
    reasons = reasons_for_absence(state(), known)
    assert "192.168.50.1" in reasons[0]
    assert "40021" in reasons[1]
    assert said in reasons[2]


def test_a_log_does_not_wait_for_sessions(state):
    log = state(kind=TransferKind.LOG)
    assert len(reasons_for_absence(log, Abilities())) == 3
