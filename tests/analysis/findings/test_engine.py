# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.findings import texts as texts_module
from ocppdesk.analysis.findings.engine import Diagnosis
from ocppdesk.analysis.findings.finding import Severity
from ocppdesk.analysis.findings.rule import Evidence, Hears, Needs, Rule
from ocppdesk.analysis.observing import Observer
from ocppdesk.analysis.sessions.story import Certainty, Outcome, Story
from tests.analysis.findings.talk import SECOND, Talk

# Rules of their own, with the texts of real ones.


class Heartbeats(Rule):
    """Each Heartbeat."""

    id = "PRO-03"
    actions = frozenset({"Heartbeat"})

    def feed(self, seen, samples, known):
        if not seen.is_answer:
            yield Evidence.of(seen, facts={"action": "Heartbeat", "code": "none"})


class Stories(Rule):
    """Each story."""

    id = "CON-08"

    def of_story(self, story, known):
        if story.outcome is Outcome.FAILED_NO_PLUG:
            yield Evidence(story.began_at, key=story.number)


class Consequences(Heartbeats):
    """Heartbeats with nothing to explain them."""

    id = "BOOT-06"
    suppressed_by = ("CON-",)


class Causes(Rule):
    """Each Authorize."""

    id = "CON-08"
    actions = frozenset({"Authorize"})

    def feed(self, seen, samples, known):
        if not seen.is_answer:
            yield Evidence.of(seen)


class LinksAfterCalls(Rule):
    """All Heartbeats, where connections are known."""

    id = "CON-08"
    actions = frozenset({"Heartbeat"})
    count = 0

    def feed(self, seen, samples, known):
        self.count += not seen.is_answer
        return ()

    def of_links(self, links, known):
        return [Evidence(number) for number in range(self.count if links else 0)]


class OverLinks(Heartbeats):
    """Heartbeats where connections are known."""

    needs = Needs.LINKS


class WithAnswers(Heartbeats):
    """Heartbeats where both sides are known."""

    needs = Needs.ANSWERS


class Deadline(Rule):
    """No Heartbeat for a minute."""

    id = "BOOT-06"
    actions = frozenset({"Heartbeat"})

    def feed(self, seen, samples, known):
        if not seen.is_answer:
            self.expect("next", seen.at + 60 * SECOND, Evidence.of(seen))
        return ()


def diagnosed(talk, *rules):
    diagnosis, observer = Diagnosis("CP-1", rules=rules), Observer()
    for message in talk.messages:
        diagnosis.feed(observer.observe(message), ())
    return diagnosis


def story(number, outcome):
    return Story(number, "CP-1", None, 1, 10, 20, (), (), outcome,
                 Certainty.OBSERVED, "")  # fmt: skip


def test_equal_evidence_is_one_finding_that_counts():
    talk = Talk()
    first = talk.charger("Heartbeat")
    talk.wait(90)
    last = talk.charger("Heartbeat")
    [finding] = diagnosed(talk, Heartbeats).findings(talk.now)
    assert (finding.count, finding.messages) == (2, (first, last))
    assert finding.last_at - finding.at == 90_050_000
    assert finding.severity is Severity.MEDIUM
    assert finding.charger == "CP-1"


def test_asking_in_between_changes_nothing():
    talk = Talk()
    for _ in range(5):
        talk.charger("Heartbeat")
        talk.wait(70)
    diagnosis, observer = Diagnosis("CP-1", rules=[Deadline]), Observer()
    for message in talk.messages:
        diagnosis.findings(message.at + 3_600 * SECOND)
        diagnosis.feed(observer.observe(message), ())
    whole = diagnosed(talk, Deadline)
    assert diagnosis.findings(talk.now) == whole.findings(talk.now)
    [finding] = whole.findings(talk.now)
    assert finding.count == 5


def test_a_message_at_the_deadline_comes_too_late():
    talk = Talk()
    talk.charger("Heartbeat", answer=None)
    talk.wait(59)
    talk.charger("Heartbeat", answer=None)
    assert not diagnosed(talk, Deadline).findings(talk.now)
    talk.wait(60)
    talk.charger("Heartbeat", answer=None)
    assert diagnosed(talk, Deadline).findings(talk.now)


