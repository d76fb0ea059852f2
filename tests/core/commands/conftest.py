# SPDX-License-Identifier: Apache-2.0
"""A charger's conversation as a capture has it, without a socket."""

import itertools

import pytest

from ocppdesk.core.commands.progress import Progress
from ocppdesk.core.frames import call_text, error_text, result_text
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.replies import Transactions
from ocppdesk.core.session import Session
from ocppdesk.core.versions import Version

NOW = 1_785_592_800_000_000  # 2026-08-01 14:00:00 UTC
SECOND = 1_000_000


class Talk:
    """What is said, and one command that may be followed."""

    def __init__(self, version):
        self.version = version
        self.now = NOW
        self.numbers = itertools.count(1)
        self.heard = []
        self.followed = None
        self.session = Session(
            "CP1",
            1,
            Version(version),
            lambda: next(self.numbers),
            lambda: self.now,
            Transactions(),
        )

    def say(self, action, payload):
        """Let the charger make a call."""
        text = call_text(f"c{len(self.heard)}", action, payload)
        return self.hear(self.session.receive(text, at=self.tick()))

    def ask(self, action, payload):
        """Make a call of ours."""
        call = self.session.call(f"d{len(self.heard)}", action, payload, at=self.tick())
        self.hear([call])
        return call

    def reply(self, call, payload):
        """Let the charger answer it."""
        text = result_text(call.message_id, payload)
        return self.hear(self.session.receive(text, at=self.tick()))

    def fail(self, call, code, description=""):
        """Let the charger answer it with an error."""
        text = error_text(call.message_id, code, description=description)
        return self.hear(self.session.receive(text, at=self.tick()))

    def link(self, action, text):
        """Let the connection open or close."""
        message = Message(
            next(self.numbers), self.tick(), "CP1", 1, Direction.LINK, text,
            action=action,
        )  # fmt: skip
        return self.hear([message])

    def follow(self, action, payload):
        """Send a command and follow it."""
        made = Progress("CP1", self.version, action, payload, self.now)
        made.sent(self.ask(action, payload))
        self.followed = made
        return made

    def obey(self, action, payload, answer=None):
        """Send a command that the charger accepts, and follow it."""
        made = self.follow(action, payload)
        self.reply(made.call, {"status": "Accepted"} if answer is None else answer)
        return made

    def hear(self, messages):
        self.heard.extend(messages)
        if self.followed is not None:
            for message in messages:
                self.followed.feed(message)
        return messages

    def tick(self):
        self.now += SECOND
        return self.now


@pytest.fixture
def talk():
    """Make a conversation in a version of OCPP."""
    return lambda version="1.6": Talk(version)
