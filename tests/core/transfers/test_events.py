# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.transfers.events import FileEvent, FileEventKind


def event(**more):
    return FileEvent(
        FileEventKind.PROGRESS, 1, **{"peer": "10.0.0.7:5000", **more}, protocol="HTTP"
    )


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [(0, 10, 0), (5, 10, 50), (12, 10, 100), (0, 0, 100), (7, None, None)],
)
def test_percent_is_what_has_gone_over(done, total, percent):
    assert event(done_bytes=done, total_bytes=total).percent == percent


@pytest.mark.parametrize(
    ("peer", "host"), [("10.0.0.7:5000", "10.0.0.7"), ("[fe80::1]:80", "fe80::1")]
)
def test_the_host_is_the_peer_without_its_port(peer, host):
    assert event(peer=peer).host == host
