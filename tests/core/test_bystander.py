# SPDX-License-Identifier: Apache-2.0
"""What the frames of overheard conversations mean."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.bystander import Bystander
from ocppdesk.core.frames import Problem
from ocppdesk.core.hearing import Listener
from ocppdesk.core.versions import Version

FIELDS = (
    "id", "at", "charger", "connection", "direction", "type", "message_id", "action",
    "answer_to", "latency_ms", "error_code", "evse", "connector", "transaction_id",
    "problem", "violations", "raw", "log", "line",
)  # fmt: skip
IN, OUT = 0, 1
BEAT, BEAT_ANSWER = (
    '[2,"1","Heartbeat",{}]',
    '[3,"1",{"currentTime":"2026-01-01T00:00:00Z"}]',
)
START = (
    '[2,"9","StartTransaction",{"connectorId":2,"idTag":"A","meterStart":0,'
    '"timestamp":"2026-01-01T00:00:00Z"}]'
)
START_ANSWER = '[3,"9",{"idTagInfo":{"status":"Accepted"},"transactionId":77}]'


class Ears:
    """A bystander who hears texts, one a second."""

    def __init__(self, version=Version.V16, **options):
        self.listener = Listener(version)
        self.bystander = Bystander(**options)
        self.at = 0

    def hear(self, raw, direction=None, *, charger="CP1", after=1, **options):
        self.at += int(after * 1_000_000)
        try:
            value = orjson.loads(raw)
            heard = self.listener.hear(charger, raw, value, direction)
        except orjson.JSONDecodeError:
            heard = self.listener.hear_odd(
                charger, raw, None, direction, problem=Problem.MALFORMED
            )
        row = self.bystander.take(heard, raw, self.at, charger, **options)
        return dict(zip(FIELDS, row, strict=True))

    def link(self, text, *, is_opened, charger="CP1", link=""):
        self.at += 1_000_000
        row = self.bystander.take_link(
            text, is_opened=is_opened, at=self.at, charger=charger, link=link
        )
        return dict(zip(FIELDS, row, strict=True))


@pytest.fixture
def ears():
    return Ears()


def texts(message):
    return [text for _path, text in message["violations"] or ()]


def test_an_answer_belongs_to_its_call(ears):
    call = ears.hear(BEAT, IN)
    answer = ears.hear(BEAT_ANSWER, OUT, after=0.25)
    assert answer["answer_to"] == call["id"] == 1
    assert answer["action"] == "Heartbeat"
    assert answer["latency_ms"] == 250
    assert answer["problem"] is None


def test_messages_are_numbered_and_keep_their_places(ears):
    ears.hear(BEAT, IN)
    second = ears.hear(BEAT_ANSWER, OUT, log=3, line=44)
    assert (second["id"], second["log"], second["line"]) == (2, 3, 44)
    assert second["raw"] == BEAT_ANSWER


def test_equal_ids_of_chargers_do_not_meet(ears):
    first = ears.hear(BEAT, IN, charger="A")
    second = ears.hear(BEAT, IN, charger="B")
    assert ears.hear(BEAT_ANSWER, OUT, charger="A")["answer_to"] == first["id"]
    assert ears.hear(BEAT_ANSWER, OUT, charger="B")["answer_to"] == second["id"]
    assert (first["charger"], second["charger"]) == (1, 2)


def test_equal_ids_of_both_directions_do_not_meet(ears):
    up = ears.hear(BEAT, IN)
    down = ears.hear('[2,"1","Reset",{"type":"Soft"}]', OUT)
    assert ears.hear('[3,"1",{"status":"Accepted"}]', IN)["answer_to"] == down["id"]
    assert ears.hear(BEAT_ANSWER, OUT)["answer_to"] == up["id"]


def test_equal_ids_of_links_do_not_meet(ears):
    first = ears.hear(BEAT, IN, link="a")
    second = ears.hear(BEAT, IN, link="b")
    assert ears.hear(BEAT_ANSWER, OUT, link="a")["answer_to"] == first["id"]
    assert ears.hear(BEAT_ANSWER, OUT, link="b")["answer_to"] == second["id"]


def test_the_nearest_earlier_call_is_answered(ears):
    older = ears.hear(BEAT, IN)
    newer = ears.hear('[2,"1","Authorize",{"idTag":"A"}]', IN)
    answer = '[3,"1",{"idTagInfo":{"status":"Accepted"}}]'
    assert ears.hear(answer, OUT)["answer_to"] == newer["id"]
    assert ears.hear(BEAT_ANSWER, OUT)["answer_to"] == older["id"]


@pytest.mark.parametrize("name", ["...", "…", "-1"])
def test_ids_that_somebody_left_out_pair_nothing(ears, name):
    ears.hear(f'[2,"{name}","Heartbeat",{{}}]', IN)
    assert ears.hear(f'[2,"{name}","Heartbeat",{{}}]', IN)["problem"] is None
    answer = ears.hear(f'[3,"{name}",{{}}]', OUT)
    assert answer["problem"] is answer["answer_to"] is None


def test_a_call_that_is_sent_again_is_a_duplicate(ears):
    ears.hear(BEAT, IN)
    again = ears.hear(BEAT, IN)
    assert again["problem"] == "duplicate"
    assert texts(again) == ["The same frame came before on this connection."]


def test_a_call_that_is_sent_again_after_its_answer_is_a_duplicate(ears):
    ears.hear(START, IN)
    ears.hear(START_ANSWER, OUT)
    assert ears.hear(START, IN)["problem"] == "duplicate"


def test_ids_begin_anew_after_a_while(ears):
    ears.hear(BEAT, IN)
    ears.hear(BEAT_ANSWER, OUT)
    assert ears.hear(BEAT, IN, after=900)["problem"] is None


def test_a_charger_that_boots_says_the_same_again(ears):
    boot = '[2,"1","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
    ears.hear(boot, IN)
    ears.hear('[3,"1",{"currentTime":"2026-01-01T00:00:00Z","interval":9,'
              '"status":"Accepted"}]', OUT)  # fmt: skip
    assert ears.hear(boot, IN)["problem"] is None


def test_a_second_answer_is_a_duplicate(ears):
    call = ears.hear(BEAT, IN)
    ears.hear(BEAT_ANSWER, OUT)
    again = ears.hear(BEAT_ANSWER, OUT)
    assert (again["problem"], again["answer_to"]) == ("duplicate", call["id"])


def test_an_answer_to_no_call_is_an_orphan(ears):
    ears.hear(BEAT, IN)
    answer = ears.hear('[3,"other",{}]', OUT, after=31)
    assert (answer["problem"], answer["answer_to"]) == ("orphan", None)
    assert texts(answer) == ["The log has no call with this message id."]


def test_an_answer_is_an_orphan_where_the_log_tells_no_times(ears):
    ears.hear(BEAT, IN, is_timed=False)
    answer = ears.hear('[3,"other",{}]', OUT, is_timed=False)
    assert answer["problem"] == "orphan"


def test_an_answer_is_no_orphan_where_the_log_has_one_side_only(ears):
    for number in range(99):
        answer = ears.hear(f'[3,"{number}",{{}}]', OUT)
        assert answer["problem"] is None


def test_an_answer_is_no_orphan_where_the_log_has_just_begun(ears):
    ears.hear(BEAT, IN)
    assert ears.hear('[3,"other",{}]', OUT, after=5)["problem"] is None


def test_an_id_for_different_calls_is_told_and_no_repeat(ears):
    authorize = BEAT.replace("Heartbeat", "Authorize").replace("{}", '{"idTag":"A"}')
    ears.hear(BEAT, IN)
    ears.hear(BEAT_ANSWER, OUT)
    other = ears.hear(authorize, IN)
    assert other["problem"] == "invalid"
    assert texts(other) == ["Its message id was used before on this connection."]
    ears.hear('[3,"1",{"idTagInfo":{"status":"Accepted"}}]', OUT)
    assert ears.hear(authorize, IN)["problem"] == "invalid"


def test_a_csms_may_begin_again_with_its_ids(ears):
    ears.hear('[2,"1","Reset",{"type":"Soft"}]', OUT)
    ears.hear('[3,"1",{"status":"Accepted"}]', IN)
    assert ears.hear('[2,"1","ClearCache",{}]', OUT)["problem"] is None


def test_a_late_answer_is_late(ears):
    ears.hear(BEAT, IN)
    answer = ears.hear(BEAT_ANSWER, OUT, after=31)
    assert answer["problem"] == "late"
    assert texts(answer)[0].startswith("It came 31 s after its call")


def test_patience_can_be_told():
    ears = Ears(patience_s=60)
    ears.hear(BEAT, IN)
    assert ears.hear(BEAT_ANSWER, OUT, after=31)["problem"] is None


@pytest.mark.parametrize("timed", [(True, False), (False, True)])
def test_nothing_is_measured_where_the_log_tells_no_time(ears, timed):
    ears.hear(BEAT, IN, is_timed=timed[0])
    answer = ears.hear(BEAT_ANSWER, OUT, after=99, is_timed=timed[1])
    assert answer["latency_ms"] is answer["problem"] is None


def test_the_answer_to_a_start_and_what_follows_have_the_transaction(ears):
    assert ears.hear(START, IN)["transaction_id"] is None
    answer = ears.hear(START_ANSWER, OUT)
    assert (answer["transaction_id"], answer["connector"]) == (77, 2)
    stop = ears.hear(
        '[2,"10","StopTransaction",{"transactionId":77,"meterStop":5,'
        '"timestamp":"2026-01-01T01:00:00Z"}]', IN,
    )  # fmt: skip
    assert (stop["transaction_id"], stop["connector"]) == (77, 2)


def test_the_evse_of_a_transaction_is_said_once():
    ears = Ears(Version.V201)
    event = (
        '[2,"%d","TransactionEvent",{"eventType":"Updated","seqNo":1,'
        '"timestamp":"2026-01-01T00:00:00Z","triggerReason":"Trigger",%s'
        '"transactionInfo":{"transactionId":"t"}}]'
    )
    ears.hear(event % (1, '"evse":{"id":3,"connectorId":1},'), IN)
    later = ears.hear(event % (2, ""), IN)
    assert (later["evse"], later["connector"], later["transaction_id"]) == (3, 1, "t")


def test_a_result_that_breaks_the_schema_is_told(ears):
    ears.hear(BEAT, IN)
    for _time in range(2):
        answer = ears.hear('[3,"1",{"x":1}]', OUT)
        assert '"currentTime" is a required property' in texts(answer)
        ears.hear('[2,"1","Authorize",{"idTag":"A"}]', IN)
        ears.hear('[3,"1",{"idTagInfo":{"status":"Accepted"}}]', OUT)
        ears.hear(BEAT, IN)


def test_short_results_that_are_alike_are_judged_alike(ears):
    for number, action in enumerate(["Reset", "GetConfiguration", "Reset"]):
        payload = '{"type":"Soft"}' if action == "Reset" else "{}"
        ears.hear(f'[2,"{number}","{action}",{payload}]', OUT)
        answer = ears.hear(f'[3,"{number}",{{"status":"Accepted"}}]', IN)
        assert (answer["problem"] is None) == (action == "Reset")


def test_a_direction_that_is_not_told_follows_from_the_call(ears):
    ears.hear('[2,"5","Reset",{"type":"Soft"}]')
    answer = ears.hear('[3,"5",{"status":"Accepted"}]')
    assert (answer["direction"], answer["answer_to"]) == (IN, 1)


def test_an_answer_without_a_charger_goes_to_the_one_that_asked(ears):
    call = ears.hear(BEAT, IN, charger="CP7")
    answer = ears.hear(BEAT_ANSWER, OUT, charger="")
    assert answer["answer_to"] == call["id"]
    assert answer["charger"] == call["charger"]


def test_a_call_without_a_charger_is_answered_by_one(ears):
    call = ears.hear('[2,"5","Reset",{"type":"Soft"}]', OUT, charger="")
    answer = ears.hear('[3,"5",{"status":"Accepted"}]', IN, charger="CP7")
    assert answer["answer_to"] == call["id"]


def test_an_answer_without_a_link_finds_its_call(ears):
    call = ears.hear(BEAT, IN, link="session-1")
    assert ears.hear(BEAT_ANSWER, OUT)["answer_to"] == call["id"]


def test_an_error_about_a_result_belongs_to_the_result():
    ears = Ears(Version.V21)
    ears.hear(BEAT, IN)
    answer = ears.hear(BEAT_ANSWER, OUT)
    complaint = ears.hear('[5,"1","GenericError","",{}]', IN)
    assert (complaint["answer_to"], complaint["action"]) == (answer["id"], "Heartbeat")
    assert complaint["problem"] is None
    orphan = ears.hear('[5,"2","GenericError","",{}]', IN, after=31)
    assert orphan["problem"] == "orphan"


def test_a_send_waits_for_no_answer():
    ears = Ears(Version.V21)
    ears.hear('[6,"1","NotifyPeriodicEventStream",{}]', IN)
    assert ears.hear('[3,"1",{}]', OUT)["answer_to"] is None


def test_a_frame_that_cannot_be_read_keeps_its_problem(ears):
    ears.hear(BEAT, IN)
    again = ears.hear('[2,"1","Heartbeat",{x}]', IN)
    assert again["problem"] == "malformed"


def test_a_link_that_comes_and_goes_is_told(ears):
    opened = ears.link("Connected.", is_opened=True)
    ears.hear(BEAT, IN)
    closed = ears.link("Gone.", is_opened=False)
    assert (opened["direction"], opened["action"]) == (2, "Connected")
    assert closed["action"] == "Disconnected"
    [span] = ears.bystander.spans
    assert (span.opened, span.closed, span.number) == ("Connected.", "Gone.", 1)
    assert (span.first_at, span.last_at) == (1_000_000, 3_000_000)


def test_a_link_that_comes_again_is_another_connection(ears):
    ears.hear(BEAT, IN)
    ears.link("Connected.", is_opened=True)
    second = ears.hear('[2,"2","Heartbeat",{}]', IN)
    assert second["connection"] == 2
    # What was asked before may be answered yet, as lines are not always in order.
    assert ears.hear(BEAT_ANSWER, OUT)["answer_to"] == 1


def test_each_charger_and_link_is_a_connection(ears):
    for charger, link in (("A", ""), ("A", "x"), ("B", ""), ("A", "")):
        ears.hear(BEAT, IN, charger=charger, link=link)
    assert [span.charger for span in ears.bystander.spans] == ["A", "A", "B"]
    assert ears.bystander.chargers == {"A": 1, "B": 2}


def test_calls_without_answers_do_not_fill_the_memory(ears):
    for number in range(6_000):
        ears.hear(f'[2,"{number}","Heartbeat",{{}}]', IN)
    assert ears.hear('[3,"0",{}]', OUT)["answer_to"] is None
    assert ears.hear('[3,"5999",{}]', OUT)["answer_to"] == 6_000


def test_one_id_for_all_calls_does_not_fill_the_memory(ears):
    for _number in range(50):
        ears.hear(BEAT, IN)
    answered = [ears.hear(BEAT_ANSWER, OUT)["answer_to"] for _number in range(3)]
    assert answered[:2] == [50, 49]


def test_connections_without_end_do_not_fill_the_memory(ears):
    ears.hear(BEAT, IN, charger="first")
    for number in range(12_000):
        ears.hear(BEAT, IN, charger="CP1", link=str(number))
        if number % 1_000 == 0:
            assert ears.hear(BEAT, IN, charger="first")["connection"] == 1
    assert len(ears.bystander._conversations) <= 5_000


names = st.sampled_from(["1", "2", "...", "", "x" * 300, "é"])
hostile = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda kind, name, action, payload: orjson.dumps(
            [kind, name, action, payload][: 3 if kind == 3 else 4]
        ).decode(),
        st.sampled_from([2, 3, 4, 5, 6, 7]),
        names | st.integers(0, 9) | st.none(),
        st.sampled_from(["StartTransaction", "TransactionEvent", "Heartbeat", "Nope"])
        | st.none(),
        st.none() | st.dictionaries(
            st.sampled_from(["transactionId", "connectorId", "evse", "idTagInfo"]),
            st.integers(-(2**63), 2**64 - 1) | st.text(max_size=5) | st.none(),
            max_size=3,
        ),
    ),
)  # fmt: skip
heard_things = st.tuples(
    hostile,
    st.sampled_from([None, IN, OUT]),
    st.sampled_from(["", "A", "B"]),
    st.sampled_from(["", "x"]),
)


@given(st.lists(heard_things, max_size=30))
def test_hostile_conversations_are_data(things):
    ears = Ears(None)
    for number, (raw, direction, charger, link) in enumerate(things, start=1):
        message = ears.hear(raw, direction, charger=charger, link=link)
        assert message["id"] == number
        assert message["raw"] == raw
        if message["answer_to"] is not None:
            assert 0 < message["answer_to"] < number
