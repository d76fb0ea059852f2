# SPDX-License-Identifier: Apache-2.0
import os

import pytest

from ocppdesk.csms.filedrop.addresses import DropError
from ocppdesk.csms.filedrop.offers import OfferChanged, offer_of


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "Firmware 2.0 (ü).bin"
    found.write_bytes(b"12345")
    return found


def test_an_offer_has_a_name_that_needs_no_encoding(path):
    offer = offer_of(path)
    assert (offer.name, offer.size) == ("Firmware_2.0____.bin", 5)


def test_an_offer_can_be_read(path):
    with offer_of(path).open() as file:
        assert file.read() == b"12345"


def test_another_file_has_another_tag(path):
    before = offer_of(path)
    path.write_bytes(b"123456")
    assert offer_of(path).etag != before.etag


def test_a_file_that_was_changed_is_not_given(path):
    offer = offer_of(path)
    os.utime(path, (1, 1))
    with pytest.raises(OfferChanged, match="has been changed"):
        offer.open()


def test_a_file_that_is_gone_is_not_given(path):
    offer = offer_of(path)
    path.unlink()
    with pytest.raises(OfferChanged, match="cannot be read"):
        offer.open()


def test_times_are_told_as_http_has_them(path):
    os.utime(path, (0, 0))
    assert offer_of(path).modified == "Thu, 01 Jan 1970 00:00:00 GMT"


def test_an_empty_or_missing_file_is_no_offer(tmp_path):
    (tmp_path / "empty").touch()
    with pytest.raises(DropError, match="is empty"):
        offer_of(tmp_path / "empty")
    with pytest.raises(DropError, match="cannot be read"):
        offer_of(tmp_path / "missing")
