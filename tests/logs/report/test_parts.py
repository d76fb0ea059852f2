# SPDX-License-Identifier: Apache-2.0
from ocppdesk.core.masking import MASK
from ocppdesk.logs.report.parts import numbered, table, told


def test_sentences_are_text_without_secrets():
    assert told("<b> password=hunter2") == f"&lt;b&gt; password={MASK}"


def test_tables_have_heads_as_text_and_cells_as_they_are():
    made = table(("<A>", "B"), [("<i>1</i>", "2")])
    assert "<th>&lt;A&gt;</th><th>B</th>" in made
    assert "<td><i>1</i></td><td>2</td>" in made


def test_numbers_of_messages_are_told_where_there_is_one():
    assert numbered(7) == " <small>#7</small>"
    assert numbered(None) == ""
