# SPDX-License-Identifier: Apache-2.0
"""Writing settings one by one, and reading back what became of them."""

from collections.abc import Callable
from dataclasses import replace

from ocppdesk.core.configuration.pending import Change
from ocppdesk.core.configuration.risks import Risk, tags_of
from ocppdesk.core.configuration.steps import (
    Applying,
    Step,
    StepState,
    answered,
    end_of,
    judged,
)
from ocppdesk.core.configuration.values import split_items
from ocppdesk.core.messages import Message
from ocppdesk.csms.settings_talk import Gone, Silent, Talk

Progress = Callable[[Applying], None]

_STOPPED = "Not sent: it was to end at the first change that is not taken."


async def change_settings(
    talk: Talk,
    changes: tuple[Change, ...],
    *,
    stops_on_refusal: bool,
    on_progress: Progress,
) -> Applying:
    """Write settings, then read them back and judge.

    Each change is sent once. A charger that disconnects ends it.
    """
    work = _Work(talk, changes, on_progress)
    try:
        await work.write(stops_on_refusal=stops_on_refusal)
    except Gone as error:
        work.leave(error)
    else:
        await work.read_back()
    return work.end()


class _Work:
    """One number of changes on their way.

    Args:
        talk: The requests to the charger.
        changes: What to write.
        on_progress: Told about each step.
    """

    def __init__(
        self, talk: Talk, changes: tuple[Change, ...], on_progress: Progress
    ) -> None:
        self._talk = talk
        self._on_progress = on_progress
        self._steps = [Step(change) for change in changes]
        self._sent_at = [0] * len(changes)
        self._notes: dict[int, str] = {}
        self._trouble = ""

    async def write(self, *, stops_on_refusal: bool) -> None:
        """Send the changes.

        Raises:
            Gone: If the charger leaves.
        """
        for number, step in enumerate(self._steps):
            self._talk.check()
            self._sent_at[number] = self._talk.now()
            if step.change.is_grown:
                await self._grow(number, step)
            else:
                self._put(number, await self._send(number, step, "Sent."))
            state = self._steps[number].state
            if stops_on_refusal and state in (StepState.REFUSED, StepState.FAILED):
                self._steps = list(end_of(self._steps, why=_STOPPED))
                return

    async def _send(self, number: int, step: Step, text: str) -> Step:
        if why := self._talk.obstacle(step.change):
            return replace(step, state=StepState.REFUSED, text=why)
        self._put(number, replace(step, state=StepState.SENDING, text=text))
        try:
            message = await self._talk.set(step.change)
        except Silent as error:
            return replace(step, state=StepState.FAILED, text=str(error))
        return self._with_answer(step, message)

    async def _grow(self, number: int, step: Step) -> None:
        """Send a list with one item more each time, while the charger takes it.

        One item that it does not support makes it reject a whole list (OCPP 1.6, 9).
        """
        items = split_items(step.change.value)
        # What it has already is no question.
        known = _in_common(items, split_items(step.change.old or ""))
        last = step
        for count in range(min(known + 1, len(items)), len(items) + 1):
            value = ",".join(items[:count])
            longer = replace(step, change=replace(step.change, value=value))
            told = f"Sent with {count} of {len(items)} items."
            answer = await self._send(number, longer, told)
            if answer.state is StepState.REFUSED and last is not step:
                more = f"answered {answer.answer}" if answer.answer else "had no room"
                self._notes[number] = (
                    f"Of {len(items)} items the charger took {count - 1}. "
                    f"{items[count - 1]} was the next, and it {more}."
                )
                break
            last = answer
            if answer.state in (StepState.REFUSED, StepState.FAILED):
                break
        self._put(number, last)

    def _with_answer(self, step: Step, message: Message) -> Step:
        entry = self._talk.settings.entry(step.change.address)
        if message.error_code is not None or entry is None:
            return answered(step, message.error_code or "nothing that can be read")
        return answered(step, entry.status, entry.reason)

    async def read_back(self) -> None:
        """Ask for what was written, and compare; an answer alone proves nothing."""
        talk = self._talk
        asked = [
            number
            for number, step in enumerate(self._steps)
            if step.state in (StepState.ACCEPTED, StepState.REBOOT_REQUIRED)
        ]
        batches = talk.batches([self._steps[n].change.address for n in asked])
        try:
            while batches:
                batch = batches.pop(0)
                if not await talk.get(batch) and len(batch) > 1:
                    batches[:0] = [[address] for address in batch]
        except (Gone, Silent) as error:
            self._trouble = f"{error} What was changed could not all be read back."
        for number in asked:
            step = self._steps[number]
            address, since = step.change.address, self._sent_at[number]
            is_unknown = talk.settings.unknown_at(address) >= since
            entry = talk.settings.entry(address)
            step = judged(step, entry, since=since, is_unknown=is_unknown)
            note = self._notes.get(number, "")
            self._put(number, replace(step, text=f"{step.text} {note}".strip()))

    def leave(self, error: Gone) -> None:
        """End because the charger has left."""
        for number, step in enumerate(self._steps):
            if step.state is StepState.SENDING:
                is_expected = any(
                    tag.risk is Risk.DISCONNECTS for tag in tags_of(step.change)
                )
                text = (
                    "The charger disconnected instead of answering, as it may at this "
                    "setting. Wait for it to come back, then read the setting."
                    if is_expected
                    else "The charger disconnected instead of answering. Nobody knows "
                    "whether it has the value: read it when the charger is back."
                )
                self._put(number, replace(step, state=StepState.FAILED, text=text))
            elif step.state is StepState.ACCEPTED:
                self._put(number, judged(step, None, since=0))
        self._trouble = str(error)
        self._steps = list(
            end_of(self._steps, why="Not sent: the charger is not there.")
        )

    def end(self) -> Applying:
        """Tell the last state, and return it."""
        last = Applying(
            self._talk.charger, tuple(self._steps), is_ended=True, trouble=self._trouble
        )
        self._on_progress(last)
        return last

    def _put(self, number: int, step: Step) -> None:
        self._steps[number] = step
        self._on_progress(Applying(self._talk.charger, tuple(self._steps)))


def _in_common(items: list[str], others: list[str]) -> int:
    """Return how many items two lists have in common at their beginning."""
    pairs = enumerate(zip(items, others, strict=False))
    differing = (n for n, (a, b) in pairs if a.casefold() != b.casefold())
    return next(differing, min(len(items), len(others)))
