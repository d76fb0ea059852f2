# SPDX-License-Identifier: Apache-2.0
"""The files of the resources folder are found."""

import tomllib

from ocppdesk.resources import resource


def test_a_resource_is_a_path():
    with resource("glossary", "ocpp16.toml").open("rb") as file:
        assert tomllib.load(file)


def test_the_folder_itself_is_a_resource():
    assert resource("glossary").is_dir()
    assert resource("glossary").parent == resource()


def test_what_is_not_there_is_not_there():
    assert not resource("glossary", "nonsense.toml").exists()
