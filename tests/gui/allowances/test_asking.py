# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.commands.progress import Stage
from ocppdesk.core.validation import check_payload
from ocppdesk.core.versions import Version
from ocppdesk.gui.allowances.asking import Asking, questions


@pytest.mark.parametrize(
    ("version", "second"),
    [
        ("1.6", "GetConfiguration"),
        ("2.0.1", "GetChargingProfiles"),
        ("2.1", "GetChargingProfiles"),
    ],
)
def test_what_is_asked_is_valid(version, second):
    asked = questions(version, 1, 7)
    assert [action for action, _payload in asked] == ["GetCompositeSchedule", second]
    for action, payload in asked:
        assert check_payload(Version(version), action, payload, is_request=True) == ()


def test_without_anybody_who_listens_nothing_goes_out(qtbot):
    asking = Asking()
    assert (asking.text, asking.is_busy, asking.is_refused) == ("", False, False)
    with qtbot.waitSignal(asking.changed):
        asking.ask("CP1", "1.6", 1)
    assert [one.stage for one in asking.outbox.sent] == [Stage.FAILED] * 2
    assert "GetConfiguration: Nobody listens" in asking.text
    assert asking.is_refused
    asking.forget()
    assert asking.text == ""
    asking.close()
