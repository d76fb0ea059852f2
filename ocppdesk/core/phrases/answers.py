# SPDX-License-Identifier: Apache-2.0
"""What answers say, a table of action -> phrase; the rest is said by their status."""

from typing import Final

from ocppdesk.core.phrases.charging import limit_text, schedule_text
from ocppdesk.core.phrases.parts import (
    Part,
    Phrase,
    count,
    dotted,
    duration,
    id_text,
    listed,
    place,
    say,
    secret_or,
    some,
    transaction,
    variable,
)


def status_phrase(answer: Part) -> str:
    """Say the status with the reason that OCPP 2.x gives: `Rejected (TxInProgress)`."""
    status = answer["status"].text or _token_status(answer)
    info = answer["statusInfo"]
    reason = listed(info["reasonCode"].text, info["additionalInfo"].text)
    return say("{} ({})", status, reason) or status


def _token_status(answer: Part) -> str:
    return answer.first("idTagInfo", "idTokenInfo")["status"].text


def _authorized(answer: Part) -> str:
    info = answer.first("idTagInfo", "idTokenInfo")
    until = info.first("expiryDate", "cacheExpiryDateTime").time_text
    group = info["parentIdTag"].text or info["groupIdToken"]["idToken"].text
    return listed(
        _token_status(answer),
        say("group {}", group),
        say("until {}", until),
        say("certificate {}", answer["certificateStatus"].text),
    )


def _boot(answer: Part) -> str:
    seconds = duration(answer["interval"])
    # OCPP 1.6, 4.2: unless Accepted, the interval is the wait before the next try.
    accepted = answer["status"].text.casefold() == "accepted"
    when = say("every {}" if accepted else "again in {}", seconds)
    return listed(status_phrase(answer), when)


def _started(answer: Part) -> str:
    number = say("Transaction {}", id_text(answer["transactionId"]))
    return listed(number, _authorized(answer))


def _transaction_event(answer: Part) -> str:
    limits = answer["transactionLimit"]
    return listed(
        _authorized(answer),
        say("total cost {}", answer["totalCost"].text),
        say("at most {} Wh", limits["maxEnergy"].text),
        say("at most {}", duration(limits["maxTime"])),
        say("message “{}”", answer["updatedPersonalMessage"]["content"].text),
    )


def _configuration(answer: Part) -> str:
    keys = answer["configurationKey"].items()
    unknown = [key.text for key in answer["unknownKey"].items()]
    if len(keys) <= 3:
        known = listed(*(_key_value(key) for key in keys))
    else:
        known = f"{len(keys)} keys: {some([key['key'].text for key in keys])}"
    return dotted(known, say("unknown: {}", some(unknown)))


def _key_value(key: Part) -> str:
    name = key["key"].text
    text = say("{} = {}", name, secret_or(name, key["value"]) or "“”")
    return f"{text} (read-only)" if text and key["readonly"].value is True else text


def _read_variables(answer: Part) -> str:
    texts = []
    for found in answer["getVariableResult"].items()[:50]:
        status = found["attributeStatus"].text
        name = variable(found)
        value = secret_or(name, found["attributeValue"])
        is_read = status.casefold() in ("", "accepted")
        texts.append(f"{name} = {value}" if is_read else f"{name}: {status}")
    return some(texts)


def _written_variables(answer: Part) -> str:
    texts = [
        f"{variable(found)}: {found['attributeStatus'].text}"
        for found in answer["setVariableResult"].items()[:50]
    ]
    return some(texts)


def _each(key: str, number: str, noun: str) -> Phrase:
    """Return a phrase of a list of things, each with a status of its own."""

    def phrase(answer: Part) -> str:
        texts = [
            listed(say(f"{noun} {{}}", found[number].text), found["status"].text)
            for found in answer[key].items()[:50]
        ]
        return some(texts)

    return phrase


def _composite(answer: Part) -> str:
    schedule = answer.first("chargingSchedule", "schedule")
    return listed(
        status_phrase(answer),
        schedule_text(schedule) if schedule else "",
        say("for {}", duration(schedule["duration"])),
        place(answer) or place(schedule),
    )


def _transaction_status(answer: Part) -> str:
    states = {True: "ongoing", False: "ended"}
    queued = {True: "messages are waiting", False: "no message is waiting"}
    ongoing, waiting = answer["ongoingIndicator"].value, answer["messagesInQueue"].value
    return listed(
        f"Transaction {states[ongoing]}" if isinstance(ongoing, bool) else "",
        queued[waiting] if isinstance(waiting, bool) else "",
    )


def _certificates(answer: Part) -> str:
    found = answer.first("certificateHashData", "certificateHashDataChain").items()
    return listed(status_phrase(answer), count(len(found), "certificate"))


def _tariffs(answer: Part) -> str:
    found = answer["tariffAssignments"].items()
    return listed(status_phrase(answer), some([id_text(t["tariffId"]) for t in found]))


def _with(*keys: str) -> Phrase:
    """Return a phrase of the status and some scalars."""
    return lambda answer: listed(
        status_phrase(answer), *(answer[key].text for key in keys)
    )


PHRASES: Final[dict[str, Phrase]] = {
    "Authorize": _authorized,
    "BootNotification": _boot,
    "ClearTariffs": _each("clearTariffsResult", "tariffId", "Tariff"),
    "ClearVariableMonitoring": _each("clearMonitoringResult", "id", "Monitor"),
    "DataTransfer": _with("data"),
    "GetCertificateChainStatus": _each("certificateStatus", "source", "By"),
    "GetCompositeSchedule": _composite,
    "GetConfiguration": _configuration,
    "GetDiagnostics": lambda answer: (
        say("File {}", answer["fileName"].text) or "No file to upload"
    ),
    "GetInstalledCertificateIds": _certificates,
    "GetLocalListVersion": lambda answer: say(
        "Version {}", answer.first("listVersion", "versionNumber").text or "0"
    ),
    "GetLog": _with("filename"),
    "GetPeriodicEventStream": lambda answer: count(
        len(answer["constantStreamData"].items()), "stream"
    ),
    "GetTariffs": _tariffs,
    "GetTransactionStatus": _transaction_status,
    "GetVariables": _read_variables,
    "Heartbeat": lambda answer: say("It is {}", answer["currentTime"].text),
    "NotifySettlement": lambda answer: say(
        "Receipt {}", answer.first("receiptId", "receiptUrl").text
    ),
    "PullDynamicScheduleUpdate": lambda answer: listed(
        status_phrase(answer), limit_text(answer["scheduleUpdate"], "")
    ),
    "RequestStartTransaction": lambda answer: listed(
        status_phrase(answer), transaction(answer["transactionId"])
    ),
    "SetVariableMonitoring": _each("setMonitoringResult", "id", "Monitor"),
    "SetVariables": _written_variables,
    "StartTransaction": _started,
    "StopTransaction": _authorized,
    "TransactionEvent": _transaction_event,
    "VatNumberValidation": lambda answer: listed(
        status_phrase(answer), answer["company"]["name"].text
    ),
}
