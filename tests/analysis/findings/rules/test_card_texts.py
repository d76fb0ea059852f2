# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.analysis.findings.rules.test_authorization import card, online, refused


@pytest.mark.parametrize(
    ("accepted", "other"),
    [
        ("04a1b2c3", "04A1B2C3"),
        ("04A1B2C3", "04:A1:B2:C3"),
        ("04A1B2C3", "C3B2A104"),
        ("00A1B2", "A1B2"),
        ("0123456789ABCDEF01234567", "0123456789ABCDEF0123"),
        ("04A1B2C3D4E580", "04A1B2C3"),
    ],
)
def test_auth_04_finds_the_same_card_in_another_spelling(accepted, other):
    talk = online()
    first = card(talk, accepted)
    card(talk, other, "Invalid")
    finding = talk.the("AUTH-04")
    assert f"Card {other} was refused, and {accepted} is an accepted one" in (
        finding.text
    )
    assert finding.messages == tuple(range(first + 1, first + 4))


def test_auth_04_finds_it_too_where_the_accepted_one_comes_later():
    talk = online(ocpp="2.0.1")
    card(talk, "04a1b2c3", "Unknown")
    talk.wait(60)
    card(talk, "04A1B2C3")
    assert "Card 04a1b2c3 was refused" in talk.the("AUTH-04").text


@pytest.mark.parametrize(
    ("accepted", "other", "status"),
    [
        ("04A1B2C3", "04A1B2C4", "Invalid"),
        ("04A1B2C3", "04A1B2C3", "Invalid"),
        ("04A1B2C3", "04a1b2c3", "Blocked"),
        ("04A1B2C3D4E580", "04A1B2C3D4E581", "Invalid"),
        ("VENDOR-OF-CARDS-2026-000001", "VENDOR-OF-CARDS-2026-00000222", "Invalid"),
        ("::", "--", "Invalid"),
    ],
)
def test_auth_04_ignores_other_cards_and_cards_that_are_known(accepted, other, status):
    talk = online()
    card(talk, accepted)
    card(talk, other, status)
    assert "AUTH-04" not in talk.ids()


def test_auth_04_finds_a_reader_that_adds_the_serial_number():
    talk = online()
    talk.boot(serial="17A042")
    card(talk, "12345678_17a042")
    finding = talk.the("AUTH-04")
    assert finding.title == "Card comes with a serial number"
    assert "that is the card 12345678 with" in finding.text
    assert finding.severity.name == "LOW"
    refused(talk, "12345678_17a042")
    finding = talk.the("AUTH-04")
    assert finding.severity.name == "MEDIUM"
    assert finding.count == 3


@pytest.mark.parametrize("tag", ["17A042", "12317A0429", "ABC"])
def test_auth_04_ignores_a_serial_number_that_stands_alone_or_within(tag):
    talk = online()
    talk.boot(serial="17A042")
    card(talk, tag)
    assert "AUTH-04" not in talk.ids()


def test_auth_04_ignores_a_serial_number_too_short_to_mean_anything():
    talk = online()
    talk.boot(serial="42")
    card(talk, "ABC42")
    assert "AUTH-04" not in talk.ids()
