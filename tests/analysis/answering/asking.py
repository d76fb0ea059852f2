# SPDX-License-Identifier: Apache-2.0
"""Asks the five questions of a conversation."""

from ocppdesk.analysis.charger import ChargerAnalysis
from tests.analysis.findings.talk import SECOND, Talk


def online(**words):
    """Return a talk with a charger that is there and accepted."""
    talk = Talk(**words)
    talk.connect()
    talk.boot()
    talk.wait(60)
    return talk


def facts_of(talk, *, later=None, is_over=False):
    """Return the facts; `later` seconds after the last message, None: in a review."""
    analysis = ChargerAnalysis(talk.charger_id)
    for message in talk.messages:
        analysis.feed(message)
    for link in talk.links.values():
        analysis.feed_link(link)
    end = talk.messages[-1].at if talk.messages else talk.now
    now = end if later is None else end + later * SECOND
    return analysis.facts(now, is_over=is_over)


def ask(question, talk, *, later=None, is_over=False):
    """Return the reply to a question."""
    found = facts_of(talk, later=later, is_over=is_over).replies
    [reply] = [one for one in found if one.question is question]
    numbers = {message.id for message in talk.messages}
    for proof in reply.proofs:
        assert proof.message is None or proof.message in numbers
        assert proof.text
    return reply


def shown(reply, talk):
    """Return the actions of the messages that a reply rests on."""
    actions = {message.id: message.action for message in talk.messages}
    return {actions[one.message] for one in reply.proofs if one.message is not None}
