# SPDX-License-Identifier: Apache-2.0
"""The commands on what messages mean together, with logs of other systems."""

import json

import pytest
from click.testing import CliRunner

from ocppdesk.capture.recorder import Recorder
from ocppdesk.cli import main
from ocppdesk.settings import Settings, settings_path

SENT = "2026-01-31 14:05:{:02d},204 INFO ocpp {}: receive message {}"


@pytest.fixture
def run():
    """Run the command line in this process; return the result."""
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def log(tmp_path):
    """Write calls of chargers into a log."""

    def write(*calls):
        lines = [
            SENT.format(number, charger, json.dumps([2, str(number), action, payload]))
            for number, (charger, action, payload) in enumerate(calls)
        ]
        path = tmp_path / "site.log"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write


def _meter_values(*values):
    one = {"timestamp": "2026-01-31T14:05:00Z", "sampledValue": list(values)}
    return {"connectorId": 1, "transactionId": 512, "meterValue": [one]}


POWER = {"value": "7.4", "unit": "kW", "measurand": "Power.Active.Import"}


def _records(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_samples_are_objects_one_a_line(run, log):
    path = log(
        ("CP-7", "MeterValues", _meter_values(POWER)),
        ("CP-8", "MeterValues", _meter_values({"value": "5"})),
    )
    power, energy = _records(run("samples", path, "--json"))
    assert power == {
        "time": "2026-01-31T14:05:00.204000Z",
        "charger_time": "2026-01-31T14:05:00.000000Z",
        "charger": "CP-7",
        "evse": None,
        "connector": 1,
        "transaction_id": 512,
        "measurand": "Power.Active.Import",
        "phase": "",
        "location": "Outlet",
        "context": "Sample.Periodic",
        "value": 7400.0,
        "unit": "W",
        "assumed": ["context", "location"],
        "message": 1,
    }
    assert energy["assumed"] == ["measurand", "context", "location", "unit"]
    assert _records(run("samples", path, "--json", "--charger", "CP-8")) == [energy]


def test_samples_are_lines_of_a_table_and_problems_are_told(run, log):
    path = log(("CP-7", "MeterValues", _meter_values(POWER, {"value": "NaN"})))
    result = run("samples", path)
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert "CP-7  connector 1  512  Power.Active.Import " in line
    assert " 7 400 W  Sample.Periodic, Outlet" in line
    assert result.stderr == (
        "Message 1: The value of Energy.Active.Import.Register is “NaN”, no number.\n"
    )


def test_a_log_without_values_says_what_to_do(run, log):
    result = run("samples", log(("CP-7", "Heartbeat", {})))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "MeterValueSampleInterval" in result.stderr


def test_a_charger_that_is_not_there_ends_with_a_sentence(run, log):
    result = run("samples", log(("CP-7", "Heartbeat", {})), "--charger", "CP-9")
    assert result.exit_code == 1
    assert "knows no charger CP-9. It knows: CP-7." in result.stderr


SESSION = (
    ("CP-7", "StatusNotification",
     {"connectorId": 1, "status": "Preparing", "errorCode": "NoError"}),
    ("CP-7", "StartTransaction",
     {"connectorId": 1, "idTag": "04A1B2", "meterStart": 100,
      "timestamp": "2026-01-31T14:05:01Z"}),
    ("CP-8", "Authorize", {"idTag": "04FFFF"}),
)  # fmt: skip


def test_sessions_are_told(run, log):
    path = log(*SESSION)
    started, shown = _records(run("sessions", path, "--json"))
    assert (started["charger"], started["outcome"]) == ("CP-7", "open")
    assert [line[1:3] for line in started["lines"]] == [
        [1, "Plugged in (Preparing)"],
        [2, "A transaction started at 100 Wh"],
    ]
    assert (shown["charger"], shown["id_tag"]) == ("CP-8", "04FFFF")
    result = run("sessions", path, "--charger", "CP-7")
    assert "Plugged in (Preparing)" in result.output
    assert "04FFFF" not in result.output


def test_sessions_become_a_table(run, log, tmp_path):
    target = tmp_path / "sessions.csv"
    words = ("sessions", log(*SESSION), "--csv", target)
    result = run(*words)
    assert result.exit_code == 0
    assert "2 sessions written" in result.output
    assert len(target.read_text("utf-8-sig").splitlines()) == 3
    assert "--overwrite" in run(*words).output
    assert run(*words, "--overwrite").exit_code == 0


def test_where_nobody_charged_it_is_said(run, log):
    result = run("sessions", log(("CP-7", "Heartbeat", {})))
    assert result.exit_code == 0
    assert "No session is in it" in result.output


@pytest.fixture
def limits_log(tmp_path):
    """Write a log in which a limit is set, lowered a minute later, and offered."""

    def exchange(minute, number, action, payload, answer):
        sent = f"2026-01-31 14:{minute:02d}:00,204 INFO ocpp CP-7: {{}} message {{}}"
        yield sent.format("send", json.dumps([2, number, action, payload]))
        yield sent.format("receive", json.dumps([3, number, answer]))

    def profile(limit, level):
        period = {"startPeriod": 0, "limit": limit}
        return {
            "connectorId": 1,
            "csChargingProfiles": {
                "chargingProfileId": level,
                "stackLevel": level,
                "chargingProfilePurpose": "TxDefaultProfile",
                "chargingProfileKind": "Absolute",
                "chargingSchedule": {
                    "chargingRateUnit": "A",
                    "chargingSchedulePeriod": [period],
                },
            },
        }

    accepted = {"status": "Accepted"}
    lines = [
        *exchange(5, "a", "SetChargingProfile", profile(16, 1), accepted),
        *exchange(6, "b", "SetChargingProfile", profile(5, 2), accepted),
    ]
    path = tmp_path / "site.log"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_limits_are_told(run, limits_log):
    (found,) = _records(run("limits", limits_log, "--json"))
    assert (found["charger"], found["connector"]) == ("CP-7", 1)
    assert (found["in_force"]["amps"], found["in_force"]["message"]) == (5.0, 3)
    assert "Less than 6 A" in found["in_force"]["remarks"][0]
    assert found["flowing"]["amps"] is None
    result = run("limits", limits_log, "--charger", "CP-7")
    assert "CP-7  connector 1\n    Last set: 5 A per phase" in result.stdout


@pytest.mark.parametrize("moment", ["-30s", "2026-01-31T14:05:30Z"])
def test_limits_are_told_of_a_moment(run, limits_log, moment):
    (found,) = _records(run("limits", limits_log, "--json", "--at", moment))
    assert found["last"]["amps"] == 16.0


def test_a_moment_before_all_says_so(run, limits_log):
    result = run("limits", limits_log, "--at", "-1d")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No charger has said anything" in result.stderr
    result = run("limits", limits_log, "--at", "soon")
    assert result.exit_code == 2
    assert "--at" in result.stderr


def test_a_charger_without_a_name_has_limits_too(run, limits_log):
    text = limits_log.read_text("utf-8").replace("CP-7: ", "")
    limits_log.write_text(text, "utf-8")
    (found,) = _records(run("limits", limits_log, "--json"))
    assert found["in_force"]["amps"] == 5.0


def test_five_questions_are_answered(run, limits_log):
    found = _records(run("answers", limits_log, "--charger", "CP-7", "--json"))
    assert [each["question"] for each in found] == [
        "Is the charger communicating?",
        "Is something broken?",
        "Why did the session not start?",
        "Why did the session stop?",
        "What amperage was last set?",
    ]
    assert {"question", "answer", "certainty", "evidence", "next"} <= found[0].keys()
    assert "5 A per phase" in found[4]["answer"]
    assert found[4]["evidence"][0]["message"] == 3
    result = run("answers", limits_log)
    assert "  What amperage was last set?\n    Last set: 5 A" in result.stdout


def test_answers_follow_the_thresholds_of_the_user(run, log, monkeypatch, tmp_path):
    monkeypatch.setenv("OCPPDESK_HOME", str(tmp_path))
    boot = {"chargePointVendor": "A", "chargePointModel": "B"}
    path = log(("CP-7", "Heartbeat", {}), *[("CP-7", "BootNotification", boot)] * 4)

    def rules():
        first = _records(run("answers", path, "--json"))[0]
        return [rule for rule in first["findings"] if rule == "BOOT-02"]

    assert rules()
    Settings(settings_path()).change({"finding_boot_loop_count": 100})
    assert not rules()


def test_an_unknown_charger_has_no_answers(run, limits_log):
    result = run("answers", limits_log, "--charger", "CP-9")
    assert result.exit_code == 1
    assert "CP-7" in result.stderr


def test_findings_say_what_is_wrong(run, log):
    path = log(("CP-7", "BootNotification", {"chargePointVendor": "A"}))
    [found] = _records(run("findings", path, "--json", "--level", "low"))
    assert found["rule"] == "PRO-06"
    assert found["charger"] == "CP-7"
    assert found["messages"] == [1]
    shown = run("findings", path)
    assert shown.stdout.startswith("LOW  BootNotification is not as the schema has it")


def test_findings_of_a_clean_log_say_so(run, log):
    path = log(("CP-7", "Heartbeat", {}))
    result = run("findings", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing was found that speaks for a problem." in result.stderr


def test_findings_that_matter_less_are_counted(run, log):
    path = log(("CP-7", "BootNotification", {"chargePointVendor": "A"}))
    result = run("findings", path, "--level", "critical")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "--level info shows 1 that matter less." in result.stderr


@pytest.mark.parametrize("command", ["findings", "answers", "limits"])
def test_an_empty_capture_has_nobody_in_it(run, tmp_path, command):
    path = tmp_path / "empty.ocppdesk"
    Recorder(path).close()
    result = run(command, path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "No charger has said anything in it.\n"
    if command == "limits":
        assert run(command, path, "--at", "soon").exit_code == 2


def test_findings_print_the_table_of_rules_without_a_file(run):
    result = run("findings", "--rules")
    assert result.exit_code == 0
    assert "| PRO-07 | Broken message | medium |" in result.stdout
    assert run("findings").exit_code == 2


def test_a_report_is_written_about_one_charger_or_all(run, log, tmp_path):
    values = _meter_values(POWER)
    path = log(("CP-7", "MeterValues", values), ("CP-8", "MeterValues", values))
    page = tmp_path / "report.html"
    result = run("report", path, page)
    assert result.exit_code == 0
    assert f"Report on 2 chargers written to {page}." in result.stderr
    again = run("report", path, page, "--charger", "CP-8")
    assert again.exit_code == 1
    assert "--overwrite" in again.stderr
    words = ("--charger", "CP-8", "--overwrite", "--redact")
    assert run("report", path, page, *words).exit_code == 0
    text = page.read_text("utf-8")
    assert "CP-7" not in text
    assert "CP-8" not in text
    assert "replaced by aliases" in text


def test_a_report_about_nobody_ends_with_a_sentence(run, log, tmp_path):
    path = log(("CP-7", "MeterValues", _meter_values(POWER)))
    result = run("report", path, tmp_path / "report.html", "--charger", "CP-9")
    assert result.exit_code == 1
    assert "no charger CP-9" in result.stderr


def test_a_charger_without_a_name_has_answers_too(run, tmp_path):
    path = tmp_path / "frames.txt"
    frame = json.dumps([2, "1", "Heartbeat", {}])
    path.write_text(f"{frame}\n{frame}\n", "utf-8")
    assert len(_records(run("answers", path, "--json"))) == 5
