# SPDX-License-Identifier: Apache-2.0
"""The glossary covers the schemas, is found leniently and repeats no known error."""

import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ocppdesk.core import glossary
from ocppdesk.core.glossary import (
    Entry,
    close_code_meaning,
    entries,
    entry,
    error_code_meaning,
    field_meaning,
    value_meaning,
)
from ocppdesk.core.versions import Version, charger_actions, csms_actions, schema
from ocppdesk.resources import resource

CLASSIC = (
    "Authorize BootNotification ChangeAvailability ChangeConfiguration ClearCache "
    "DataTransfer DiagnosticsStatusNotification FirmwareStatusNotification "
    "GetConfiguration Heartbeat MeterValues RemoteStartTransaction "
    "RemoteStopTransaction Reset StartTransaction StatusNotification StopTransaction"
)


def actions_of(version: str) -> frozenset[str]:
    known = Version(version)
    return charger_actions(known) | csms_actions(known)


EACH = [(str(v), action) for v in Version for action in sorted(actions_of(v))]


def fields_of(
    node: dict[str, Any], root: dict[str, Any], above: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """Yield the path of each field below a node, with the values it may have."""
    for key, child in node.get("properties", {}).items():
        path = f"{above}.{key}" if above else key
        while "$ref" in child or child.get("type") == "array":
            if "$ref" in child:
                child = root["definitions"][child["$ref"].rpartition("/")[2]]
            else:
                child = child["items"]
        yield path, child.get("enum", [])
        yield from fields_of(child, root, path)


def all_fields(
    version: str, action: str, *, is_request: bool
) -> list[tuple[str, list[str]]]:
    root = schema(version, action, is_request=is_request)
    return [] if root is None else list(fields_of(root, root))


def table_of(file: str) -> dict[str, Any]:
    return tomllib.loads(resource("glossary", file).read_text("utf-8"))


def found(action: str, version: str = "1.6") -> Entry:
    known = entry(action, version)
    assert known is not None
    return known


def beware(action: str, version: str = "1.6") -> str:
    return found(action, version).beware or ""


def asked(action: str, path: str, version: str = "1.6") -> str | None:
    return field_meaning(action, version, is_request=True, path=path)


def answered(action: str, path: str, version: str = "1.6") -> str | None:
    return field_meaning(action, version, is_request=False, path=path)


def asked_value(action: str, path: str, value: str, version: str = "1.6") -> str | None:
    return value_meaning(action, version, is_request=True, path=path, value=value)


def answered_value(
    action: str, path: str, value: str, version: str = "1.6"
) -> str | None:
    return value_meaning(action, version, is_request=False, path=path, value=value)


# Completeness.


@pytest.mark.parametrize("version", list(Version))
def test_exactly_the_actions_of_a_version_have_an_entry(version: str) -> None:
    assert {e.action for e in entries(version)} == actions_of(version)


def test_every_field_has_a_meaning() -> None:
    missing = [
        (version, action, is_request, path)
        for version, action in EACH
        for is_request in (True, False)
        for path, _ in all_fields(version, action, is_request=is_request)
        if not field_meaning(action, version, is_request=is_request, path=path)
    ]
    assert missing == []


def test_every_listed_value_has_a_meaning() -> None:
    missing = [
        (version, action, is_request, path, value)
        for version, action in EACH
        for is_request in (True, False)
        for path, values in all_fields(version, action, is_request=is_request)
        for value in values
        if not value_meaning(
            action, version, is_request=is_request, path=path, value=value
        )
    ]
    assert missing == []


def paths_in_schemas(file: str, action: str, *, is_request: bool) -> set[str]:
    versions = ["1.6"] if file == "ocpp16.toml" else ["2.0.1", "2.1"]
    return {
        path
        for version in versions
        for path, _ in all_fields(version, action, is_request=is_request)
    }


@pytest.mark.parametrize("file", ["ocpp16.toml", "ocpp2.toml"])
def test_every_text_is_for_a_field_that_exists(file: str) -> None:
    content = table_of(file)
    strays = []
    used = set()
    for action, table in content["actions"].items():
        for side in ("request", "response"):
            paths = paths_in_schemas(file, action, is_request=side == "request")
            used |= {path.rpartition(".")[2] for path in paths}
            written = set(table.get(side, {})) | {
                path.removeprefix(f"{side}.")
                for path in table.get("enums", {})
                if path.startswith(f"{side}.")
            }
            strays += [(action, side, path) for path in written - paths]
    assert strays == []
    assert set(content["fields"]) - used == set()


@pytest.mark.parametrize(
    ("file", "enums_file"),
    [("ocpp16.toml", "enums16.toml"), ("ocpp2.toml", "enums2.toml")],
)
def test_every_enumeration_that_is_named_has_a_table(
    file: str, enums_file: str
) -> None:
    content, enums = table_of(file), table_of(enums_file)
    named = {
        name
        for table in content["actions"].values()
        for name in table.get("enums", {}).values()
    }
    assert named - set(enums) == set()
    assert all(table.get("_") for table in enums.values())


def test_an_entry_is_complete() -> None:
    for version, action in EACH:
        known = found(action, version)
        assert known.action == action
        assert version in known.versions, known
        assert known.title, known
        assert len(known.title) <= 45, known
        assert known.profile, known
        for text in (known.when, known.meaning, known.technician):
            assert text.endswith((".", "?")), known
        assert known.beware is None or known.beware.endswith("."), known
        for other in known.related:
            assert other != action
            assert found(other, version).action == other, known


def test_the_sender_is_the_one_of_the_specification() -> None:
    told = {
        (version, action): found(action, version).sender for version, action in EACH
    }
    expected = {}
    for version, action in EACH:
        by_charger = action in charger_actions(Version(version))
        by_csms = action in csms_actions(Version(version))
        sender = (
            "both" if by_charger and by_csms else "charger" if by_charger else "csms"
        )
        expected[version, action] = sender
    assert told == expected


def test_the_classic_messages_lead_the_list_of_1_6() -> None:
    known = entries("1.6")
    assert len(known) == 39
    assert [e.action for e in known[:17]] == CLASSIC.split()
    assert [e.rank for e in known[:17]] == list(range(1, 18))
    rest = [e.action for e in known[17:]]
    assert rest == sorted(rest)
    assert all(e.rank is None for e in known[17:])


def test_2_0_1_leaves_out_what_came_with_2_1() -> None:
    assert found("AFRRSignal", "2.1").versions == ("2.1",)
    assert found("TransactionEvent", "2.1").versions == ("2.0.1", "2.1")
    assert "AFRRSignal" not in {e.action for e in entries("2.0.1")}


# Looking things up.


def test_an_action_is_found_in_any_case() -> None:
    assert entry("statusnotification", "1.6") is entry("StatusNotification", "1.6")
    assert answered("HEARTBEAT", "currentTime")


def test_an_action_of_another_version_is_explained_all_the_same() -> None:
    assert found("StartTransaction", "2.1").versions == ("1.6",)
    assert found("TransactionEvent", "1.6").versions == ("2.0.1", "2.1")
    assert found("AFRRSignal", "2.0.1").versions == ("2.1",)


def test_an_action_of_both_has_the_text_of_its_version() -> None:
    assert found("StatusNotification", "1.6") != found("StatusNotification", "2.0.1")


def test_an_unknown_action_means_nothing() -> None:
    assert entry("MakeCoffee", "1.6") is None
    assert asked("MakeCoffee", "idTag") is None
    assert asked_value("MakeCoffee", "status", "Idle") is None


def test_an_unknown_version_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match=r"1\.7"):
        entry("Heartbeat", "1.7")


