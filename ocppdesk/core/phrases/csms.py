# SPDX-License-Identifier: Apache-2.0
"""What the calls of a CSMS say, a table of action -> phrase."""

from typing import Final

from ocppdesk.core.phrases.charging import dynamic_text, schedule_text
from ocppdesk.core.phrases.parts import (
    Part,
    Phrase,
    always,
    capital,
    card,
    certificate,
    certificate_hash,
    count,
    duration,
    fields,
    id_text,
    listed,
    place,
    priority,
    request,
    reservation,
    say,
    secret_or,
    some,
    stream,
    transaction,
    variable,
)


def _change_configuration(call: Part) -> str:
    name = call["key"].text
    return f"{name} = {secret_or(name, call['value'])}" if name else ""


def _get_configuration(call: Part) -> str:
    names = [key.text for key in call["key"].items()]
    return some(names, shown=5) or "All keys"


def _set_variables(call: Part) -> str:
    texts = []
    for found in call["setVariableData"].items()[:20]:
        name = variable(found)
        texts.append(f"{name} = {secret_or(name, found['attributeValue'])}")
    return some(texts)


def _variables(call: Part, key: str) -> str:
    return some([variable(found) for found in call[key].items()[:50]])


def _set_monitors(call: Part) -> str:
    texts = [
        " ".join((variable(found), found["type"].text, found["value"].text)).strip()
        for found in call["setMonitoringData"].items()[:20]
    ]
    return some(texts)


def _remote_start(call: Part) -> str:
    schedules = call["chargingProfile"]["chargingSchedule"].items()
    return listed(
        " on ".join(text for text in (capital(card(call)), place(call)) if text),
        schedule_text(schedules[0]) if schedules else "",
    )


def _availability(call: Part) -> str:
    state = call.first("type", "operationalStatus").text
    return say("{} → {}", capital(place(call)) or "Whole charger", state)


def _reset(call: Part) -> str:
    return listed(say("{} reset", call["type"].text), place(call))


def _local_list(call: Part) -> str:
    return listed(
        say("{} update", call["updateType"].text),
        say("version {}", id_text(call.first("listVersion", "versionNumber"))),
        count(len(call["localAuthorizationList"].items()), "token"),
    )


def _reserve(call: Part) -> str:
    return listed(
        capital(place(call)),
        say("for {}", card(call)),
        say("until {}", call.first("expiryDate", "expiryDateTime").time_text),
        reservation(call, "id"),
    )


def _clear_profile(call: Part) -> str:
    number = call.first("id", "chargingProfileId")
    if isinstance(number.value, int):
        return f"Profile {id_text(number)}"
    chosen = call["chargingProfileCriteria"] or call
    level = say("level {}", id_text(chosen["stackLevel"]))
    text = listed(chosen["chargingProfilePurpose"].text, level, place(chosen))
    return text or "All profiles"


def _get_profiles(call: Part) -> str:
    wanted = call["chargingProfile"]
    numbers = [id_text(found) for found in wanted["chargingProfileId"].items()]
    level = say("level {}", id_text(wanted["stackLevel"]))
    purpose = wanted["chargingProfilePurpose"].text
    text = listed(say("Profile {}", some(numbers)), purpose, level, place(call))
    return listed(text or "All profiles", request(call))


def _composite(call: Part) -> str:
    return listed(
        capital(place(call)),
        say("next {}", duration(call["duration"])),
        say("in {}", call["chargingRateUnit"].text),
    )


def _trigger(call: Part) -> str:
    wanted = call["requestedMessage"].text
    if wanted == "CustomTrigger":
        wanted = call["customTrigger"].text or wanted
    where = place(call)
    return f"{wanted} of {where}" if wanted and where else wanted


def _upload(call: Part) -> str:
    log = call["log"] or call
    return listed(
        call["logType"].text,
        say("upload to {}", log.first("remoteLocation", "location").text),
        say("from {}", log.first("oldestTimestamp", "startTime").time_text),
        say("until {}", log.first("latestTimestamp", "stopTime").time_text),
        request(call),
    )


def _firmware(call: Part) -> str:
    firmware = call["firmware"] or call
    at = firmware.first("retrieveDateTime", "retrieveDate").time_text
    return listed(firmware["location"].text, say("at {}", at), request(call))


def _network(call: Part) -> str:
    data = call["connectionData"]
    return listed(
        say(
            "Slot {}: {}", id_text(call["configurationSlot"]), data["ocppCsmsUrl"].text
        ),
        say("security profile {}", id_text(data["securityProfile"])),
    )


def _display(call: Part) -> str:
    found = call["message"]
    content = say("“{}”", found["message"]["content"].text)
    return listed(content, found["priority"].text, say("id {}", id_text(found["id"])))


