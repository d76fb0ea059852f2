# SPDX-License-Identifier: Apache-2.0
"""What a report tells, collected from a capture."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ocppdesk.analysis.facts import Facts
from ocppdesk.analysis.findings.finding import Finding
from ocppdesk.analysis.findings.fleet import fleet_findings
from ocppdesk.analysis.findings.fleet_rule import Fleet
from ocppdesk.analysis.findings.thresholds import Thresholds
from ocppdesk.analysis.links import Link
from ocppdesk.capture.annotations import EMPTY, Annotations
from ocppdesk.capture.links import all_links
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.capture.records import Charger
from ocppdesk.capture.snapshots import Snapshot, snapshot_entries, snapshots
from ocppdesk.core.configuration.differences import Differences, Pair, compare
from ocppdesk.core.configuration.settings import Entry
from ocppdesk.core.messages import Message
from ocppdesk.logs.analysed import analyses

EVIDENCE: Final = 8
"""Messages of a finding that are shown; the others are named by their numbers."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How the settings of a charger have changed in a capture."""

    first: Snapshot
    last: Snapshot
    differences: Differences
    """The first one is here, the last one there."""

    def with_settings(self, change: Callable[[Entry], Entry]) -> "Changes":
        """Return the same differences of settings that are written otherwise."""
        found = self.differences
        pairs = (
            Pair(change(each.here), change(each.there)) for each in found.different
        )
        return Changes(
            self.first,
            self.last,
            Differences(
                tuple(pairs),
                tuple(map(change, found.missing_here)),
                tuple(map(change, found.missing_there)),
                undecided=(),
                same=(),
            ),
        )


@dataclass(frozen=True, slots=True)
class ChargerContent:
    """What is told of one charger."""

    charger: Charger
    facts: Facts
    findings: tuple[Finding, ...]
    """What is wrong, the worst first, attempts of it too."""
    links: tuple[Link, ...]
    """Its connections and attempts, the oldest first."""
    changes: Changes | None
    """None: there are not two snapshots of its settings."""
    noted: tuple[int, ...]
    """The numbers of its messages that are marked or have a note."""
    count: int = 0
    """How many messages it has."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a report tells."""

    title: str
    """Where it is from; empty if that may not be told."""
    span: tuple[int, int] | None
    """From and until when messages of these chargers are, microseconds since 1970."""
    count: int
    """How many messages of them there are."""
    chargers: tuple[ChargerContent, ...]
    strangers: tuple[Finding, ...] = ()
    """What was found about attempts of nobody in particular."""
    messages: Mapping[int, Message] = field(default_factory=dict)
    """Those that are shown, by their numbers."""
    annotations: Annotations = EMPTY


def collect(
    reader: CaptureReader,
    charger: str,
    thresholds: Thresholds,
    *,
    title: str = "",
    changes: Mapping[str, Changes] | None = None,
    tell: Callable[[float], None] = lambda _done: None,
) -> Content:
    """Collect what a report tells.

    Args:
        reader: The capture.
        charger: Only of this charger; empty means of all.
        thresholds: When rules of diagnosis speak.
        title: Where it is from.
        changes: How the settings of chargers have changed, where that is not taken from
            the capture.
        tell: Told now and then how much is done, from 0 to 1; it may raise to end the
            work.

    Raises:
        UnknownChargerError: If the capture does not know the charger.
    """
    last = reader.last_id() or 1
    known = analyses(
        reader, charger, thresholds, tell=lambda number: tell(number / last)
    )
    span = reader.time_span()
    now = 0 if span is None else span[1]
    links = all_links(reader)
    offsets = {
        name: offset
        for name, analysis in known.items()
        if (offset := analysis.clock_offset_us) is not None
    }
    fleet = fleet_findings(Fleet(links, now, thresholds, offsets_us=offsets))
    plates = {each.identity: each for each in reader.chargers()}
    annotations = reader.annotations()
    noted = sorted(annotations.marks | annotations.notes.keys())
    counts = _counts(reader)
    put_on = {message.id: message for message in reader.messages(noted)}
    found = []
    for name, analysis in known.items():
        if not name and len(known) > 1:
            continue  # attempts of nobody; `strangers` has them
        facts = analysis.facts(now, is_over=True)
        more = tuple(each for each in fleet if each.charger == name and name)
        own = tuple(n for n in noted if n in put_on and put_on[n].charger == name)
        found.append(
            ChargerContent(
                plates.get(name) or Charger(name, now),
                facts,
                tuple(sorted((*more, *facts.findings), key=_order)),
                tuple(link for link in links if link.charger == name),
                changes_of(reader, name) if changes is None else changes.get(name),
                own,
                counts[name][0],
            )
        )
    strangers = () if charger else tuple(each for each in fleet if not each.charger)
    wanted = {n for each in found for n in each.noted}
    for finding in (*strangers, *(f for each in found for f in each.findings)):
        wanted.update(finding.messages[:EVIDENCE])
    messages = {message.id: message for message in reader.messages(sorted(wanted))}
    shown = [counts[each.facts.charger] for each in found]
    return Content(
        title,
        (min(one[1] for one in shown), max(one[2] for one in shown)) if shown else span,
        sum(one[0] for one in shown),
        tuple(found),
        strangers,
        messages,
        annotations,
    )


def _counts(reader: CaptureReader) -> dict[str, tuple[int, int, int]]:
    """Return for each charger how many messages it has, since when and until when."""
    rows = reader.query(
        "SELECT c.identity, m.count, m.first, m.last FROM chargers AS c JOIN ("
        "SELECT charger_id, count(*) AS count, min(at) AS first, max(at) AS last "
        "FROM messages GROUP BY charger_id) AS m ON m.charger_id = c.id"
    )
    return {name: (count, first, last) for name, count, first, last in rows}


def _order(finding: Finding) -> tuple[int, int, str]:
    return -finding.severity, -finding.last_at, finding.rule


def changes_of(reader: CaptureReader, charger: str) -> Changes | None:
    """Return how the settings of a charger have changed; None if nothing tells it."""
    every = snapshots(reader, charger) if charger else []
    if len(every) < 2:
        return None
    last, first = every[0], every[-1]
    here = snapshot_entries(reader, first.id)
    there = snapshot_entries(reader, last.id)
    return Changes(first, last, compare(here, there))