@pytest.mark.parametrize("version", list(Version))
def test_an_unknown_field_means_nothing(version: str) -> None:
    assert asked("Heartbeat", "no.such", version) is None
    assert asked_value("Heartbeat", "no.such", "Idle", version) is None


def test_request_and_answer_are_told_apart() -> None:
    assert asked("DataTransfer", "data") != answered("DataTransfer", "data")


def test_the_own_text_of_a_field_wins_over_the_common_one() -> None:
    own, common = asked("Authorize", "idTag"), asked("Heartbeat", "idTag")
    assert own
    assert common
    assert own != common


def test_a_field_without_text_takes_that_of_its_enumeration() -> None:
    assert "request" not in table_of("ocpp16.toml")["actions"]["Reset"]
    assert "type" not in table_of("ocpp16.toml")["fields"]
    assert asked("Reset", "type") == table_of("enums16.toml")["ResetType"]["_"]


def test_a_value_is_found_in_any_case() -> None:
    def status(value: str) -> str | None:
        return asked_value("StatusNotification", "status", value)

    assert status("suspendedev") == status("SuspendedEV") is not None
    assert status("SuspendedEV") != status("SuspendedEVSE")
    assert status("Sleeping") is None
    assert status("_") is None


@pytest.mark.parametrize("version", list(Version))
def test_a_field_without_listed_values_explains_none(version: str) -> None:
    assert answered_value("Heartbeat", "currentTime", "now", version) is None


