"""The forms of the co-operative's own page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from coopadmin.domain.association import SHAPES, amount_text
from coopadmin.domain.default_rules import YES_OR_NO, Rule
from coopadmin.i18n import LANGUAGE_NAMES, LANGUAGES, N_, _, language
from coopadmin.services import association as deeds
from db.queries.association import AgreementRow, CooperativeRow, OwnerRow
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.themes import THEMES

Run = Callable[[CoopApp], Awaitable[object]]


def cooperative(row: CooperativeRow) -> Run:
    """Correct the co-operative itself."""
    fields = [
        Field("name", N_("Name"), required=True, initial=row.name),
        Field(
            "shape",
            N_("Who is the landlord?"),
            "choice",
            required=True,
            initial=row.shape,
            choices=list(SHAPES.items()),
        ),
        Field("kvk_number", N_("KvK number"), initial=row.kvk_number),
        Field("iban", N_("Account (IBAN)"), initial=row.iban),
        Field("email", N_("E-mail"), initial=row.email),
    ]

    async def run(app: CoopApp) -> None:
        async def save(values: dict[str, Any]) -> None:
            await app.do(deeds.correct_cooperative, **values)

        await ask(app, _("The co-operative"), fields, save)

    return run


def owner(row: OwnerRow | None) -> Run:
    """Add or correct the corporation that owns the homes."""

    def first(name: str) -> str | None:
        return getattr(row, name) if row else None

    fields = [
        Field("name", N_("Name"), required=True, initial=first("name")),
        Field("contact", N_("Contact"), initial=first("contact")),
        Field("email", N_("E-mail"), initial=first("email")),
        Field("phone", N_("Phone"), initial=first("phone")),
        Field("kvk_number", N_("KvK number"), initial=first("kvk_number")),
        Field("note", N_("Note"), "long", initial=first("note")),
    ]

    async def run(app: CoopApp) -> None:
        async def save(values: dict[str, Any]) -> None:
            await app.do(deeds.save_owner, owner_id=row.owner_id if row else None, **values)

        await ask(app, _("Owner"), fields, save, draft_key="" if row else "owner.new")

    return run


def agreement(row: AgreementRow | None, owners: Sequence[OwnerRow]) -> Run:
    """Add or correct a management agreement."""
    fields = [
        Field(
            "owner_id",
            N_("Owner"),
            "choice",
            required=True,
            initial=str(row.owner_id if row else owners[0].owner_id),
            choices=[(str(one.owner_id), one.name) for one in owners],
        ),
        Field("reference", N_("Reference"), initial=row.reference if row else None),
        Field("starts_on", N_("From"), "date", required=True, initial=row.starts_on if row else None),
        Field("ends_on", N_("Until"), "date", initial=row.ends_on if row else None),
        Field("note", N_("Note"), "long", initial=row.note if row else None),
    ]

    async def run(app: CoopApp) -> None:
        async def save(values: dict[str, Any]) -> None:
            values["owner_id"] = int(values["owner_id"])
            await app.do(deeds.save_agreement, agreement_id=row.agreement_id if row else None, **values)

        await ask(app, _("Management agreement"), fields, save)

    return run


def rule(one: Rule, value: str, source: str) -> Run:
    """Give a rule another value from a day on."""

    async def run(app: CoopApp) -> None:
        entry = Field("value", N_("Value"), required=True, initial=value, help=amount_text(one, value))
        if one.unit == YES_OR_NO:
            entry = Field(
                "value",
                N_("Value"),
                "choice",
                required=True,
                initial=value,
                choices=[("1", N_("yes")), ("0", N_("no"))],
            )
        fields = [
            entry,
            Field("valid_from", N_("From"), "date", required=True, initial=app.today),
            Field("source", N_("Where it comes from"), required=True, help=N_("the law, the agreement, a decision …")),
        ]

        async def save(values: dict[str, Any]) -> None:
            await app.do(deeds.set_rule, name=one.name, **values)

        await ask(
            app, _(one.label), fields, save, intro=f"{source}\n" + _("What held before that day stays as it was.")
        )

    return run


async def actor(app: CoopApp) -> None:
    """Say who is at the desk."""

    async def save(values: dict[str, Any]) -> None:
        app.choose(actor=values["actor"])

    fields = [
        Field(
            "actor",
            N_("Who is at the desk?"),
            required=True,
            initial=app.actor,
            help=N_("your name stands in the journal behind what you do"),
        )
    ]
    await ask(app, _("Who is at the desk?"), fields, save)


async def choose_language(app: CoopApp) -> None:
    """Choose the language; the desk opens again in it."""
    place = await app.push_screen_wait(
        ChooseScreen(_("Language"), list(LANGUAGE_NAMES.values()), LANGUAGES.index(language()))
    )
    if place is not None:
        app.choose(language=LANGUAGES[place])


async def choose_theme(app: CoopApp) -> None:
    """Choose light or dark."""
    codes = list(THEMES)
    place = await app.push_screen_wait(
        ChooseScreen(
            _("Theme"), [_(label) for label in THEMES.values()], codes.index(app.theme) if app.theme in codes else 0
        )
    )
    if place is not None:
        app.choose(theme=codes[place])
