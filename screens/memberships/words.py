"""How joining and leaving are shown: the checklist of who leaves, as lines of a record and of a letter."""

from __future__ import annotations

from coopadmin.domain.members import office_name
from coopadmin.domain.memberships import lease_after_death
from coopadmin.formats import euro, parse_moment, short_date
from coopadmin.i18n import _, ngettext
from db.queries.key_rows import HeldKey, OwedDeposit
from db.queries.leaving import Lease, Leaving
from db.queries.memberships import EndingRow
from screens.app import Ref
from screens.subject import Entry, Section, day, moment

KEPT: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}
"""The answers to whether a member keeps the home, by the code a form uses."""


def kept_text(kept: bool | None) -> str:
    """Say whether the member keeps the home."""
    if kept is None:
        return _("not known yet")
    return _("keeps the home") if kept else _("leaves the home")


def leaving_section(leaving: Leaving) -> Section:
    """Show what is still to settle, each line leading to what it is about."""
    entries = (*_money(leaving), *_held(leaving), *_used(leaving))
    return Section(_("before leaving"), entries or (Entry("", _("✓ nothing is open")),))


def _money(leaving: Leaving) -> tuple[Entry, ...]:
    entries = [Entry("▲ " + _("owed"), text) for text in due_lines(leaving) if text]
    entries += [Entry("● " + _("home"), _lease(one), Ref("contracts", one.contract_id)) for one in leaving.leases]
    return tuple(entries)


def _held(leaving: Leaving) -> tuple[Entry, ...]:
    with_it = _("ends with the membership")
    entries = [Entry("● " + _("office"), f"{office_name(one.name)} · {with_it}") for one in leaving.offices]
    entries += [Entry("● " + _("group"), f"{one.name} · {with_it}") for one in leaving.groups]
    entries += [
        Entry("● " + _("keeps"), _kept(one.name, one.key_count), Ref("facilities", one.facility_id))
        for one in leaving.facilities
    ]
    entries += [
        Entry(("▲ " if one.overdue else "● ") + _("key"), _key(one), Ref("keys", one.copy_id)) for one in leaving.keys
    ]
    entries += [Entry("● " + _("deposit"), _deposit(one), Ref("keys", one.copy_id)) for one in leaving.deposits]
    return tuple(entries)


def _key(one: HeldKey) -> str:
    parts = [f"{one.key} {one.name}", _("since {day}").format(day=short_date(one.since))]
    if one.due_on is not None:
        parts.append(_("back by {day}").format(day=short_date(one.due_on)))
    if one.deposit_cents:
        parts.append(_("deposit {amount}").format(amount=euro(one.deposit_cents)))
    return " · ".join(parts)


def _deposit(one: OwedDeposit) -> str:
    told = _("{amount} goes back for key {key}")
    return told.format(amount=euro(one.deposit_cents), key=one.key)


def _used(leaving: Leaving) -> tuple[Entry, ...]:
    entries = [
        Entry("● " + _("booking"), f"{one.facility} · {_moment(one.starts_at)}", Ref("bookings", one.booking_id))
        for one in leaving.bookings
    ]
    entries += [
        Entry(
            "● " + _("action"),
            " · ".join(part for part in (one.what, day(one.due_on)) if part),
            Ref("actions", one.action_id),
        )
        for one in leaving.actions
    ]
    for one in leaving.proxies:
        text = _("to {name}") if one.given else _("of {name}")
        said = f"{one.meeting} · {text.format(name=one.other)}"
        entries.append(Entry("● " + _("proxy"), said, Ref("meetings", one.meeting_id)))
    return tuple(entries)


def _moment(text: str) -> str:
    return moment(parse_moment(text))


def _lease(one: Lease) -> str:
    parts = [one.number, one.dwelling]
    if one.others:
        parts.append(_("with {names}").format(names=", ".join(one.others)))
    parts.append(_("runs on") if one.ends_on is None else _("until {day}").format(day=short_date(one.ends_on)))
    if one.open_cents:
        parts.append(_("▲ {amount} open").format(amount=euro(one.open_cents)))
    return " · ".join(parts)


def _kept(name: str, keys: int | None) -> str:
    if not keys:
        return name
    return f"{name} · " + ngettext("{count} key", "{count} keys", keys).format(count=keys)


def due_lines(leaving: Leaving) -> list[str]:
    """Say what is to be paid, either way."""
    lines: list[str] = []
    if leaving.owed_cents:
        lines.append(_("{amount} is open on the member's own account").format(amount=euro(leaving.owed_cents)))
    if leaving.later_cents:
        lines.append(_("{amount} was charged and is due later").format(amount=euro(leaving.later_cents)))
    if leaving.credit_cents:
        lines.append(_("{amount} was paid too much and goes back").format(amount=euro(leaving.credit_cents)))
    return lines


def hand_back_lines(leaving: Leaving) -> list[str]:
    """Say what is to be handed over or given back, without what ends by itself."""
    lines = [_("keeper of {what}").format(what=_kept(one.name, one.key_count)) for one in leaving.facilities]
    lines += [
        _("key {key}: {what}").format(key=one.key, what=one.name)
        + (
            " · " + _("the deposit of {amount} goes back").format(amount=euro(one.deposit_cents))
            if one.deposit_cents
            else ""
        )
        for one in leaving.keys
    ]
    lines += [_deposit(one) for one in leaving.deposits]
    lines += [_("office: {name}").format(name=office_name(one.name)) for one in leaving.offices]
    lines += [_("working group: {name}").format(name=one.name) for one in leaving.groups]
    lines += [_("action: {what}").format(what=one.what) for one in leaving.actions]
    lines += [
        _("booking: {facility}, {moment}").format(facility=one.facility, moment=_moment(one.starts_at))
        for one in leaving.bookings
    ]
    return lines


def lease_section(row: EndingRow, leases: tuple[Lease, ...]) -> Section:
    """Show what the law says of the leases of somebody who died; nothing follows by itself."""
    entries: list[Entry] = []
    for one in leases:
        found = lease_after_death(row.computed_on, len(one.others))
        entries.append(Entry(one.number, _lease(one), Ref("contracts", one.contract_id)))
        entries += [Entry("", line, style="$text-muted") for line in found.lines]
    return Section(_("the lease, by law"), tuple(entries))
