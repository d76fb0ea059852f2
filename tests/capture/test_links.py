# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.analysis.links import Closer
from ocppdesk.capture.links import link_from
from ocppdesk.capture.records import Connection, Outcome


def connection(**fields):
    known = {"id": 3, "charger": "CP", "peer": "10.0.0.7:5000", "began_at": 5,
             "outcome": Outcome.CLOSED, "opened_at": 6, "ended_at": 9}  # fmt: skip
    return Connection(**{**known, **fields})


@pytest.mark.parametrize(
    ("cause", "closer"),
    [
        ("The charger closed the connection with code 1000.", Closer.CHARGER),
        ("The connection broke without a close frame (1006): power …", Closer.NOBODY),
        ("This program closed the connection with code 1001.", Closer.CSMS),
        ("The recording ended while the charger was connected.", Closer.CSMS),
        ("Read from evcc.log.", Closer.UNKNOWN),
    ],
)
def test_the_cause_tells_who_ended_it(cause, closer):
    assert link_from(connection(cause=cause)).closer is closer


def test_an_end_for_silence_is_known_as_such():
    assert link_from(connection(cause="Nothing arrived for 900 s, …")).is_idle
    assert not link_from(connection(cause="")).is_idle


def test_everything_that_is_known_goes_along():
    known = connection(
        path="/CP", head=b"GET", offered="ocpp1.6", subprotocol="ocpp1.6",
        version="1.6", fix="Do it.", remarks=("Odd.",), close_code=1006,
        close_reason="why", pings=4, last_heard_at=8,
        cause="A newer connection of this charger has taken its place.",
    )  # fmt: skip
    link = link_from(known)
    assert link.is_replaced
    assert link.outcome == "closed"
    for name in ("path", "head", "offered", "subprotocol", "version", "fix", "remarks",
                 "close_code", "close_reason", "pings", "last_heard_at", "charger",
                 "peer", "began_at", "opened_at", "ended_at"):  # fmt: skip
        assert getattr(link, name) == getattr(known, name)
    assert link.number == 3
