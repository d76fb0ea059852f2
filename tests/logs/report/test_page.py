# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from ocppdesk.core.frames import call_text
from ocppdesk.logs.report.content import Content
from ocppdesk.logs.report.page import page
from ocppdesk.resources import resource

EVIL = "</pre><script>alert(1)</script><img src=//evil.example/x onerror=alert(1)>"


@pytest.fixture
def written(content_of):
    """The page on a capture."""
    return lambda path, **more: "".join(page(content_of(path), **more))


def test_the_page_is_whole_and_fetches_nothing(annotated, written, read_page):
    text = written(annotated)
    shown = read_page(text)
    assert text.startswith("<!DOCTYPE html>")
    assert shown.fetched == []
    assert "script" not in shown.tags
    assert "default-src 'none'" in text
    titles = ("Answers", "Findings", "Connections", "Sessions", "Limits", "Notes")
    assert all(title in shown.text for title in titles)


def test_whatever_a_charger_sends_stays_text(tmp_path, record, written, read_page):
    texts = (
        call_text("1", "BootNotification", {"chargePointVendor": EVIL}),
        call_text("2", EVIL, {EVIL: EVIL}),
        json.dumps([2, EVIL, "StatusNotification", {"connectorId": 1,
            "status": "Faulted", "errorCode": EVIL, "info": EVIL}]),
        call_text("4", "StartTransaction", {"connectorId": 1, "idTag": EVIL,
            "meterStart": 0, "timestamp": EVIL}),
        f"{EVIL}\0\ud800".encode("utf-8", "surrogatepass"),
        "[[[" + EVIL,
    )  # fmt: skip
    path = record(tmp_path / "evil.ocppdesk", charger=EVIL, texts=texts)
    shown = read_page(written(path))
    assert not {"script", "img"} & set(shown.tags)
    assert shown.handlers == []
    assert shown.fetched == []
    assert EVIL in shown.text


def test_secrets_are_masked(tmp_path, record, written, read_page):
    payload = {"key": "AuthorizationKey", "value": "s3cret-of-the-site"}
    texts = (
        call_text("1", "ChangeConfiguration", payload),
        call_text("2", "DataTransfer", {"vendorId": "V", "password": "hunter2"}),
        call_text("3", "Oddity", {"password": "hunter3"}),
    )
    path = record(tmp_path / "secret.ocppdesk", texts=texts)
    text = written(path)
    assert "PRO-" in text  # they are evidence
    assert "s3cret" not in text
    assert "hunter" not in text


def test_several_chargers_have_links_to_them(tmp_path, record, written, read_page):
    path = record(tmp_path / "two.ocppdesk")
    record(path, charger="CP <2>")
    text = written(path)
    assert "Report on 2 chargers" in text
    assert '<a href="#c1">CP &lt;2&gt;</a>' in text
    assert '<article id="c1">' in text
    assert read_page(text).fetched == []


def test_a_redacted_page_and_an_empty_one_say_so(read_page):
    text = "".join(page(Content("", None, 0, ()), is_redacted=True))
    shown = read_page(text)
    assert "replaced by aliases" in shown.text
    assert "No charger has said anything" in shown.text


def test_the_style_suits_paper_and_darkness():
    style = resource("export", "report.css").read_text("utf-8")
    assert "@media print" in style
    assert "size: A4" in style
    assert "prefers-color-scheme: dark" in style
    assert "url(" not in style
    assert "@import" not in style
