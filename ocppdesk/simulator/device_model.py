# SPDX-License-Identifier: Apache-2.0
"""The device model of a 2.x charger: values, GetVariables, SetVariables, reports."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from ocppdesk.simulator.configuration_values import split_items
from ocppdesk.simulator.device_variables import (
    Component,
    Variable,
    standard_variables,
)

Key = tuple[Component, str, str | None]
"""Component, variable and the variable's instance."""

_BY_16_NAME: Final = {
    "AllowOfflineTxForUnknownId": "AuthCtrlr.OfflineTxForUnknownIdEnabled",
    "AuthorizationCacheEnabled": "AuthCacheCtrlr.Enabled",
    "AuthorizationKey": "SecurityCtrlr.BasicAuthPassword",
    "AuthorizeRemoteTxRequests": "AuthCtrlr.AuthorizeRemoteStart",
    "ClockAlignedDataInterval": "AlignedDataCtrlr.Interval",
    "ConnectionTimeOut": "TxCtrlr.EVConnectionTimeOut",
    "HeartbeatInterval": "OCPPCommCtrlr.HeartbeatInterval",
    "InstallationMaxCurrent": "InstallationCtrlr.MaxCurrent",
    "LocalAuthListEnabled": "LocalAuthListCtrlr.Enabled",
    "LocalAuthListMaxLength": "LocalAuthListCtrlr.Entries",
    "LocalAuthorizeOffline": "AuthCtrlr.LocalAuthorizeOffline",
    "LocalPreAuthorize": "AuthCtrlr.LocalPreAuthorize",
    "MessageTimeout": "OCPPCommCtrlr.MessageTimeout.Default",
    "MeterValuesAlignedData": "AlignedDataCtrlr.Measurands",
    "MeterValuesSampledData": "SampledDataCtrlr.TxUpdatedMeasurands",
    "MeterValueSampleInterval": "SampledDataCtrlr.TxUpdatedInterval",
    "SendLocalListMaxLength": "LocalAuthListCtrlr.ItemsPerMessage",
    "StopTransactionOnEVSideDisconnect": "TxCtrlr.StopTxOnEVSideDisconnect",
    "StopTransactionOnInvalidId": "TxCtrlr.StopTxOnInvalidId",
    "StopTxnSampledData": "SampledDataCtrlr.TxEndedMeasurands",
    "TransactionMessageAttempts": "OCPPCommCtrlr.MessageAttempts.TransactionEvent",
    "TransactionMessageRetryInterval": (
        "OCPPCommCtrlr.MessageAttemptInterval.TransactionEvent"
    ),
    "WebSocketPingInterval": "OCPPCommCtrlr.WebSocketPingInterval",
}
"""Which variable has taken the place of which configuration key."""


