# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.commands.effects import expectation_of
from ocppdesk.core.commands.progress import Effect, Progress, Stage
from ocppdesk.core.commands.verdicts import Verdict
from ocppdesk.core.frames import MessageType
from ocppdesk.core.messages import Direction, Message
from ocppdesk.core.summary import ResultKind
from ocppdesk.gui.sending.wording import answer_of, effect_of, line_of

AT = 1_785_592_800_000_000
YES = Verdict(ResultKind.OK, "Accepted", "Accepted", "")
NO = Verdict(ResultKind.REFUSED, "Rejected", "Rejected", "")
CALL = Message(7, AT, "CP1", 1, Direction.OUT, "", MessageType.CALL)
ERROR = Verdict(ResultKind.ERROR, "NotSupported", "NotSupported: no", "")


def command(stage, verdict=None, effect=Effect.NONE, **more):
    made = Progress("CP1", "1.6", "Reset", {"type": "Soft"}, AT, stage, **more)
    made.verdict, made.effect = verdict, effect
    made.expected = expectation_of("Reset", {"type": "Soft"}, at=AT)
    return made


@pytest.mark.parametrize(
    ("made", "sign", "told"),
    [
        (command(Stage.QUEUED), "⏳", "waits for its turn"),
        (command(Stage.SENT), "⏳", "no answer yet"),
        (command(Stage.FAILED), "✗", "not sent"),
        (command(Stage.FAILED, call=CALL), "✗", "no answer"),
        (command(Stage.FAILED, effect=Effect.PROVEN, call=CALL), "▲", "proven"),
        (command(Stage.ANSWERED, YES), "✓", "Accepted"),
        (command(Stage.ANSWERED, NO), "✗", "Rejected"),
        (command(Stage.ANSWERED, YES, is_late=True), "✓", "Accepted, late"),
        (command(Stage.ANSWERED, YES, Effect.AWAITED), "✓", "effect awaited"),
        (command(Stage.ANSWERED, YES, Effect.PROVEN), "✓", "proven"),
        (command(Stage.ANSWERED, YES, Effect.UNSEEN), "▲", "no effect seen"),
    ],
)
def test_a_line_says_how_it_went(made, sign, told):
    assert line_of(made).startswith(sign)
    assert line_of(made).endswith(told)
    assert "Reset" in line_of(made)


@pytest.mark.parametrize(
    ("made", "text", "color"),
    [
        (command(Stage.QUEUED), "It waits", "muted"),
        (command(Stage.SENT), "It is out", "muted"),
        (command(Stage.FAILED, failure="Gone."), "✗ Gone.", "refused"),
        (command(Stage.ANSWERED, YES), "✓ Accepted", "ok"),
        (command(Stage.ANSWERED, ERROR), "✗ NotSupported: no", "refused"),
        (command(Stage.ANSWERED, YES, is_late=True), "came late", "ok"),
    ],
)
def test_the_answer_is_told(made, text, color):
    assert text in answer_of(made).text
    assert answer_of(made).color == color


def test_why_nothing_had_to_follow_is_told():
    made = command(Stage.ANSWERED, YES, otherwise="None has to.")
    assert effect_of(made).text == "○ None has to."
    assert effect_of(made).color == "muted"


@pytest.mark.parametrize(
    ("effect", "text", "color"),
    [
        (Effect.NONE, "", "muted"),
        (Effect.AWAITED, "⏳ Accepted is no proof", "muted"),
        (Effect.PROVEN, "✓ BootNotification.", "ok"),
        (Effect.UNSEEN, "▲ No effect seen within 240 s", "slow"),
    ],
)
def test_the_effect_is_told(effect, text, color):
    made = command(Stage.ANSWERED, YES, effect, seen="BootNotification.")
    assert effect_of(made).text.startswith(text)
    assert effect_of(made).color == color
