# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.glossary import error_code_meaning, field_meaning, value_meaning
from ocppdesk.gui.detail.meanings import ErrorMeanings, GivenMeanings, PayloadMeanings

STATUS = PayloadMeanings("StatusNotification", "1.6", is_request=True, recorded_at=0)


def test_fields_and_values_are_explained_by_the_glossary():
    assert STATUS.of_field("status") == field_meaning(
        "StatusNotification", "1.6", is_request=True, path="status"
    )
    assert STATUS.of_value("status", "Faulted") == value_meaning(
        "StatusNotification", "1.6", is_request=True, path="status", value="Faulted"
    )


def test_what_the_glossary_does_not_know_is_left_open():
    assert STATUS.of_field("nonsense") == ""
    assert STATUS.of_value("status", "Nonsense") == ""
    assert STATUS.of_value("status", 5) == ""
    assert STATUS.of_value("status", "x" * 100_000) == ""


def test_times_are_put_beside_the_message():
    found = STATUS.of_value("timestamp", "1970-01-01T00:00:02Z")
    assert found.endswith("2.0 s after the message")


def test_error_codes_are_explained():
    meanings = ErrorMeanings()
    code = "FormationViolation"
    assert meanings.of_value("errorCode", code) == error_code_meaning(code)
    assert meanings.of_value("errorCode", "Odd") == ""
    assert meanings.of_value("errorDescription", code) == ""
    assert meanings.of_field("errorDescription")
    assert meanings.of_field("errorDetails.x") == ""


def test_given_meanings_are_what_was_given():
    assert GivenMeanings({"a": "x"}).of_field("a") == "x"
    assert GivenMeanings().of_field("a") == ""
    assert GivenMeanings().of_value("a", 1) == ""