class DeviceModel:
    """The variables of one charger; also its settings, by 1.6 or dotted names.

    Args:
        connectors: How many EVSEs it has.
        preset: Values other than those of the factory, keyed
            `Component.Variable`, `Component.Variable.Instance` or by a 1.6 name.
        more: Variables that it has besides those of 2.0.1.
    """

    def __init__(
        self,
        connectors: int,
        preset: Mapping[str, str] | None = None,
        *,
        more: Iterable[Variable] = (),
    ) -> None:
        variables = [*standard_variables(connectors), *more]
        self._variables = {v.key: v for v in variables}
        self._active = {key: v.value for key, v in self._variables.items()}
        for name, value in (preset or {}).items():
            self._active[_key(_BY_16_NAME.get(name, name))] = value
        self._stored = dict(self._active)
        self._live: dict[Key, Callable[[], str]] = {}

    def bind(self, key: Key, read: Callable[[], str]) -> None:
        """Let a variable show what is so now, instead of a stored value."""
        self._live[key] = read

    def value(self, key: Key) -> str | None:
        """Return what a variable shows, None if there is no such variable."""
        if key not in self._variables:
            return None
        read = self._live.get(key)
        return self._stored[key] if read is None else read()

    def assign(self, name: str, value: str) -> None:
        """Change a variable from inside, read-only or not, at once."""
        key = _key(_BY_16_NAME.get(name, name))
        self._active[key] = self._stored[key] = value

    def restart(self) -> None:
        """Activate what waited for a reboot."""
        self._active = dict(self._stored)

    # Settings

    def text(self, name: str) -> str:
        """Return the value that is in force; empty for an unknown setting."""
        return self._active.get(_key(_BY_16_NAME.get(name, name)), "")

    def number(self, name: str) -> int:
        """Return the value that is in force as a number; 0 if it is none."""
        value = self.text(name)
        return int(value) if value.removeprefix("-").isdecimal() else 0

    def flag(self, name: str) -> bool:
        """Return whether the value that is in force is `true`."""
        return self.text(name).lower() == "true"

    def items(self, name: str) -> list[str]:
        """Return the items of the list that is in force."""
        return split_items(self.text(name))

    # B05, B06: SetVariables and GetVariables

    def get_variable(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one entry of GetVariables."""
        key, result = self._resolve(request)
        if result["attributeStatus"] != "Accepted":
            return result
        if self._variables[key].mutability == "WriteOnly":
            return _refused(result, "Rejected", "WriteOnly")
        return {**result, "attributeValue": self.value(key)}

    def set_variable(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one entry of SetVariables, and write it if that is allowed."""
        key, result = self._resolve(request)
        if result["attributeStatus"] != "Accepted":
            return result
        variable = self._variables[key]
        if variable.mutability == "ReadOnly":
            return _refused(result, "Rejected", "ReadOnly")
        normal = variable.kind.normal(request["attributeValue"])
        if normal is None:
            return _refused(result, "Rejected", "InvalidValue")
        self._stored[key] = normal
        if variable.needs_reboot:
            return {**result, "attributeStatus": "RebootRequired"}
        self._active[key] = normal
        return result

    def _resolve(self, request: dict[str, Any]) -> tuple[Key, dict[str, Any]]:
        component = Component.of(request["component"])
        name = request["variable"]["name"]
        key = (component, name, request["variable"].get("instance"))
        result = {
            "attributeStatus": "Accepted",
            "component": request["component"],
            "variable": request["variable"],
        }
        if "attributeType" in request:
            result["attributeType"] = request["attributeType"]
        if all(component != known[0] for known in self._variables):
            return key, {**result, "attributeStatus": "UnknownComponent"}
        if key not in self._variables:
            return key, {**result, "attributeStatus": "UnknownVariable"}
        if request.get("attributeType", "Actual") != "Actual":
            return key, {**result, "attributeStatus": "NotSupportedAttributeType"}
        return key, result

    # B07, B08: reports

    def find(
        self, component: dict[str, Any], variable: dict[str, Any] | None = None
    ) -> list[Variable]:
        """Return the variables that a filter names; what it leaves out matches all.

        Args:
            component: A ComponentType.
            variable: A VariableType; None for all of the component.
        """
        wanted = Component.of(component)
        return [
            found
            for found in self._variables.values()
            if found.component.name == wanted.name
            and wanted.evse in (None, found.component.evse)
            and wanted.connector in (None, found.component.connector)
            and wanted.instance in (None, found.component.instance)
            and (variable is None or variable["name"] == found.name)
            and (
                variable is None
                or variable.get("instance", found.instance) == found.instance
            )
        ]

    def base_report(self, base: str) -> list[Variable]:
        """Return the variables of a GetBaseReport (B07.FR.07 to B07.FR.09)."""
        variables = self._variables.values()
        if base == "ConfigurationInventory":
            return [v for v in variables if v.mutability != "ReadOnly"]
        if base == "SummaryInventory":
            names = ("AvailabilityState", "Available", "Problem")
            return [v for v in variables if v.name in names]
        return list(variables)

    def with_state(self, criteria: list[str]) -> set[Component]:
        """Return the components that criteria of GetReport select (B08.FR.07 to 10).

        A component without the variable of a criterion counts as having it.
        """
        components = {variable.component for variable in self._variables.values()}
        return {c for c in components if any(self._has(c, name) for name in criteria)}

    def _has(self, component: Component, criterion: str) -> bool:
        value = self.value((component, criterion, None))
        return value == "true" or (value is None and criterion != "Problem")

    def report_data(self, variables: list[Variable]) -> Iterator[dict[str, Any]]:
        """Yield the entries of NotifyReport for some variables."""
        for variable in variables:
            attribute: dict[str, Any] = {"mutability": variable.mutability}
            if variable.mutability != "WriteOnly":
                attribute["value"] = self.value(variable.key)
            yield {
                "component": variable.component.payload(),
                "variable": variable.payload(),
                "variableAttribute": [attribute],
                "variableCharacteristics": variable.characteristics(),
            }


def _key(dotted: str) -> Key:
    component, _, rest = dotted.partition(".")
    name, _, instance = rest.partition(".")
    return Component(component), name, instance or None


def _refused(result: dict[str, Any], status: str, reason: str) -> dict[str, Any]:
    info = {"reasonCode": reason}
    return {**result, "attributeStatus": status, "attributeStatusInfo": info}
