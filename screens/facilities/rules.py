"""The house's own rules of a facility and the times it is closed: their lines on the record, and their forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import Any

from coopadmin.domain.facilities import span_text
from coopadmin.domain.facility_rules import CHOICES, KINDS, TIMES, value_text
from coopadmin.formats import long_date, short_date
from coopadmin.i18n import N_, _, ngettext
from coopadmin.services import facility_rules as deeds
from db.queries import facility_rules as queries
from db.queries.facility_rules import ClosureRow, RuleRow
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.facilities.common import facility_row, moment_fields, typed_day
from screens.fields import Field
from screens.forms import ask
from screens.subject import Entry, Section

HELPS: dict[str, str] = {
    "ahead_days": N_("days, like 60"),
    "ahead_hours": N_("hours before it begins, like 24"),
    "longest_minutes": N_("minutes, like 240 for four hours"),
    "nights": N_("nights in one booking"),
    "active_per_household": N_("bookings still to come of all who live in one home; a series counts once"),
    "gap_minutes": N_("minutes that stay free between two bookings"),
    "people": N_("people at once"),
    **dict.fromkeys(TIMES, N_("a time of day, like 22:00")),
}
"""How the value of a rule is typed, for those that are no word of a list."""

Run = Callable[[], Awaitable[None]]


# -- on the record -------------------------------------------------------------------------------------------------


def rules_section(rules: Iterable[RuleRow], today: date) -> Section:
    """Show the rules in force and to come, each with where it stands."""
    entries: list[Entry] = []
    for rule in rules:
        coming = rule.valid_from > today
        if not rule.in_force and not coming:
            continue
        value = value_text(rule.kind, rule.value) or _("no rule any more")
        said = [value, rule.source]
        if coming:
            said.insert(0, _("from {day}").format(day=short_date(rule.valid_from)))
        entries.append(Entry(_(KINDS[rule.kind]), " · ".join(said), style="dim" if coming else ""))
    return Section(_("rules of booking"), tuple(entries))


def closures_section(closed: Iterable[ClosureRow]) -> Section:
    """Show when it is closed from today on, and why."""
    return Section(_("closed"), tuple(Entry("", closure_text(one)) for one in closed))


def closure_text(closure: ClosureRow) -> str:
    """Say when it is closed and why."""
    return f"✗ {span_text(closure.starts_at, closure.ends_at)} · {closure.why}"


# -- rules ---------------------------------------------------------------------------------------------------------


async def set_rule(app: CoopApp, facility_id: int) -> None:
    """Choose a rule of the house, and set it from a day on; one that is still to come can be taken away."""
    row = await facility_row(app, facility_id)
    if row is None:
        return
    rules = await app.read(queries.rules_of, facility_id, app.today)
    now = {rule.kind: rule for rule in rules if rule.in_force}
    options = [_rule_line(kind, now.get(kind)) for kind in KINDS]
    runs: list[Run] = [_setting(app, facility_id, row.name, kind, now.get(kind)) for kind in KINDS]
    for rule in rules:
        if rule.valid_from > app.today:
            said = _("Take away: {rule}, {value}, from {day}")
            value = value_text(rule.kind, rule.value) or "–"
            options.append(said.format(rule=_(KINDS[rule.kind]), value=value, day=short_date(rule.valid_from)))
            runs.append(_removing(app, rule))
    place = await app.push_screen_wait(ChooseScreen(_("Which rule of {name}?").format(name=row.name), options))
    if place is not None:
        await runs[place]()


def _rule_line(kind: str, rule: RuleRow | None) -> str:
    label = _(KINDS[kind])
    return f"{label}: {value_text(kind, rule.value)}" if rule else label


def _setting(app: CoopApp, facility_id: int, name: str, kind: str, rule: RuleRow | None) -> Run:
    return lambda: _set(app, facility_id, name, kind, rule)


def _removing(app: CoopApp, rule: RuleRow) -> Run:
    return lambda: _remove(app, rule)


async def _set(app: CoopApp, facility_id: int, name: str, kind: str, rule: RuleRow | None) -> None:
    fields = [
        _value_field(kind, rule.value if rule else None),
        Field("valid_from", N_("From"), "date", required=True, initial=app.today),
        Field(
            "source",
            N_("Where it stands"),
            required=True,
            initial=rule.source if rule else None,
            help=N_("the house rules with their article, or a decision with its number"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        value = values.pop("value") or ""
        done = await app.do(deeds.set_house_rule, facility_id=facility_id, kind=kind, value=value, **values)
        if done.result:
            app.say(_("Rule set: {rule}. U takes it back.").format(rule=_(KINDS[kind])))
        else:
            app.say(_("The rule was like that already; nothing changed."))

    intro = _("Bookings that are made already stay as they are.")
    title = f"{name} · {_(KINDS[kind])}"
    await ask(app, title, fields, save, draft_key=f"facilities.rule.{facility_id}.{kind}", intro=intro)


def _value_field(kind: str, now: str | None) -> Field:
    if kind in CHOICES:
        return Field(
            "value",
            N_("Rule"),
            "choice",
            initial=now,
            choices=list(CHOICES[kind].items()),
            help=N_("none chosen: the rule ends"),
        )
    return Field("value", N_("Rule"), initial=now, help=HELPS[kind])


async def _remove(app: CoopApp, rule: RuleRow) -> None:
    await app.do(deeds.remove_house_rule, rule_id=rule.rule_id)
    app.say(_("Taken away: {rule}. U takes it back.").format(rule=_(KINDS[rule.kind])))


# -- closures ------------------------------------------------------------------------------------------------------


async def closures(app: CoopApp, facility_id: int) -> None:
    """Close a facility for a time, or change a closure that was set, or lift it."""
    row = await facility_row(app, facility_id)
    if row is None:
        return
    there = await app.read(queries.closures_of, facility_id, app.today)
    if not there:
        await _close(app, facility_id, row.name)
        return
    options = [_("Close it for another time")]
    runs: list[Run] = [lambda: _close(app, facility_id, row.name)]
    for one in there:
        options += [_("Change: {closure}").format(closure=closure_text(one))]
        runs.append(_changing(app, one))
        options += [_("Lift: {closure}").format(closure=closure_text(one))]
        runs.append(_lifting(app, one))
    place = await app.push_screen_wait(ChooseScreen(_("Closed: {name}").format(name=row.name), options))
    if place is not None:
        await runs[place]()


def _changing(app: CoopApp, closure: ClosureRow) -> Run:
    return lambda: _change(app, closure)


def _lifting(app: CoopApp, closure: ClosureRow) -> Run:
    return lambda: _lift(app, closure)


def _why_field(why: str = "") -> Field:
    return Field("why", N_("Why"), required=True, initial=why, help=N_("who wants to book reads it"))


async def _close(app: CoopApp, facility_id: int, name: str) -> None:
    fields = [
        *moment_fields(typed_day(None, app)),
        _why_field(),
        Field(
            "call_off",
            N_("Cancel bookings"),
            "flag",
            required=True,
            initial=False,
            help=N_("yes: what is booked in that time is cancelled with this reason"),
        ),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = (await app.do(deeds.close_between, facility_id=facility_id, **values)).result
        when = span_text(values["starts_at"], values["ends_at"])
        app.say(_("Closed: {name}, {when}. U takes it back.").format(name=name, when=when))
        if done.called_off:
            told = ngettext(
                "{count} booking was cancelled for it: tell who had it.",
                "{count} bookings were cancelled for it: tell who had them.",
                done.called_off,
            )
            app.say(told.format(count=done.called_off), "warning")

    title = _("Close {name} for a time").format(name=name)
    await ask(app, title, fields, save, draft_key=f"facilities.closure.{facility_id}")


async def _change(app: CoopApp, closure: ClosureRow) -> None:
    fields = [*moment_fields(closure.starts_at, closure.ends_at), _why_field(closure.why)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.correct_closure, closure_id=closure.closure_id, **values)
        when = span_text(values["starts_at"], values["ends_at"])
        app.say(_("Closed: {name}, {when}. U takes it back.").format(name=closure.facility_name, when=when))

    await ask(app, _("Close {name} for a time").format(name=closure.facility_name), fields, save)


async def _lift(app: CoopApp, closure: ClosureRow) -> None:
    await app.do(deeds.reopen_facility, closure_id=closure.closure_id)
    day = long_date(closure.starts_at.date())
    app.say(_("Open again: {name}, {day}. U takes it back.").format(name=closure.facility_name, day=day))
