# SPDX-License-Identifier: Apache-2.0
"""What the calls of a charger say, a table of action -> phrase."""

from typing import Final

from ocppdesk.core.phrases.charging import (
    dynamic_text,
    meter_text,
    schedule_text,
)
from ocppdesk.core.phrases.parts import (
    Part,
    Phrase,
    always,
    capital,
    card,
    certificate,
    certificate_hash,
    count,
    dotted,
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
    watt_hours,
)


def _boot(call: Part) -> str:
    station = call["chargingStation"]
    if station:
        who = (station["vendorName"].text, station["model"].text)
        serial = station["serialNumber"].text
    else:
        station = call
        who = (call["chargePointVendor"].text, call["chargePointModel"].text)
        serial = call.first("chargePointSerialNumber", "chargeBoxSerialNumber").text
    return dotted(
        " ".join(word for word in who if word),
        say("firmware {}", station["firmwareVersion"].text),
        say("serial {}", serial),
        call["reason"].text,
    )


def _status(call: Part) -> str:
    where = capital(place(call)) if place(call) != "whole charger" else "Charger"
    status = call.first("status", "connectorStatus").text
    code = call["errorCode"].text
    text = say("{} → {}", where, status)
    if code and code.casefold() != "noerror":
        text += f" ({code})"
    return dotted(text, call["info"].text, say("code {}", call["vendorErrorCode"].text))


def _start(call: Part) -> str:
    meter = watt_hours(call["meterStart"])
    who = card(call)
    where = place(call)
    return listed(
        capital(f"{who} on {where}" if who and where else who or where),
        say("meter {}", meter),
        say("reservation {}", id_text(call["reservationId"])),
    )


def _stop(call: Part) -> str:
    # OCPP 1.6, 6.49: without a reason it is Local.
    reason = call["reason"].text or "Local"
    text = say("{} ended: {}", capital(transaction(call["transactionId"])), reason)
    return listed(text, say("meter {}", watt_hours(call["meterStop"])))


def _transaction_event(call: Part) -> str:
    info = call["transactionInfo"]
    event = call["eventType"].text.casefold()
    # OCPP 2.0.1, TransactionType: an omitted stoppedReason means Local.
    ended = event == "ended"
    reason = info["stoppedReason"].text or ("Local" if ended else "")
    name = transaction(info["transactionId"])
    news = (info["chargingState"].text, card(call), meter_text(call["meterValue"]))
    trigger = call["triggerReason"].text
    offline = "offline" if call["offline"].value is True else ""
    if event == "updated":
        # There are many of them: the news first, what they have in common last.
        return dotted(*news, reason, trigger, offline, say("{} updated", name))
    head = say("{} {}", capital(name), event)
    head = f"{head}: {reason}" if reason else head
    return dotted(head, trigger, *news, offline)


def _data_transfer(call: Part) -> str:
    data = call["data"]
    text = data.text
    if not text and data:
        text = _counted_keys(data)
    return dotted(call["vendorId"].text, call["messageId"].text, text)


def _counted_keys(part: Part) -> str:
    if isinstance(part.value, dict):
        return some([Part(str(key)).text for key in list(part.value)[:50]])
    return count(len(part.items()), "item")


def _event(call: Part) -> str:
    events = []
    for found in call["eventData"].items()[:20]:
        name = variable(found)
        text = f"{name} = {secret_or(name, found['actualValue'])}"
        cleared = " cleared" if found["cleared"].value is True else ""
        events.append(f"{text} ({found['trigger'].text or '?'}{cleared})")
    return some(events)


def _report(call: Part, key: str, noun: str) -> str:
    content = count(len(call[key].items()), noun)
    return listed(
        f"Part {id_text(call['seqNo']) or '?'} with {content}",
        request(call),
        "more to come" if call["tbc"].value is True else "last part",
    )


def _reported_profiles(call: Part) -> str:
    profiles = call["chargingProfile"].items()
    first = profiles[0]["chargingSchedule"].items() if profiles else []
    return listed(
        count(len(profiles), "profile"),
        place(call),
        schedule_text(first[0]) if first else "",
        say("set by {}", call["chargingLimitSource"].text),
        "more to come" if call["tbc"].value is True else "",
    )


def _limit_notice(call: Part) -> str:
    schedules = call["chargingSchedule"].items()
    return listed(
        say("Limit from {}", call["chargingLimit"]["chargingLimitSource"].text),
        schedule_text(schedules[0]) if schedules else "",
        place(call),
    )