def test_a_value_keeps_its_meaning_where_2_1_made_the_field_plain_text() -> None:
    before = asked_value("Authorize", "idToken.type", "ISO14443", "2.0.1")
    assert before
    assert asked_value("Authorize", "idToken.type", "ISO14443", "2.1") == before


@pytest.mark.parametrize(
    ("action", "path", "value"),
    [
        ("SecurityEventNotification", "type", "TamperDetectionActivated"),
        ("StatusNotification", "vendorErrorCode", "CX008"),
    ],
)
def test_values_that_the_schema_does_not_list_may_be_explained(
    action: str, path: str, value: str
) -> None:
    assert asked_value(action, path, value)


ERROR_CODES = (
    "NotImplemented NotSupported InternalError ProtocolError SecurityError "
    "FormationViolation FormatViolation PropertyConstraintViolation "
    "OccurenceConstraintViolation OccurrenceConstraintViolation "
    "TypeConstraintViolation GenericError MessageTypeNotSupported RpcFrameworkError"
)


def test_every_error_code_has_a_meaning_in_each_spelling() -> None:
    for code in ERROR_CODES.split():
        assert error_code_meaning(code), code
        assert error_code_meaning(code.upper()) == error_code_meaning(code)


def test_an_unknown_error_code_means_nothing() -> None:
    assert error_code_meaning("OutOfCoffee") is None
    assert error_code_meaning("") is None


def test_close_codes_have_meanings() -> None:
    for code in (*range(1000, 1004), *range(1005, 1016)):
        assert close_code_meaning(code), code
    assert "library" in (close_code_meaning(3000) or "")
    assert "Private" in (close_code_meaning(4999) or "")


def test_unknown_close_codes_mean_nothing() -> None:
    for code in (0, 999, 1004, 1016, 2000, 5000):
        assert close_code_meaning(code) is None, code


# Errors of common glossaries and of the specifications, which ours must not repeat.

WRONG_NAMES = re.compile(
    r"\b(DiagnosticStatusNotification|schedulingUnit|heartbeatInterval"
    r"|localAuthorisationList|Prepairing|UnknownVendor\b|GetEVCertificate"
    r"|EVConnectionTimeout)"
)


@pytest.mark.parametrize(
    "name", ["ocpp16.toml", "enums16.toml", "ocpp2.toml", "enums2.toml"]
)
def test_wrong_names_are_not_used(name: str) -> None:
    assert WRONG_NAMES.findall(resource("glossary", name).read_text("utf-8")) == []


@pytest.mark.parametrize(
    "wrong", ["DiagnosticStatusNotification", "FirmwareUpdate", "GetEVCertificate"]
)
def test_a_misspelt_action_is_not_known(wrong: str) -> None:
    assert entry(wrong, "2.1") is None


def test_meter_values_do_not_claim_to_tell_the_charging_status() -> None:
    assert "does not tell the charging status" in beware("MeterValues")
    assert "StatusNotification" in beware("MeterValues")
    known = found("MeterValues")
    assert "status" not in (known.title + known.when + known.meaning).casefold()


def test_authorize_does_not_start_a_session() -> None:
    assert "does not start" in beware("Authorize")
    assert "StartTransaction" in beware("Authorize")


