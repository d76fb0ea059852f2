# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.versions import Version
from ocppdesk.csms.handshake import (
    caller_of,
    choose_subprotocol,
    version_of,
    without_secrets,
)


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("/CP1", "CP1"),
        ("/ocpp/1.6/CP1", "CP1"),
        ("//ocpp//CP1//", "CP1"),
        ("/RPC%3A20%201", "RPC:20 1"),
        ("/CP%2520", "CP%20"),
        ("/CP1?token=x", "CP1"),
        ("/ws://10.0.0.1:9000/CP1", "CP1"),
        ("/caf%C3%A9", "café"),
        ("/%FF", "\ufffd"),
        ("/", "unnamed-10.0.0.7"),
        ("", "unnamed-10.0.0.7"),
        ("///", "unnamed-10.0.0.7"),
    ],
)
def test_identity_is_the_last_part_of_the_path_decoded_once(path, identity):
    assert caller_of(path, address="10.0.0.7").identity == identity


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "ends without an identity"),
        ("/CP1/", "superfluous slashes"),
        ("/ws://10.0.0.1:9000/CP1", "whole URL"),
        ("/CP1?x=1", "query"),
        ("/CP1%20", "blank"),
        ("/" + "x" * 49, "49 characters"),
        ("/CP%0A1", "cannot be printed"),
    ],
)
def test_oddities_of_the_path_are_remarked_upon(path, words):
    assert words in " ".join(caller_of(path, address="10.0.0.7").remarks)


def test_a_clean_path_has_no_remarks():
    assert caller_of("/ocpp/CP1", address="10.0.0.7").remarks == ()


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["ocpp1.6"], "ocpp1.6"),
        (["ocpp2.1", "ocpp2.0.1"], "ocpp2.1"),
        (["ocpp1.6", "ocpp1.5"], "ocpp1.6"),
        (["ocpp1.5", "ocpp2.0.1"], "ocpp2.0.1"),
        (["OCPP1.6"], "OCPP1.6"),
        (["ocpp1.5"], None),
        ([], None),
    ],
)
def test_the_first_known_subprotocol_is_chosen_as_spelt(offered, chosen):
    assert choose_subprotocol(offered) == chosen


def test_without_a_subprotocol_ocpp_16_is_assumed():
    assert version_of(None) is Version.V16
    assert version_of("OCPP2.0.1") is Version.V201


def test_passwords_are_masked_in_the_first_bytes():
    head = b"GET / HTTP/1.1\r\nAuthorization: Basic c2VjcmV0\r\nHost: x\r\n\r\n"
    masked = without_secrets(head)
    assert b"c2VjcmV0" not in masked
    assert b"Basic (masked)\r\nHost: x" in masked
