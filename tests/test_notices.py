# SPDX-License-Identifier: Apache-2.0
"""A notice is a value with a way out."""

import dataclasses

import pytest

from ocppdesk.notices import Notice, NoticeAction, Severity


def test_severities_can_be_compared():
    assert Severity.INFO < Severity.WARNING < Severity.ERROR


def test_a_notice_needs_no_more_than_its_headline():
    notice = Notice("port", Severity.ERROR, "Port 9000 is in use.")
    assert (notice.details, notice.actions) == ("", ())


def test_notices_with_the_same_content_are_the_same():
    def notice(label):
        action = NoticeAction("retry", label)
        return Notice("port", Severity.ERROR, "In use.", actions=(action,))

    assert notice("Retry") == notice("Retry")
    assert notice("Retry") != notice("Again")


def test_a_notice_does_not_change():
    notice = Notice("port", Severity.ERROR, "In use.")
    with pytest.raises(dataclasses.FrozenInstanceError):
        notice.headline = "Free."
