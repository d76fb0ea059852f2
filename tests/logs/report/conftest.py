# SPDX-License-Identifier: Apache-2.0
"""Pages that are read as a browser would, and what is asked of all of them."""

import contextlib
from html.parser import HTMLParser

import pytest

from ocppdesk.analysis.findings.thresholds import DEFAULTS
from ocppdesk.capture.reader import CaptureReader
from ocppdesk.logs.report.content import collect

EMPTY_TAGS = {"meta", "br", "line", "polyline"}
FETCHING = {"src", "href", "srcset", "action", "data", "poster", "xlink:href"}


class Page(HTMLParser):
    """A page in parts; that its tags are balanced is checked as it is read."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.text = ""
        self.fetched = []
        self.handlers = []
        self._open = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name in FETCHING and not value.startswith("#"):
                self.fetched.append(value)
            if name.startswith("on"):
                self.handlers.append(name)
        if tag not in EMPTY_TAGS:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def read_page():
    """Reads a page: its `tags`, its `text`, and what it would fetch."""
    return Page


@pytest.fixture
def content_of():
    """Collects what a report on a capture tells."""

    def collected(path, charger="", **more):
        with contextlib.closing(CaptureReader(path)) as reader:
            return collect(reader, charger, DEFAULTS, **more)

    return collected


@pytest.fixture
def content(annotated, content_of):
    """What a report on the capture tells."""
    return content_of(annotated)


@pytest.fixture
def one(content):
    """What it tells of its only charger."""
    return content.chargers[0]