@pytest.mark.parametrize(
    "action", ["RemoteStartTransaction", "RemoteStopTransaction", "Reset"]
)
def test_accepted_is_only_an_intention(action: str) -> None:
    assert "Accepted" in beware(action)
    meaning = answered_value(action, "status", "Accepted") or ""
    assert re.search("will try|intends", meaning)


def test_available_does_not_end_a_session() -> None:
    assert "Available does not end" in beware("StatusNotification")


def test_a_heartbeat_proves_nothing_electrical() -> None:
    assert "says nothing about contactors" in beware("Heartbeat")


def test_the_interval_of_the_boot_answer_is_called_interval() -> None:
    assert "heartbeat interval" in (answered("BootNotification", "interval") or "")


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("context", "Transaction.Begin", "at the start"),
        ("context", "Transaction.End", "at the end"),
        ("measurand", "Energy.Active.Import.Register", "drawn from the grid"),
        ("measurand", "Energy.Active.Export.Register", "fed back"),
        ("measurand", "Current.Offered", "not a measurement"),
        ("measurand", "Power.Offered", "not a measurement"),
        ("unit", "Celcius", "Degrees Celsius"),
        ("unit", "Celsius", "Degrees Celsius"),
    ],
)
def test_measurements_are_not_confused(field: str, value: str, expected: str) -> None:
    path = f"sampledValue.{field}"
    sampled = asked_value("MeterValues", f"meterValue.{path}", value)
    stored = asked_value("StopTransaction", f"transactionData.{path}", value)
    assert expected in (sampled or "")
    assert stored == sampled


def test_a_limit_is_a_decimal_number() -> None:
    path = "csChargingProfiles.chargingSchedule.chargingSchedulePeriod.limit"
    assert "decimal" in (asked("SetChargingProfile", path) or "")


@pytest.mark.parametrize(
    ("meaning", "action", "path", "right", "wrong"),
    [
        (
            answered_value,
            "DataTransfer",
            "status",
            "UnknownVendorId",
            "UnknownVendor",
        ),
        (answered_value, "DeleteCertificate", "status", "Accepted", "Success"),
        (
            asked_value,
            "LogStatusNotification",
            "status",
            "UploadFailure",
            "UploadFailed",
        ),
        (
            asked_value,
            "DiagnosticsStatusNotification",
            "status",
            "UploadFailed",
            "UploadFailure",
        ),
        (
            asked_value,
            "ExtendedTriggerMessage",
            "requestedMessage",
            "SignChargePointCertificate",
            "SignChargingStationCertificate",
        ),
    ],
)
def test_only_the_value_of_the_schema_is_explained(
    meaning: Callable[[str, str, str], str | None],
    action: str,
    path: str,
    right: str,
    wrong: str,
) -> None:
    assert meaning(action, path, right)
    assert meaning(action, path, wrong) is None


def test_vendor_and_error_code_are_not_exchanged() -> None:
    assert "Whose" in (asked("StatusNotification", "vendorId") or "")
    assert "The error" in (asked("StatusNotification", "vendorErrorCode") or "")


def test_a_stop_without_reason_is_local() -> None:
    assert "Local" in (asked("StopTransaction", "reason") or "")


def test_the_deauthorized_reason_is_about_the_answer_to_start_transaction() -> None:
    meaning = asked_value("StopTransaction", "reason", "DeAuthorized") or ""
    assert "StartTransaction" in meaning


def test_plain_firmware_updates_are_refused_where_signed_ones_are_known() -> None:
    assert "NotSupported" in beware("UpdateFirmware")
    assert "SignedUpdateFirmware" in beware("UpdateFirmware")


def test_waiting_for_the_plug_in_vain_is_spelt_as_in_the_schema() -> None:
    event = "TransactionEvent"
    assert asked_value(event, "triggerReason", "EVConnectTimeout", "2.0.1")


def test_everything_can_be_read_ahead():
    glossary.read_all()
    before = glossary._book.cache_info().misses
    assert glossary.entry("Heartbeat", "1.6") is not None
    assert glossary.entry("NotifyReport", "2.1") is not None
    assert glossary._book.cache_info().misses == before
