# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtCore import QLocale

from ocppdesk.gui.look.numbers import grouped


@pytest.mark.parametrize(
    ("name", "number", "text"),
    [
        ("C", 214, "214"),
        ("C", 1_932, "1\u202f932"),
        ("C", -1_000_000, "-1\u202f000\u202f000"),
        ("en_US", 1_000_000, "1,000,000"),
        ("de_DE", 1_932, "1.932"),
    ],
)
def test_digits_stand_in_groups_in_every_locale(name, number, text):
    before = QLocale()
    QLocale.setDefault(QLocale(name))
    try:
        assert grouped(number) == text
    finally:
        QLocale.setDefault(before)