def test_stories_are_judged_again_when_they_change():
    diagnosis = Diagnosis("CP-1", rules=[Stories])
    failed = [story(1, Outcome.OPEN), story(2, Outcome.FAILED_NO_PLUG)]
    assert [f.count for f in diagnosis.findings(99, failed)] == [1]
    both = [story(1, Outcome.FAILED_NO_PLUG), failed[1]]
    assert len(diagnosis.findings(99, both)) == 2
    assert len(diagnosis.findings(99, both)) == 2
    assert not diagnosis.findings(99, [story(1, Outcome.OPEN)])


def test_consequences_near_their_cause_are_not_told():
    talk = Talk()
    talk.charger("Heartbeat")
    talk.wait(119)
    talk.charger("Authorize", idTag="X")
    talk.wait(119)
    talk.charger("Heartbeat")
    rules = (Consequences, Causes)
    found = diagnosed(talk, *rules).findings(talk.now)
    assert [each.rule for each in found] == ["CON-08"]
    talk.wait(10)
    alone = talk.charger("Heartbeat")
    [finding] = [f for f in diagnosed(talk, *rules).findings(talk.now)
                 if f.rule == "BOOT-06"]  # fmt: skip
    assert finding.messages == (alone,)


def test_rules_are_silent_without_what_they_need():
    talk = Talk()
    talk.charger("Heartbeat", answer=None)
    assert not diagnosed(talk, OverLinks).findings(talk.now)
    assert not diagnosed(talk, WithAnswers).findings(talk.now)
    talk.connect()
    talk.charger("Heartbeat")
    assert diagnosed(talk, OverLinks).findings(talk.now)
    diagnosis = diagnosed(talk, WithAnswers)
    assert not diagnosis.findings(talk.now)
    # Half of the answers are missing; here the connection was recorded, so they are.
    for link in talk.links.values():
        diagnosis.feed_link(link)
    assert diagnosis.findings(talk.now)


def test_what_a_rule_hears_after_a_connection_counts_whenever_it_is_asked():
    talk = Talk()
    talk.connect()
    diagnosis, observer = Diagnosis("CP-1", rules=[LinksAfterCalls]), Observer()
    diagnosis.feed_link(talk.links[1])
    for count in (1, 2):
        talk.charger("Heartbeat", answer=None)
        diagnosis.feed(observer.observe(talk.messages[-1]), ())
        assert [each.count for each in diagnosis.findings(talk.now)] == [count]


def test_the_worst_and_the_newest_come_first():
    talk = Talk()
    talk.charger("Heartbeat")
    talk.charger("Authorize", idTag="X")
    found = diagnosed(talk, Heartbeats, Causes).findings(talk.now)
    assert [each.severity for each in found] == [Severity.HIGH, Severity.MEDIUM]


def test_no_text_is_missing_a_fact_without_saying_so():
    entry = texts_module.texts()["PRO-03"]
    assert texts_module.UNKNOWN in entry.filled({}).title


def test_a_rule_hears_only_what_it_wants_to():
    def heard(wanted):
        found = []

        class Listening(Rule):
            id = "PRO-03"
            actions = None
            hears = wanted

            def feed(self, seen, samples, known):
                message = seen.message
                kind = "none" if message.type is None else message.type.name.lower()
                found.append(f"{message.direction.name.lower()} {kind}")
                return ()

        diagnosed(talk, Listening)
        return found

    talk = Talk()
    talk.connect()
    talk.raw("garbage")
    talk.charger("Heartbeat")
    talk.charger("DataTransfer", vendorId="V", error="NotSupported")
    talk.csms("Reset", type="Soft")
    talk.csms("ClearCache", error="NotSupported")
    assert heard(Hears.CHARGER_CALLS) == ["in none", "in call", "in call"]
    assert heard(Hears.CSMS_CALLS) == ["out call"] * 2
    assert heard(Hears.LINKS) == ["link none"]
    assert heard(Hears.CHARGER_RESULTS) == ["in callresult"]
    assert heard(Hears.CHARGER_ERRORS) == ["in callerror"]
    assert heard(Hears.CSMS_RESULTS) == ["out callresult"]
    assert heard(Hears.CSMS_ERRORS) == ["out callerror"]
    assert len(heard(Hears.CALLS)) + len(heard(Hears.ANSWERS)) == len(talk.messages)
    assert len(heard(Hears.EVERYTHING)) == len(talk.messages)
