# SPDX-License-Identifier: Apache-2.0
"""What beginnings rule out; `test_formats` holds them to the formats themselves."""

from pathlib import Path

import pytest

from ocppdesk.logs.reading import sniffing

LOG = b'2026-01-01 00:00:00 [ocpp] CP-1: receive message [2,"1","Heartbeat",{}]\n'
NAME = Path("a.log")


@pytest.mark.parametrize(
    ("test", "head"),
    [
        (sniffing.is_zip, b"PK\x03\x04"),
        (sniffing.is_gzip, b"\x1f\x8b\x08"),
        (sniffing.is_tar, bytes(257) + b"ustar\x0000"),
    ],
)
def test_archives_are_known_by_their_first_bytes(test, head):
    assert test(head)
    assert not test(LOG)


@pytest.mark.parametrize(
    ("test", "head"),
    [
        (sniffing.may_be_own, sniffing.SQLITE),
        (sniffing.may_be_own, b"id,time,direction,raw\n"),
        (sniffing.may_be_own_text, b"# OCPP Desk text log 1\n"),
        (sniffing.may_be_packets, b"\xd4\xc3\xb2\xa1"),
        (sniffing.may_be_workbook, b"PK\x03\x04"),
        (sniffing.may_be_soap, b'<Envelope xmlns="urn://Ocpp/Cs/2015/10/">'),
        (sniffing.may_be_html, b"<!DOCTYPE html><table>"),
        (sniffing.may_be_json, b'[{"type": 2}]'),
        (sniffing.may_be_table, b"time,direction,message\n1,in,x\n"),
    ],
)
def test_what_may_be_of_a_format_is_not_ruled_out(test, head):
    assert test(NAME, head)


@pytest.mark.parametrize(
    "test",
    [
        sniffing.may_be_own,
        sniffing.may_be_own_text,
        sniffing.may_be_packets,
        sniffing.may_be_workbook,
        sniffing.may_be_soap,
        sniffing.may_be_html,
    ],
)
def test_a_plain_log_needs_none_of_the_others(test):
    assert not test(NAME, LOG)
