# SPDX-License-Identifier: Apache-2.0
"""A job, and what it is told: messages of a charger and events at the file server."""

import json

from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.transfers.events import FileEvent, FileEventKind
from ocppdesk.core.transfers.states import StepState

SECOND = 1_000_000


class Told:
    """Tells a job things, a second after the other."""

    def __init__(self, job, *, signed=False):
        self.job = job
        self.at = 1000 * SECOND
        self.ids = 0
        self.firmware_action = (
            "SignedFirmwareStatusNotification"
            if signed
            else "FirmwareStatusNotification"
        )

    @property
    def state(self):
        return self.job.state

    def message(self, direction, raw, **more):
        self.ids += 1
        self.at += SECOND
        message = Message(
            id=self.ids,
            at=self.at,
            charger=more.pop("charger", "CP1"),
            connection=1,
            direction=direction,
            raw=raw if isinstance(raw, str) else json.dumps(raw),
            **more,
        )
        self.job.take(message)
        return self

    def sent(self):
        request = self.job.request
        raw = [2, "desk-1", request.action, request.payload]
        self.message(Direction.OUT, raw, type=MessageType.CALL, action=request.action)
        self.call_id = self.ids
        return self

    def answered(self, payload=None):
        return self.message(
            Direction.IN,
            [3, "desk-1", {} if payload is None else payload],
            type=MessageType.CALLRESULT,
            action=self.job.request.action,
            answer_to=self.call_id,
        )

    def error(self, code="NotImplemented"):
        return self.message(
            Direction.IN,
            [4, "desk-1", code, "", {}],
            type=MessageType.CALLERROR,
            answer_to=self.call_id,
            error_code=code,
        )

    def call(self, action, payload, **more):
        return self.message(
            Direction.IN,
            [2, "x", action, payload],
            type=MessageType.CALL,
            action=action,
            **more,
        )

    def firmware(self, *statuses, **more):
        for status in statuses:
            self.call(self.firmware_action, {"status": status, **more})
        return self

    def log(self, *statuses, action="LogStatusNotification", **more):
        for status in statuses:
            self.call(action, {"status": status, **more})
        return self

    def boot(self, version, **more):
        payload = {
            "chargePointVendor": "V",
            "chargePointModel": "M",
            "firmwareVersion": version,
        }
        return self.call("BootNotification", payload, **more)

    def link(self, *actions):
        for action in actions:
            self.message(Direction.LINK, f"{action}.", action=action)
        return self

    def restart(self, version):
        return self.link("Disconnected", "Connected").boot(version)

    def event(self, kind, done=0, total=None, **more):
        self.at += SECOND
        event = FileEvent(
            FileEventKind(kind),
            self.at,
            "10.0.0.7:5000",
            "HTTP",
            **{"name": "file.bin", **more},
            done_bytes=done,
            total_bytes=total,
        )
        self.job.take_event(event)
        return self

    def fetched(self):
        self.event("connected", name="").event("begun", 10, 1000)
        return self.event("progress", 500, 1000).event("done", 1000, 1000)

    def received(self, name="a.log", size=12):
        self.event("connected", name="").event("begun", 1, None, is_upload=True)
        return self.event("done", size, size, stored_as=name, sha256="ab" * 32)

    def later(self, seconds):
        self.at += int(seconds * SECOND)
        self.job.pass_time(self.at)
        return self

    def step(self, name):
        return self.state.step(name)

    def states(self):
        """Return the states of all steps, a letter each."""
        letters = {
            StepState.WAITING: ".",
            StepState.NOW: "o",
            StepState.DONE: "x",
            StepState.NOT_SEEN: "-",
            StepState.FAILED: "!",
        }
        return "".join(letters[step.state] for step in self.state.steps)
