# SPDX-License-Identifier: Apache-2.0
"""A page shows every message and runs nothing of what is in them."""

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocppdesk.core.frames import MessageType, Problem
from ocppdesk.core.messages import Direction, Message, Violation
from ocppdesk.logs.records import Entry
from ocppdesk.logs.writing import html_page, markup
from ocppdesk.logs.writing.html_page import HtmlTarget

PLAIN = Message(
    7,
    1_785_592_800_123_456,
    "CP-0042",
    1,
    Direction.IN,
    '[2,"1","Authorize",{"idTag":"AB"}]',
    type=MessageType.CALL,
    message_id="1",
    action="Authorize",
)


class Page(HTMLParser):
    """What a browser finds in a page."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.text = {}
        self._open = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open:
            name = self._open[-1]
            self.text[name] = self.text.get(name, "") + data


def written(*entries):
    file = io.BytesIO()
    target = HtmlTarget(file)
    for entry in entries:
        target.add(entry)
    target.finish()
    return file.getvalue().decode()


def test_a_message_is_a_row_that_opens():
    page = Page(written(Entry(PLAIN)))
    assert page.text["time"] == "2026-08-01 14:00:00.123"
    assert page.text["span"] == "CP-0042"
    assert page.text["i"] == "from charger ◀"
    assert page.text["b"] == "Authorize"
    assert "AB" in page.text["em"]
    assert page.text["pre"] == '[2, "1", "Authorize", {\n  "idTag": "AB"\n}]'
    assert ("details", {"id": "m7", "class": "in"}) in page.tags


def test_the_top_says_what_the_page_holds():
    later = replace(PLAIN, id=8, at=PLAIN.at + 3_600_000_000, charger="CP-0043")
    page = Page(written(Entry(PLAIN), Entry(later)))
    about = (
        "2 messages of 2 chargers, 2026-08-01 14:00:00.123 to 2026-08-01 15:00:00.123 "
        "UTC."
    )
    assert page.text["p"].strip() == about
    assert page.text["footer"] == about


def test_a_page_without_messages_says_so():
    assert Page(written()).text["p"].strip() == "0 messages."


def test_what_else_is_known_of_a_message_is_told():
    message = replace(
        PLAIN,
        answer_to=3,
        latency_ms=1234.4,
        violations=(Violation("idTag", "too <long>"),),
        problem=Problem.INVALID,
    )
    page = Page(written(Entry(message, is_marked=True, note="Why?\n<b>")))
    told = page.text["p"]
    assert "Answer to " in told
    assert " after 1,234 ms." in told
    assert "idTag: too <long>" in told
    assert "Note: Why?\n<b>" in told
    assert ("a", {"href": "#m3"}) in page.tags
    assert ("details", {"id": "m7", "class": "in bad marked"}) in page.tags
    assert page.text["a"].startswith("★ 7")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (MessageType.CALLRESULT, "Authorize · answer"),
        (MessageType.CALLERROR, "Authorize · error"),
        (MessageType.CALL, "Authorize"),
    ],
)
def test_answers_are_named_after_their_calls(kind, name):
    assert Page(written(Entry(replace(PLAIN, type=kind)))).text["b"] == name


def test_what_is_no_json_stays_as_it_came():
    cut = replace(PLAIN, raw='[2,"1", {', problem=Problem.TRUNCATED)
    link = replace(PLAIN, raw="[a,b] came.", direction=Direction.LINK)
    assert Page(written(Entry(cut))).text["pre"] == '[2,"1", {'
    assert Page(written(Entry(link))).text["pre"] == "[a,b] came."


def test_passwords_and_keys_are_masked():
    raw = '[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"s3cr3t"}]'
    text = written(Entry(replace(PLAIN, raw=raw), note="password=s3cr3t"))
    assert "s3cr3t" not in text
    assert text.count("••••") > 2


def test_a_very_long_message_is_cut(monkeypatch):
    monkeypatch.setattr(markup, "_LONGEST", 20)
    page = Page(written(Entry(replace(PLAIN, raw="x" * 1_030))))
    assert page.text["pre"] == "x" * 20 + "\n… 1,010 more characters"


def test_messages_beyond_what_browsers_bear_are_counted(monkeypatch):
    monkeypatch.setattr(html_page, "MOST", 3)
    monkeypatch.setattr(html_page, "_SECTION", 2)
    file = io.BytesIO()
    target = HtmlTarget(file)
    for number in range(5):
        target.add(Entry(replace(PLAIN, id=number)))
    target.finish()
    page = Page(file.getvalue().decode())
    assert target.left_out == 2
    assert sum(tag == "details" for tag, _attributes in page.tags) == 3
    assert sum(tag == "section" for tag, _attributes in page.tags) == 2
    assert "2 later messages left out: a page holds 3. Export fewer" in page.text["p"]


def test_only_the_pages_own_script_may_run():
    text = written(Entry(PLAIN))
    [script] = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert "default-src 'none'" in text


def test_nothing_is_loaded_from_elsewhere():
    page = Page(written(Entry(PLAIN)))
    wanted = {"src", "href", "action", "data", "srcset"}
    links = [v for _tag, found in page.tags for k, v in found.items() if k in wanted]
    assert all(link.startswith("#") for link in links)
    assert "url(" not in page.text["style"]
    assert "@import" not in page.text["style"]


MARKUP = st.text() | st.text("<>&\"'/!-=\0\n scriptpredetails", max_size=40)


@given(
    st.builds(
        Message,
        id=st.just(1),
        at=st.integers(0, 4_000_000_000_000_000),
        charger=MARKUP,
        connection=st.just(1),
        direction=st.sampled_from(Direction),
        raw=MARKUP | st.binary() | MARKUP.map('[2,"1","X",{{"a":"{}"}}]'.format),
        action=st.none() | MARKUP,
        problem=st.none() | st.sampled_from(Problem),
        violations=st.lists(st.builds(Violation, MARKUP, MARKUP), max_size=2),
    ),
    st.none() | MARKUP,
)
def test_nothing_in_a_message_becomes_a_part_of_the_page(message, note):
    plain, page = (Page(written(Entry(m))) for m in (PLAIN, message))
    hostile = Page(written(Entry(message, note=note)))
    known = {tag for tag, _attributes in plain.tags}
    assert {tag for tag, _attributes in page.tags + hostile.tags} <= known | {"a", "p"}
    assert sum(tag == "script" for tag, _attributes in hostile.tags) == 1
    attributes = {name for _tag, found in hostile.tags for name in found}
    assert not any(name.startswith("on") for name in attributes)
