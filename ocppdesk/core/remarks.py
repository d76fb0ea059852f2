# SPDX-License-Identifier: Apache-2.0
"""What there is to say about the action of a call, as sentences."""

from typing import Final

from ocppdesk.core.versions import Version

FROM_CSMS_ONLY: Final = "This action is sent by the CSMS, not by the charger."
FROM_CHARGER_ONLY: Final = "This action is sent by the charger, not by the CSMS."
ID_IN_USE: Final = "Its message id was used before on this connection."


def unknown_remark(action: str) -> str:
    """Say that no version has an action."""
    return f"OCPP knows no action {action}."


def name_remarks(
    written: str, name: str, version: Version, spoken: Version
) -> list[str]:
    """Say what is odd about the name of an action that was found.

    Args:
        written: As its sender wrote it.
        name: As the specification has it.
        version: The version that has it.
        spoken: The version that the connection speaks.
    """
    remarks = []
    if written != name:
        remarks.append(f"The action is spelt {written}; OCPP has {name}.")
    if version is not spoken:
        remarks.append(
            f"{name} belongs to OCPP {version}; this connection speaks OCPP {spoken}."
        )
    return remarks
