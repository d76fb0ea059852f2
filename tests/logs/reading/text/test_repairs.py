# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.logs.reading.text.repairs import repair


@pytest.mark.parametrize(
    ("text", "quote", "raw", "words"),
    [
        (r'[2,\"1\",\"Reset\",{\"type\":\"a\\\"b\"}]', '\\"',
         r'[2,"1","Reset",{"type":"a\"b"}]', "escape"),
        (r'[\n 3,\n \"1\",\n {}\n]', '\\"', '[\n 3,\n "1",\n {}\n]', "escape"),
        (r'[2,\\\"1\\\",\\\"Reset\\\",{}]', '\\\\\\"', '[2,"1","Reset",{}]', "escape"),
        ('[3,""1"",{""a"":""""}]', '""', '[3,"1",{"a":""}]', "doubled"),
        ("[3,&quot;1&quot;,{&quot;a&quot;:&quot;&lt;&quot;}]", "&quot;",
         '[3,"1",{"a":"<"}]', "HTML"),
        ("[2,”1”,“Reset”,{“type”:”Hard”}]", "”", '[2,"1","Reset",{"type":"Hard"}]',
         "straight"),
        ('[3, "1", {"a"=>1, "b"=>nil, "c"=>"=> nil"}]', '"',
         '[3, "1", {"a":1, "b":null, "c":"=> nil"}]', "Ruby"),
        ("[3, '1', {'a': True, 'b': None, 'c': 'It is \"True\"', 'd': \"it's\"}]", "'",
         '[3, "1", {"a": true, "b": null, "c": "It is \\"True\\"", "d": "it\'s"}]',
         "Python"),
        ('[3,"1",{"key":"\nPeak"}]', '"', '[3,"1",{"key":"Peak"}]', "line break"),
        ('[3,\t"1",\t{"a":\t1\t"b":\t"c\td"\t"e":\t[]}]', '"',
         '[3,\t"1",\t{"a":\t1,\t"b":\t"c d",\t"e":\t[]}]', "Commas"),
    ],
    ids=["escaped", "escaped over lines", "escaped twice", "doubled", "html",
         "typographic", "ruby", "python", "wrapped", "tabs"],
)  # fmt: skip
def test_what_the_log_did_is_undone_and_said(text, quote, raw, words):
    found = repair(text, quote=quote)
    assert found.raw == raw
    assert any(words in sentence for sentence in found.repairs)


@pytest.mark.parametrize(
    "text",
    [
        '[2,"1","MeterValues",{"transactionId": ,"a":1}]',
        '[3,"1",{"configurationKey":],"unknownKey":[]}]',
        "[3, '1', {'a': ...}]",
        "[3, '1', {'a'}]",
        '[2,"1","Reset",{...}]',
    ],
)
def test_what_was_never_a_frame_stays_none(text):
    assert repair(text, quote='"') is None


def test_each_step_is_named_once_in_its_order():
    found = repair("[3,\\'1\\',{\\'a\\':True}]".replace("\\", ""), quote="'")
    assert len(found.repairs) == 1


@given(st.text(alphabet="[]{}\"'\\,:=>nil \t\n0“”&quot;TrueN.", max_size=80))
def test_no_text_is_refused(text):
    for quote in ('"', "'", '\\"', '""', "“", "&quot;"):
        found = repair(f"[3,{text}]", quote=quote)
        assert found is None or found.value[0] == 3
