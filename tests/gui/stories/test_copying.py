# SPDX-License-Identifier: Apache-2.0
from ocppdesk.analysis.sessions.story import Certainty
from ocppdesk.gui.messages.times import iso_local
from ocppdesk.gui.stories.copying import markdown, plain_text
from tests.gui.stories.sessions import START, failed, line, running, story


def test_a_session_as_text_has_all_that_the_page_shows():
    one = story(lines=(line(0, "The plug was put in.", 12),))
    lines = plain_text(one, is_live=True).splitlines()
    assert lines[:2] == ["Session 1 of CP-0042, connector 1", "✓ Completed"]
    assert "Charged 12.83 kWh in an hour." in lines
    source = "meterStop \N{MINUS SIGN} meterStart"
    energy = f"Energy: 12.83 kWh, exact; {source}; power over time: 12.64 kWh"
    assert energy in lines
    assert lines[-1] == f"{iso_local(START)}  The plug was put in. #12"


def test_a_failed_start_says_what_to_try():
    text = plain_text(failed(), is_live=True)
    assert "First missing step: plug" in text
    assert "What to try next:\n- Plug in" in text


def test_a_session_that_goes_on_has_no_end():
    assert f"\nFrom {iso_local(running().began_at)}\n" in plain_text(
        running(), is_live=True
    )
    assert "Open at the end" in plain_text(running(), is_live=False)


def test_markdown_has_a_table_and_a_list():
    lines = (
        line(0, "The plug was put in.", 12),
        line(9, "No power came.", 14, is_problem=True, certainty=Certainty.INFERRED),
    )
    text = markdown(story(lines=lines, missing_step="Power."), is_live=True)
    assert text.startswith("### Session 1 of CP-0042, connector 1\n\n**✓ Completed**")
    assert "| Transaction | 501; " in text
    assert f"- {iso_local(START)} The plug was put in. \\#12\n" in text
    assert "**✗ No power came. (inferred) \\#14**" in text


def test_what_a_charger_sent_is_no_markup():
    one = story(charger="CP|*_1", summary="A `b` <i>c</i>\n\n# d", evse=None)
    text = markdown(one, is_live=True)
    assert "CP\\|\\*\\_1" in text
    assert "A \\`b\\` \\<i\\>c\\</i\\> \\# d" in text


def test_a_failed_start_has_no_empty_table():
    assert "---" not in markdown(failed(), is_live=True)


def test_a_charger_without_a_name_is_called_so():
    text = plain_text(story(charger=""), is_live=False)
    assert text.startswith("Session 1 of a charger without identity, connector 1\n")
