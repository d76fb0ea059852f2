# SPDX-License-Identifier: Apache-2.0
import pytest

from ocppdesk.core.masking import MASK
from ocppdesk.gui.configuration.about_pane import AboutPane
from ocppdesk.gui.configuration.model import SettingsModel


@pytest.fixture
def model(theme):
    return SettingsModel(theme)


@pytest.fixture
def pane(qtbot, theme):
    made = AboutPane(theme)
    qtbot.addWidget(made)
    return made


def test_the_setting_is_explained(pane, model, known):
    model.show(known(HeartbeatInterval="300"))
    pane.show_row(model.shown[0], model)
    text = pane.toPlainText()
    assert "OCPPCommCtrlr.HeartbeatInterval" in text
    assert "whole number" in text


def test_secrets_are_not_told(pane, model, known):
    model.show(known(AuthorizationKey="hunter22"))
    model.type(model.shown[0], "hunter23hunter23")
    pane.show_row(model.shown[0], model)
    text = pane.toPlainText()
    assert MASK in text
    assert "hunter2" not in text


def test_a_secret_within_a_value_is_not_told(pane, model, known):
    model.show(known(LogUrl="ftp://me:alt@host/"))
    model.type(model.shown[0], "ftp://me:geheim@host/")
    pane.show_row(model.shown[0], model)
    assert f"ftp://me:{MASK}@host/" in pane.toPlainText()
    assert "geheim" not in pane.toPlainText()


def test_texts_of_strangers_are_no_markup(pane, model, known):
    model.show(known(acme="<img src=x>"))
    pane.show_row(model.shown[0], model)
    assert "<img src=x>" in pane.toPlainText()


def test_a_refusal_is_explained(pane, model, known):
    model.show(known(HeartbeatInterval="300"))
    why = model.type(model.shown[0], "soon")
    pane.show_row(model.shown[0], model)
    assert why in pane.toPlainText()


def test_without_a_setting_it_is_empty(pane, model):
    pane.show_row(None, model)
    assert pane.toPlainText() == ""
