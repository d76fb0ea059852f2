# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from pathlib import Path

from ocppdesk.analysis.links import Closer, Link
from ocppdesk.capture.snapshots import Snapshot
from ocppdesk.core.configuration.differences import compare
from ocppdesk.core.configuration.settings import Entry, key_address
from ocppdesk.logs.report import sections
from ocppdesk.logs.report.content import Changes
from ocppdesk.logs.report.sessions import sessions

SECOND = 1_000_000
NOON = 1_785_585_600 * SECOND


def test_plate_has_what_the_charger_has_told(one):
    plate = sections.plate(one)
    assert "<dt>Vendor</dt><dd>V</dd>" in plate
    assert "Firmware" not in plate


def test_replies_are_five_with_their_certainty(one):
    replies = sections.replies(one)
    assert replies.count('class="reply') == 5
    assert "<small>certain</small>" in replies
    assert "<small>not known</small>" in replies
    assert "<b>Next:</b>" in replies


def test_several_chargers_are_told_with_their_worst_finding(one, content):
    calm = replace(one, findings=())
    told = sections.overview(replace(content, chargers=(one, calm)))
    assert '<a href="#c1">CP1</a>' in told
    assert one.findings[0].title in told
    assert "more</small>" in told
    assert "Nothing speaks for a problem." in told


def test_connections_and_attempts_are_counted():
    opened = Link(1, "CP1", "192.0.2.7:1", NOON, NOON, NOON + 90 * SECOND)
    broken = replace(opened, number=2, closer=Closer.NOBODY, close_code=1006)
    failed = Link(3, "CP1", "192.0.2.7:2", NOON, cause="A proxy.", fix="Try <again>.")
    told = sections.connections([opened, broken, failed])
    assert "2 connections, 1 break without a close frame, 1 attempt that" in told
    assert "<td>90 s</td>" in told
    assert "never open" in told
    assert "Try &lt;again&gt;." in told
    many = sections.connections([opened] * 60)
    assert "20 earlier ones left out" in many


def test_nothing_is_said_so(one):
    nothing = replace(one, facts=replace(one.facts, stories=(), allowances=()))
    assert "Nobody has tried" in sessions(nothing)
    assert "No limit" in sections.limits(())
    assert "not two snapshots" in sections.changes(nothing)


def test_limits_are_told_by_connector(one):
    (found,) = one.facts.allowances
    assert sections.limits([found]) == "<p>Nothing is known of connector 2.</p>"
    refused = replace(found.last, remarks=("Tried since, and refused.",))
    assert "refused" in sections.limits([replace(found, last=refused)])
    known = replace(found, last=replace(found.last, at=NOON))
    told = sections.limits([known, found])
    assert "<h3>Connector 2</h3>" in told
    assert "In force" in told
    assert "Nothing is known of" in told
    assert "<h3>EVSE 2</h3>" in sections.limits([replace(known, is_evse=True)])


def test_changed_settings_are_told_without_secrets(one, content_of):
    def entry(name, value):
        return Entry(key_address(name), value, read_at=1)

    here = [entry("A", "<1>"), entry("B", "1"), entry("AuthorizationKey", "s3cret")]
    there = [entry("A", "2"), entry("C", None), entry("BasicAuthPassword", "s4cret")]
    moment = Snapshot(1, "CP1", NOON, "", 3, Path("site.ocppdesk"))
    changed = replace(one, changes=Changes(moment, moment, compare(here, there)))
    told = sections.changes(changed)
    assert "<td>A</td><td>&lt;1&gt;</td><td>2</td>" in told
    assert "<i>gone</i>" in told
    assert "<i>not told</i>" in told
    assert "cret" not in told


def test_notes_and_marks_come_with_their_messages(one, content):
    first, second, third = sections.notes(one, content)
    assert first.startswith('<p class="note">★ </p>')
    assert "★ =1+1" in second
    assert '<p class="note">x</p>' in third
