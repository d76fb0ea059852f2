# SPDX-License-Identifier: Apache-2.0
"""Energy, power and times of a session, each with where it comes from."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from ocppdesk.analysis.sessions.story import Quality, Story, Transaction
from ocppdesk.gui.messages.moments import Moments
from ocppdesk.gui.stories import wording
from ocppdesk.gui.stories.advice import without_energy_reading


class Number(NamedTuple):
    """One line of the numbers."""

    label: str
    """What it is; empty: it goes on with the one above."""
    value: str
    color: str = "text"
    """The name of its colour."""


def numbers_of(story: Story, moments: Moments) -> list[Number]:
    """Return the numbers of a session, in their order.

    Args:
        story: The session.
        moments: How times are written.
    """
    found = []
    if len(story.transactions) > 1:
        count = _tr("{energy} in {count} transactions")
        energy = wording.energy_text(story.energy_wh)
        told = count.format(energy=energy, count=len(story.transactions))
        found.append(Number(_tr("Energy"), told))
    elif story.transactions:
        found += _energy(story.transactions[0])
    if story.transactions or story.charging_s is not None:
        found += _powers(story)
    for transaction in story.transactions:
        found += _transaction(transaction, story, moments)
    return found


def _energy(transaction: Transaction) -> list[Number]:
    energy = transaction.energy
    if energy is None:
        return [Number(_tr("Energy"), without_energy_reading(), "muted")]
    quality = wording.quality(energy.quality)
    value = wording.energy_text(energy.wh)
    found = [
        Number(_tr("Energy"), f"{value}, {quality.text.strip()}", _stand_out(quality)),
        Number("", wording.source(energy.source), "muted"),
    ]
    color = "slow" if energy.quality is Quality.SUSPECT else "muted"
    found += [Number("", f"▲ {note}", color) for note in energy.notes]
    for source, wh in energy.others:
        other = f"{wording.source(source)}: {wording.energy_text(wh)}"
        found.append(Number("", other, "muted"))
    return found


def _stand_out(quality: wording.Worded) -> str:
    return "slow" if quality.sign == "▲" else "text"


def _powers(story: Story) -> list[Number]:
    found = [
        Number(_tr("Time charging"), wording.lasted(story.charging_s)),
        Number(_tr("Peak power"), wording.power_text(story.peak_w)),
        Number(_tr("Mean while charging"), wording.power_text(story.mean_w)),
        Number(
            _tr("Mean over the transaction"),
            wording.power_text(story.mean_transaction_w),
        ),
    ]
    return [one for one in found if one.value != wording.NOTHING]


def _transaction(
    transaction: Transaction, story: Story, moments: Moments
) -> list[Number]:
    number = _tr("unknown") if transaction.id is None else str(transaction.id)
    if transaction.is_offline:
        number = _tr("{id}, begun offline and told later").format(id=number)
    began = moments.beginning(transaction.began_at)
    if transaction.ended_at is None:
        times = _tr("from {start}").format(start=began)
    else:
        end = moments.end(transaction.ended_at, began_at=transaction.began_at)
        times = _tr("{start} to {end}").format(start=began, end=end)
    found = [Number(_tr("Transaction"), number), Number("", times, "muted")]
    if transaction.id_tag:
        found.append(Number("idTag", transaction.id_tag))
    if transaction.stop_reason:
        found.append(Number(_tr("Stop reason"), transaction.stop_reason))
    start, stop = transaction.meter_start_wh, transaction.meter_stop_wh
    low, high = wording.reading_text(start), wording.reading_text(stop)
    if start is not None and stop is not None:
        found.append(Number(_tr("Meter"), f"{low} → {high}"))
    elif start is not None:
        found.append(Number(_tr("Meter"), _tr("{low} at the start").format(low=low)))
    elif stop is not None:
        found.append(Number(_tr("Meter"), _tr("{high} at the end").format(high=high)))
    if len(story.transactions) > 1:
        found += _energy(transaction)
    return found


def _tr(text: str) -> str:
    return QCoreApplication.translate("sessions", text)
