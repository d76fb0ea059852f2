# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.filters.expression import parse_filter
from ocppdesk.gui.stories.filters import choices_of
from tests.gui.stories.sessions import failed, line, running, story, transaction


def test_a_session_is_shown_from_its_first_message_to_its_last():
    first = choices_of(story())[0]
    assert first.label == "Everything of the charger meanwhile"
    # That of its transaction came later.
    assert first.expression == "charger === CP-0042 no in 10..30"


def test_there_are_narrower_choices():
    labels = [choice.label for choice in choices_of(story())]
    assert labels[1:] == ["Only connector 1 meanwhile", "Only transaction 501"]
    expressions = [choice.expression for choice in choices_of(story())]
    assert expressions[1].endswith("no in 10..30 connector == 1")
    assert expressions[2] == "charger === CP-0042 tx == 501"


def test_a_running_session_has_no_last_message():
    assert choices_of(running())[0].expression.endswith("no >= 10")


def test_without_messages_the_times_have_to_do():
    one = failed(lines=(line(0, "Nothing."),))
    assert "time >= " in choices_of(one)[0].expression
    assert "time < " in choices_of(one)[0].expression
    open_one = running(lines=(), transactions=())
    assert "time < " not in choices_of(open_one)[0].expression


@pytest.mark.parametrize("number", [7, "a b", 'x"y', "tx", "7e3f-11", "-1", "no in"])
@pytest.mark.parametrize("charger", ["CP-0042", "CP 1/ä", 'A"B'])
def test_each_is_a_filter_whatever_things_are_called(number, charger):
    one = story(
        charger=charger, evse=1, connector=2, transactions=(transaction(number),)
    )
    for choice in choices_of(one):
        assert str(parse_filter(choice.expression))


def test_a_transaction_without_a_sensible_number_is_no_choice():
    one = story(
        transactions=(transaction(None), transaction(""), transaction("9" * 500))
    )
    assert len(choices_of(one)) == 2
    assert len(choices_of(failed(connector=None))) == 1