def _ev_schedule(call: Part) -> str:
    return listed(schedule_text(call["chargingSchedule"]), place(call))


def _needs(call: Part) -> str:
    needs = call["chargingNeeds"]
    ac, dc = needs["acChargingParameters"], needs["dcChargingParameters"]
    current = ac["evMaxCurrent"] or dc["evMaxCurrent"]
    return listed(
        capital(place(call)),
        needs["requestedEnergyTransfer"].text,
        say("up to {} A", current.text),
        say("energy {}", watt_hours(ac["energyAmount"] or dc["energyAmount"])),
        say("SoC {} %", dc["stateOfCharge"].text),
        say("until {}", needs["departureTime"].time_text),
    )


def _stream_values(call: Part) -> str:
    values = call["data"].items()
    last = values[-1]["v"].text if values else ""
    return listed(stream(call), count(len(values), "value"), say("last {}", last))


def _swap(call: Part) -> str:
    batteries = count(len(call["batteryData"].items()), "battery").replace("ys", "ies")
    return listed(call["eventType"].text, batteries, card(call), request(call))


def _settlement(call: Part) -> str:
    amount = say("amount {}", call["settlementAmount"].text)
    return listed(call["status"].text, amount, transaction(call["transactionId"]))


def _der_report(call: Part) -> str:
    content = call.value if isinstance(call.value, dict) else {}
    kinds = [key for key, found in content.items() if isinstance(found, list)]
    return listed(some([Part(key).text for key in kinds]), request(call))


PHRASES: Final[dict[str, Phrase]] = {
    "Authorize": lambda call: capital(card(call)),
    "BatterySwap": _swap,
    "BootNotification": _boot,
    "ClearedChargingLimit": lambda call: listed(
        say("Limit from {} lifted", call["chargingLimitSource"].text), place(call)
    ),
    "ClosePeriodicEventStream": stream,
    "DataTransfer": _data_transfer,
    "DiagnosticsStatusNotification": fields("status"),
    "FirmwareStatusNotification": fields("status"),
    "Get15118EVCertificate": fields("action", noun="Contract certificate:"),
    "GetCertificateChainStatus": lambda call: count(
        len(call["certificateStatusRequests"].items()), "certificate"
    ),
    "GetCertificateStatus": certificate_hash,
    "Heartbeat": always("Alive; what time is it?"),
    "LogStatusNotification": fields("status"),
    "MeterValues": lambda call: (
        meter_text(call.first("meterValue", "values")) or "No values"
    ),
    "NotifyChargingLimit": _limit_notice,
    "NotifyCustomerInformation": lambda call: _report(call, "data", "text"),
    "NotifyDERAlarm": lambda call: listed(
        call["gridEventFault"].text or "Grid event",
        "ended" if call["alarmEnded"].value is True else "",
        call["controlType"].text,
    ),
    "NotifyDERStartStop": lambda call: say(
        "Control {} {}",
        id_text(call["controlId"]),
        "started" if call["started"].value is True else "stopped",
    ),
    "NotifyDisplayMessages": lambda call: listed(
        count(len(call["messageInfo"].items()), "display message"), request(call)
    ),
    "NotifyEVChargingNeeds": _needs,
    "NotifyEVChargingSchedule": _ev_schedule,
    "NotifyEvent": _event,
    "NotifyMonitoringReport": lambda call: _report(call, "monitor", "monitor"),
    "NotifyPeriodicEventStream": _stream_values,
    "NotifyPriorityCharging": priority,
    "NotifyReport": lambda call: _report(call, "reportData", "variable"),
    "NotifySettlement": _settlement,
    "OpenPeriodicEventStream": stream,
    "PublishFirmwareStatusNotification": fields("status"),
    "PullDynamicScheduleUpdate": dynamic_text,
    "ReportChargingProfiles": _reported_profiles,
    "ReportDERControl": _der_report,
    "ReservationStatusUpdate": lambda call: say(
        "{} → {}", capital(reservation(call)), call["reservationUpdateStatus"].text
    ),
    "SecurityEventNotification": lambda call: dotted(
        call["type"].text, call["techInfo"].text
    ),
    "SignCertificate": lambda call: certificate(call) or "Certificate request",
    "SignedFirmwareStatusNotification": fields("status"),
    "StartTransaction": _start,
    "StatusNotification": _status,
    "StopTransaction": _stop,
    "TransactionEvent": _transaction_event,
    "VatNumberValidation": fields("vatNumber"),
}
