"""The forms of a version of the demarcation list: the first, the next, and correcting one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopadmin.formats import long_date
from coopadmin.i18n import N_, _
from coopadmin.services import demarcation as deeds
from db.queries import association, demarcation
from db.queries.demarcation import Version
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask


async def begin(app: CoopApp) -> None:
    """Begin the first version of a list."""
    overview = await app.read(association.overview)
    if not overview.owners:
        app.say(_("Enter the corporation first, with the co-operative; the list is agreed with it."), "warning")
        return
    owners = [(str(one.owner_id), one.name) for one in overview.owners]
    agreements = [(one.agreement_id, one.owner_id, one.reference, one.starts_on) for one in overview.agreements]
    fields = [
        Field(
            "owner_id",
            N_("Agreed with"),
            "choice",
            required=True,
            choices=owners,
            initial=owners[0][0] if len(owners) == 1 else None,
        ),
        *_fields(None, [(key, f"{name or '–'} {long_date(first)}") for key, _owner, name, first in agreements]),
    ]

    async def save(values: dict[str, Any]) -> None:
        chosen = values.pop("owner_id")
        await app.do(deeds.make_demarcation_list, owner_id=int(chosen), **_values(values))
        app.say(_("The list is begun; N adds its lines. U takes it back."))

    intro = _("Importing a file (F9) begins one by itself.")
    await ask(app, _("The first version"), fields, save, draft_key="demarcation.list", intro=intro)


async def next_version(app: CoopApp, line_id: int) -> None:
    """Make the next version of the list a line stands on, beginning with all its lines."""
    record = await app.read(demarcation.record, line_id, app.today)
    if record is None:
        return
    now = record.row.version
    agreements = await _agreements(app, now.owner_id)
    fields = [one for one in _fields(None, agreements, now.agreement_id) if one.name != "note"]

    async def save(values: dict[str, Any]) -> None:
        await app.do(
            deeds.make_demarcation_list, owner_id=now.owner_id, copy_of=now.list_id, **_values({**values, "note": ""})
        )
        first = long_date(values["valid_from"])
        app.say(_("The next version holds from {day}. U takes it back.").format(day=first))

    title = _("After version {version}").format(version=now.version)
    intro = _("It begins with the {count} lines of this version; reports judged so far keep theirs.")
    await ask(app, title, fields, save, intro=intro.format(count=now.lines))


async def correct(app: CoopApp, line_id: int) -> None:
    """Correct the version a line stands on."""
    record = await app.read(demarcation.record, line_id, app.today)
    if record is None:
        return
    now = record.row.version

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_demarcation_list, list_id=now.list_id, **_values(values))
        app.say(_("Corrected. U takes it back.") if done.result else _("Nothing was different."))

    fields = _fields(now, await _agreements(app, now.owner_id), now.agreement_id)
    await ask(app, deeds.version_name(now.version, now.valid_from), fields, save)


async def choose(app: CoopApp, found: Sequence[Version]) -> Version | None:
    """Let a version be chosen where there are several; the one in force stands first."""
    if len(found) == 1:
        return found[0]
    order = {"in_force": 0, "to_come": 1, "earlier": 2}
    ranked = sorted(found, key=lambda one: order[one.state(app.today)])
    place = await app.push_screen_wait(
        ChooseScreen(
            _("On which version?"),
            [f"{one.owner} · {deeds.version_name(one.version, one.valid_from)}" for one in ranked],
        )
    )
    return None if place is None else ranked[place]


async def _agreements(app: CoopApp, owner_id: int) -> list[tuple[int, str]]:
    overview = await app.read(association.overview)
    return [
        (one.agreement_id, f"{one.reference or '–'} {long_date(one.starts_on)}")
        for one in overview.agreements
        if one.owner_id == owner_id
    ]


def _fields(now: Version | None, agreements: Sequence[tuple[int, str]], agreement_id: int | None = None) -> list[Field]:
    return [
        Field(
            "version",
            N_("Version"),
            required=True,
            initial=now.version if now else None,
            help=N_("as it is called in the agreement, like 2 or 2026"),
        ),
        Field("valid_from", N_("From"), "date", required=True, initial=now.valid_from if now else None),
        Field("agreed_on", N_("Agreed on"), "date", initial=now.agreed_on if now else None),
        *(
            [
                Field(
                    "agreement_id",
                    N_("Agreement"),
                    "choice",
                    choices=[("", "–"), *((str(key), name) for key, name in agreements)],
                    initial="" if agreement_id is None else str(agreement_id),
                )
            ]
            if agreements
            else []
        ),
        Field("source", N_("Source"), initial=now.source if now else None, help=N_("where it stands: annex, page")),
        Field("note", N_("Note"), "long", initial=now.note if now else None),
    ]


def _values(values: dict[str, Any]) -> dict[str, Any]:
    agreement = values.get("agreement_id")
    texts = {name: values.get(name) or "" for name in ("source", "note")}
    return {**values, **texts, "agreement_id": int(agreement) if agreement else None}
