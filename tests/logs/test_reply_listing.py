# SPDX-License-Identifier: Apache-2.0
import contextlib

from ocppdesk.analysis.answering.reply import Deed, Mood, Proof, Question, Reply
from ocppdesk.analysis.limits.answers import Confidence
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.reply_listing import replies_in, reply_lines, reply_record

NOON = 1_785_585_600_000_000
REPLY = Reply(
    Question.BROKEN,
    "Nothing speaks for a hardware fault.",
    Mood.FINE,
    Confidence.MEDIUM,
    (Proof("The car takes no power.", 7, NOON), Proof("Nothing came.")),
    "Try another car.",
    Deed("TriggerMessage", {"requestedMessage": "Heartbeat"}),
    ("FLT-05",),
)


def test_a_charger_is_judged_by_when_the_capture_ends(tmp_path, record):
    path = tmp_path / "site.ocppdesk"
    record(path, charger="CP1", at=NOON)
    record(path, charger="CP2", at=NOON + 3_600_000_000)
    with contextlib.closing(CaptureReader(path)) as reader:
        found = dict(replies_in(reader))
    gone, there = (found[name][0].text for name in ("CP1", "CP2"))
    assert "1 h before these messages end" in gone
    assert "at the end of these messages" in there


def test_a_record_has_what_scripts_want():
    assert reply_record("CP-7", REPLY) == {
        "charger": "CP-7",
        "question": "Is something broken?",
        "answer": "Nothing speaks for a hardware fault.",
        "mood": "fine",
        "certainty": "medium",
        "evidence": [
            {
                "text": "The car takes no power.",
                "message": 7,
                "time": "2026-08-01T12:00:00.000000Z",
            },
            {"text": "Nothing came.", "message": None, "time": None},
        ],
        "next": "Try another car.",
        "call": ["TriggerMessage", {"requestedMessage": "Heartbeat"}],
        "findings": ["FLT-05"],
    }


def test_people_read_question_answer_evidence_and_what_is_next():
    assert list(reply_lines("CP-7", (REPLY,))) == [
        "CP-7",
        "  Is something broken?",
        "    Nothing speaks for a hardware fault.  [certainty: medium]",
        "      - The car takes no power.  #7",
        "      - Nothing came.",
        "    Next: Try another car.",
        "",
    ]
