# SPDX-License-Identifier: Apache-2.0
"""All five replies."""

from ocppdesk.analysis.answering.allowed import allowed
from ocppdesk.analysis.answering.broken import broken
from ocppdesk.analysis.answering.communicating import communicating
from ocppdesk.analysis.answering.grounds import Grounds
from ocppdesk.analysis.answering.reply import Reply
from ocppdesk.analysis.answering.starting import not_started
from ocppdesk.analysis.answering.stopping import stopped

_ASKED = (communicating, broken, not_started, stopped, allowed)


def replies(grounds: Grounds) -> tuple[Reply, ...]:
    """Return the reply to each question, in the order of the questions."""
    return tuple(reply(grounds) for reply in _ASKED)
