# SPDX-License-Identifier: Apache-2.0
"""The commands on files, with logs of other systems; `test_cli` has the captures."""

import json

import pytest
from click.testing import CliRunner

from ocppdesk.cli import main
from ocppdesk.logs.writing.formats import FORMATS

TAG = "04A2B3C4D5"
SENT = "2026-01-31 14:05:31,204 INFO ocpp {}: receive message {}"
ANSWERED = "2026-01-31 14:05:31,260 INFO ocpp {}: send {}"
CALL = f'[2,"17","Authorize",{{"idTag":"{TAG}"}}]'
ANSWER = '[3,"17",{"idTagInfo":{"status":"Accepted"}}]'


@pytest.fixture
def run():
    """Run the command line in this process; return the result."""
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "site.log"
    lines = (SENT.format("CP-7", CALL), ANSWERED.format("CP-7", ANSWER))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _records(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_messages_of_any_log_are_printed(run, log):
    answer, call = _records(run("messages", log, "--json"))
    assert (call["charger"], call["direction"], call["raw"]) == ("CP-7", "in", CALL)
    assert answer["answer_to"] == call["id"]
    assert call["time"] == "2026-01-31T14:05:31.204000Z"


def test_what_somebody_knows_of_a_log_is_assumed(run, log):
    words = ("--zone", "+01:00", "--written-by", "charger", "--ocpp", "1.6")
    _answer, call = _records(run("messages", log, "--json", *words))
    assert call["time"] == "2026-01-31T13:05:31.204000Z"
    assert call["direction"] == "out"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--zone", "Berlin"), "Berlin is no offset from UTC"),
        (("--dates", "31.1."), "neither dmy, mdy nor a date"),
        (("--format", "odd"), "odd is none of"),
    ],
)
def test_odd_assumptions_are_wrong_usage(run, log, words, sentence):
    result = run("messages", log, *words)
    assert result.exit_code == 2
    assert sentence in result.output


@pytest.mark.parametrize(
    ("zone", "time"),
    [("UTC", "14:05:31"), ("-0330", "17:35:31"), ("utc+2", "12:05:31")],
)
def test_zones_are_written_in_many_ways(run, log, zone, time):
    records = _records(run("messages", log, "--json", "--zone", zone))
    assert time in records[-1]["time"]


def test_a_file_without_frames_is_a_sentence(run, tmp_path):
    path = tmp_path / "notes.log"
    path.write_text("one\ntwo\n", "utf-8")
    result = run("messages", path)
    assert result.exit_code == 1
    assert "no OCPP frames" in result.output


def test_a_redacted_copy_has_aliases_and_a_dry_run_lists_them(run, log, tmp_path):
    target = tmp_path / "for-others.jsonl"
    listed = run("convert", "--redact", "--dry-run", log, target)
    assert listed.exit_code == 0, listed.output
    assert f"{TAG}\tTAG-0001\t1" in listed.output
    assert not target.exists()
    assert run("convert", "--redact", log, target).exit_code == 0
    text = target.read_text("utf-8")
    assert TAG not in text
    assert "CP-7" not in text
    assert "TAG-0001" in text
    again = run("convert", "--redact", log, target)
    assert again.exit_code == 1
    assert "--overwrite" in again.output


def test_two_logs_of_one_conversation_become_one_timeline(run, log, tmp_path):
    other = tmp_path / "charger.log"
    # The charger's clock is an hour and two seconds behind, and it is who sends.
    frames = ((ANSWERED, CALL), (SENT, ANSWER))
    lines = (words.format("me", text) for words, text in frames)
    text = "\n".join(lines).replace(" 14:05:31,", " 13:05:29,") + "\n"
    other.write_text(text, "utf-8")
    target = tmp_path / "both.jsonl"
    result = run("convert", "--merge", log, other, target)
    assert result.exit_code == 0, result.output
    assert len(target.read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    "words", [("--merge", "a.log", "b.jsonl"), ("--dry-run", "a.log", "b.jsonl")]
)
def test_options_that_do_not_fit_are_wrong_usage(run, words):
    assert run("convert", *words).exit_code == 2


def test_all_formats_are_listed(run):
    result = run("formats")
    assert result.exit_code == 0
    for each in FORMATS:
        assert each.suffix in result.output
    assert "text" in result.output


SETTING = {"key": "HeartbeatInterval", "readonly": False, "value": "300"}
SECRET = {"key": "AuthorizationKey", "readonly": False, "value": "hunter22hunter22"}


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "settings.log"
    answer = json.dumps([3, "9", {"configurationKey": [SETTING, SECRET]}])
    lines = (
        ANSWERED.format("CP-7", '[2,"9","GetConfiguration",{}]'),
        SENT.format("CP-7", answer).replace(":31,", ":32,"),
        SENT.format("CP-8", CALL).replace(":31,", ":33,"),
    )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_settings_are_printed_without_secrets(run, settings):
    records = _records(run("config", settings, "--charger", "CP-7", "--json"))
    found = {record["setting"]: record for record in records}
    assert found["HeartbeatInterval"]["value"] == "300"
    assert found["HeartbeatInterval"]["meaning"]
    listed = run("config", settings, "--charger", "CP-7")
    assert "HeartbeatInterval" in listed.output
    assert "hunter22" not in listed.output + json.dumps(records)


def test_whose_settings_has_to_be_clear(run, settings):
    result = run("config", settings)
    assert result.exit_code == 1
    assert "--charger: CP-7, CP-8" in result.output
