# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.logs.reading.columns import Proposal
from ocppdesk.logs.reading.known_tables import advice_for, title_for


@pytest.mark.parametrize(
    ("header", "title", "advice"),
    [
        (("LogId", "LogTime", "ChargePointId", "Message", "Result"), "OCPP.Core",
         "MessageDumpDir"),
        (("time", "stdout", "line"), "Synology", "evcc"),
        (("LOG_DATE", "NOTIFICATION", "EVENT_TYPE", "SOC"), "EVC-net", "operator"),
        (("a", "b"), "", "tell which"),
    ],
)  # fmt: skip
def test_tables_without_messages_say_what_to_do(header, title, advice):
    proposal = Proposal(header)
    assert title in title_for(proposal)
    assert advice in advice_for(proposal)