def _customer(call: Part) -> str:
    wanted = [word for word in ("report", "clear") if call[word].value is True]
    who = call["customerIdentifier"].text or card(call)
    return listed(capital(" and ".join(wanted)), who, request(call))


def _der(call: Part) -> str:
    return listed(
        call["controlType"].text,
        say("control {}", id_text(call["controlId"])),
        "default" if call["isDefault"].value is True else "",
        request(call),
    )


def _tariff(call: Part) -> str:
    return listed(
        say("Tariff {}", id_text(call["tariff"]["tariffId"])),
        transaction(call["transactionId"]) or place(call),
    )


def _of_transaction(call: Part) -> str:
    return capital(transaction(call["transactionId"]))


PHRASES: Final[dict[str, Phrase]] = {
    "AFRRSignal": fields("signal", noun="Signal"),
    "AdjustPeriodicEventStream": stream,
    "CancelReservation": lambda call: capital(reservation(call)),
    "CertificateSigned": lambda call: certificate(call) or "Signed certificate",
    "ChangeAvailability": _availability,
    "ChangeConfiguration": _change_configuration,
    "ChangeTransactionTariff": _tariff,
    "ClearCache": always("Forget the remembered tokens"),
    "ClearChargingProfile": _clear_profile,
    "ClearDERControl": _der,
    "ClearDisplayMessage": fields("id", noun="Display message"),
    "ClearTariffs": lambda call: listed(
        some([id_text(t) for t in call["tariffIds"].items()]) or "All tariffs",
        place(call),
    ),
    "ClearVariableMonitoring": lambda call: say(
        "Monitor {}", some([id_text(found) for found in call["id"].items()[:50]])
    ),
    "CostUpdated": lambda call: listed(
        say("{} so far", call["totalCost"].text), transaction(call["transactionId"])
    ),
    "CustomerInformation": _customer,
    "DeleteCertificate": certificate_hash,
    "ExtendedTriggerMessage": _trigger,
    "GetBaseReport": fields("reportBase"),
    "GetChargingProfiles": _get_profiles,
    "GetCompositeSchedule": _composite,
    "GetConfiguration": _get_configuration,
    "GetDERControl": _der,
    "GetDiagnostics": lambda call: capital(_upload(call)),
    "GetDisplayMessages": lambda call: listed("Display messages", request(call)),
    "GetInstalledCertificateIds": lambda call: certificate(call) or "All certificates",
    "GetLocalListVersion": always("Version of the local list?"),
    "GetLog": _upload,
    "GetMonitoringReport": lambda call: listed(
        _variables(call, "componentVariable") or "All monitors", request(call)
    ),
    "GetPeriodicEventStream": always("Open event streams?"),
    "GetReport": lambda call: listed(
        _variables(call, "componentVariable")
        or some([found.text for found in call["componentCriteria"].items()]),
        request(call),
    ),
    "GetTariffs": lambda call: listed("Tariffs", place(call)),
    "GetTransactionStatus": lambda call: _of_transaction(call) or "All transactions",
    "GetVariables": lambda call: _variables(call, "getVariableData"),
    "InstallCertificate": certificate,
    "NotifyAllowedEnergyTransfer": lambda call: listed(
        some([found.text for found in call["allowedEnergyTransfer"].items()]),
        transaction(call["transactionId"]),
    ),
    "NotifyWebPaymentStarted": lambda call: listed(
        capital(place(call)), say("within {}", duration(call["timeout"]))
    ),
    "PublishFirmware": _firmware,
    "RemoteStartTransaction": _remote_start,
    "RemoteStopTransaction": _of_transaction,
    "RequestBatterySwap": lambda call: listed(capital(card(call)), request(call)),
    "RequestStartTransaction": _remote_start,
    "RequestStopTransaction": _of_transaction,
    "ReserveNow": _reserve,
    "Reset": _reset,
    "SendLocalList": _local_list,
    "SetDERControl": _der,
    "SetDefaultTariff": _tariff,
    "SetDisplayMessage": _display,
    "SetMonitoringBase": fields("monitoringBase"),
    "SetMonitoringLevel": fields("severity", noun="Severity up to"),
    "SetNetworkProfile": _network,
    "SetVariableMonitoring": _set_monitors,
    "SetVariables": _set_variables,
    "SignedUpdateFirmware": _firmware,
    "TriggerMessage": _trigger,
    "UnlockConnector": lambda call: capital(place(call)),
    "UnpublishFirmware": fields("checksum", noun="Checksum"),
    "UpdateDynamicSchedule": dynamic_text,
    "UpdateFirmware": _firmware,
    "UsePriorityCharging": priority,
}
