"""The co-operative's own page: who it is, whose homes it manages, its rules, and the housekeeping of the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from coopadmin.domain.association import RULES, SHAPES, amount_text, rule_on, with_defaults
from coopadmin.domain.identifiers import group_iban
from coopadmin.domain.limits import BODIES, Limit, limit_text
from coopadmin.domain.members import office_name
from coopadmin.formats import short_date
from coopadmin.i18n import LANGUAGE_NAMES, _, language
from db.queries import association as queries
from db.queries import limits, members
from db.queries.association import Overview
from db.queries.members import HolderRow
from screens import commands
from screens.app import CoopApp, Ref
from screens.association import encryption, forms, housekeeping
from screens.backups import forms as backups
from screens.contractors import mandates
from screens.desk.roles import ROLES, choose_role
from screens.imports.screen import import_file
from screens.lines import Line, LinesScreen, heading
from screens.subject import period
from screens.text import joined
from screens.themes import THEMES
from screens.widgets.bars import TopBar


class AssociationScreen(LinesScreen):
    """Settings and housekeeping, each behind Enter."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings([commands.JOURNAL])
    WHOLE = True

    async def read_lines(self) -> tuple[Content, Sequence[Line]]:
        """Give the title, and the lines."""
        overview = await self.app.read(queries.overview)
        holders = await self.app.read(members.holders_on, self.app.today)
        self.app.cooperative = overview.cooperative.name
        self.query_one(TopBar).refresh()
        lines = [
            *self._who(overview),
            *_calendar(),
            *_offices(holders),
            *self._rules(overview),
            *self._mandates(await self.app.read(limits.in_force, self.app.today)),
            *self._store(),
            *self._person(),
        ]
        return joined(" ", (_("The co-operative and its settings"), "bold")), lines

    def _who(self, overview: Overview) -> list[Line]:
        coop = overview.cooperative
        about = [_(SHAPES.get(coop.shape, coop.shape)), coop.kvk_number, group_iban(coop.iban)]
        items = [
            heading(_("The co-operative")),
            Line(coop.name, " · ".join(part for part in about if part), forms.cooperative(coop)),
        ]
        for owner in overview.owners:
            detail = " · ".join(part for part in (owner.contact, owner.email, owner.phone) if part)
            items.append(
                Line(_("Owner"), " · ".join(part for part in (owner.name, detail) if part), forms.owner(owner))
            )
        items.append(Line(_("Add an owner"), _("the housing corporation that owns the homes"), forms.owner(None)))
        for agreement in overview.agreements:
            text = " · ".join(
                part
                for part in (agreement.owner, agreement.reference, period(agreement.starts_on, agreement.ends_on))
                if part
            )
            items.append(Line(_("Management agreement"), text, forms.agreement(agreement, overview.owners)))
        if overview.owners:
            items.append(Line(_("Add an agreement"), "", forms.agreement(None, overview.owners)))
        return items

    def _rules(self, overview: Overview) -> list[Line]:
        items = [heading(_("Rules, from a day on, with where they come from"))]
        rules = with_defaults(overview.rules)
        for name, rule in RULES.items():
            value = rule_on(rules, name, self.app.today)
            known = [one for one in rules if one.name == name and one.valid_from <= self.app.today]
            source = _(max(known, key=lambda one: one.valid_from).source) if known else ""
            shown = amount_text(rule, value) if value is not None else _("not set")
            later = [one for one in rules if one.name == name and one.valid_from > self.app.today]
            shown += "".join(f" → {amount_text(rule, one.value)} ({short_date(one.valid_from)})" for one in later)
            told = f"{shown} · {source}"
            items.append(Line(_(rule.label), told, forms.rule(rule, value or rule.default, source), cut=True))
        items.append(
            Line(_("What the law sets"), _("deposits, collection costs, rent increases"), housekeeping.open_legal)
        )
        return items

    def _mandates(self, known: Sequence[Limit]) -> list[Line]:
        held = {one.body: one for one in known}
        items = [heading(_("Who may give an order, up to what amount"))]
        for body, words in BODIES.items():
            one = held.get(body)
            shown = _("not set") if one is None else f"{limit_text(one)} · {one.source}"
            items.append(Line(_(words), shown, mandates.setting(body)))
        return items

    def _store(self) -> list[Line]:
        return [
            heading(_("The store")),
            Line(_("Import a register"), _("from a CSV file or a workbook"), import_file),
            Line(_("Journal"), _("everything that was done"), housekeeping.open_journal),
            Line(_("Make a backup"), str(self.app.store_path), backups.make),
            Line(_("Copies of the store"), _("look inside one, put one back, say where they go"), _go_to("backups")),
            Line(_("Check the store"), _("the file, its links, the journal"), housekeeping.check),
            Line(_("Is the journal still what it was?"), _("hold a noted end against it"), housekeeping.hold_end),
            Line(_("Doctor"), _("how the program, the store and the terminal are, for who helps"), _go_to("doctor")),
            *encryption.lines(self.app),
        ]

    def _person(self) -> list[Line]:
        chosen = self.app.preferences
        return [
            heading(_("On this computer")),
            Line(_("Who is at the desk"), self.app.actor, forms.actor),
            Line(_("Whose work comes first"), _(ROLES.get(chosen.role, ROLES[""])), choose_role_and_show),
            Line(_("Language"), LANGUAGE_NAMES[language()], forms.choose_language),
            Line(_("Theme"), _(THEMES.get(self.app.theme, "")), forms.choose_theme),
        ]

    def action_journal(self) -> None:
        """Show the journal."""
        self.app.go_to("journal")


def _calendar() -> list[Line]:
    """The pages behind this one: what the association has on its calendar, and by which rules it decides."""
    return [
        heading(_("Calendar and rules of the association")),
        Line(_("Deadlines"), _("what must be done by when, with the rule that says so"), _go_to("deadlines")),
        Line(
            _("Retirement schedule and offices"),
            _("who holds which office, when the term is over, what is vacant"),
            _go_to("offices"),
        ),
        Line(
            _("Rules of meetings and votes"),
            _("letters, proxies, majorities and quorum, from a day on"),
            _go_to("voting_rules"),
        ),
        Line(
            _("Procedures of self-allocation"),
            _("who screens and who decides on a new neighbour, and what is asked"),
            _go_to("procedures"),
        ),
        Line(
            _("Clear personal data"),
            _("whose is to be cleared and why, who is kept until when, older backups"),
            _go_to("forgetting"),
        ),
        Line(_("Privacy"), _("what is kept of people, why and until when: to read, print or save"), _go_to("privacy")),
    ]


def _go_to(page: str) -> Callable[[CoopApp], Awaitable[object]]:
    async def run(app: CoopApp) -> None:
        app.go_to(page)

    return run


def _offices(holders: tuple[HolderRow, ...]) -> list[Line]:
    """Who holds which office and who is in which working group today; Enter goes to the person."""
    if not holders:
        return []
    items = [heading(_("Offices and working groups today"))]
    for row in holders:
        text = f"{row.name} · {period(row.starts_on, row.ends_on)}"
        items.append(Line(office_name(row.office) if row.office else row.group, text, _open_member(row.person_id)))
    return items


def _open_member(person_id: int) -> Callable[[CoopApp], Awaitable[object]]:
    async def run(app: CoopApp) -> None:
        app.open_record(Ref("members", person_id))

    return run


async def choose_role_and_show(app: CoopApp) -> None:
    """Choose whose work comes first on the first page."""
    if await choose_role(app):
        app.mark_changed()
