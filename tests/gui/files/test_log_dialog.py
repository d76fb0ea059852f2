# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.versions import Version
from ocppdesk.csms.filedrop.options import FileProtocol
from ocppdesk.gui.files.abilities import Abilities
from ocppdesk.gui.files.log_dialog import LogDialog


@pytest.fixture
def form(qtbot, theme):
    def make(version=Version.V16, **known):
        made = LogDialog(
            theme,
            "CP1",
            abilities=Abilities(version=version, **known),
            reached="127.0.0.1",
            addresses=(),
        )
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def test_1_6_is_asked_with_get_diagnostics(form):
    made = form()
    assert made.action == "GetDiagnostics"
    assert made.send.text() == "Send GetDiagnostics"
    assert not made.log_type.isVisible()
    assert not made.order.wish.uses_get_log


def test_1_6_with_the_security_extension_is_asked_with_get_log(form):
    made = form(has_security=True)
    assert made.action == "GetLog"
    assert made.log_type.isVisible()
    assert made.order.wish.uses_get_log


def test_the_other_request_can_be_chosen(form):
    made = form()
    made.asking.setCurrentIndex(1)
    assert made.send.text() == "Send GetLog"


def test_2_x_only_has_get_log(form):
    made = form(Version.V21)
    assert made.action == "GetLog"
    assert not made.asking.isVisible()
    made.log_type.setCurrentText("DataCollectorLog")
    assert made.order.wish.log_type == "DataCollectorLog"


def test_what_the_charger_speaks_is_the_default(form):
    assert form(protocols=("FTP",)).order.protocol is FileProtocol.FTP


def test_one_retry_is_asked_for(form):
    assert form().order.wish.retries == 1


def test_a_span_can_be_asked_for(form):
    made = form()
    made.since.show_moment(1_800_000_000)
    made.until.show_moment(1_800_003_600)
    wish = made.order.wish
    assert (wish.since, wish.until) == (1_800_000_000, 1_800_003_600)


def test_a_span_that_ends_before_it_begins_is_refused(form):
    made = form()
    made.since.stepBy(1)
    assert made.send.isEnabled()
    made.until.setDateTime(made.since.dateTime().addDays(-1))
    assert not made.send.isEnabled()
    assert made.problem.text() == "The first time is after the last one."
