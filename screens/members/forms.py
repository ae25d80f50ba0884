"""The forms of the members' register."""

from __future__ import annotations

from typing import Any

from coopadmin.domain.members import KINDS, office_name
from coopadmin.i18n import N_, _
from coopadmin.services import members as deeds
from coopadmin.services.members import PersonData
from db.queries import members as queries
from db.queries.members import PersonRecord, TermRow
from screens.app import CoopApp
from screens.dialogs import ChooseScreen
from screens.fields import Field
from screens.forms import ask
from screens.subject import period

PERSON = tuple(PersonData.__dataclass_fields__)


def _person_fields(record: PersonRecord | None = None) -> list[Field]:
    def first(name: str) -> Any:
        return getattr(record, name) if record else None

    return [
        Field("given_name", N_("Given name"), initial=first("given_name")),
        Field("initials", N_("Initials"), initial=first("initials")),
        Field("prefix", N_("Prefix"), initial=first("prefix"), help=N_("van, de, van der …")),
        Field("family_name", N_("Family name"), required=True, initial=first("family_name")),
        Field("born_on", N_("Date of birth"), "date", initial=first("born_on")),
        Field("email", N_("E-mail"), initial=first("email")),
        Field("phone", N_("Phone"), initial=first("phone")),
        Field("address", N_("Address"), initial=first("address")),
        Field("postcode", N_("Postcode"), initial=first("postcode")),
        Field("place", N_("Place"), initial=first("place")),
        Field("iban", N_("Account (IBAN)"), initial=first("iban")),
        Field(
            "note",
            N_("Note"),
            "long",
            initial=first("note"),
            help=N_("No health, belief or income: it is not needed here"),
        ),
    ]


def _person(values: dict[str, Any]) -> PersonData:
    return PersonData(**{name: values[name] for name in PERSON})


async def register(app: CoopApp) -> None:
    """Register a new member."""
    number = await app.read(queries.next_number)
    fields = [
        Field("number", N_("Member number"), required=True, initial=number),
        Field("kind", N_("Kind"), "choice", required=True, initial="member", choices=list(KINDS.items())),
        Field("starts_on", N_("Member since"), "date", required=True, initial=app.today),
        *_person_fields(),
    ]

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(
            deeds.register_member,
            number=values["number"],
            kind=values["kind"],
            starts_on=values["starts_on"],
            person=_person(values),
        )
        app.say(_("Registered: {number}. U takes it back.").format(number=values["number"]))
        app.show_record("members", done.result)

    await ask(app, _("New member"), fields, save, draft_key="members.new")


async def correct(app: CoopApp, person_id: int) -> None:
    """Correct what is known of a person."""
    record = await app.read(queries.record, person_id)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.correct_person, person_id=person_id, person=_person(values))

    await ask(app, f"{record.number} {record.name}", _person_fields(record), save, draft_key=f"members.{person_id}")


async def give_office(app: CoopApp, person_id: int) -> None:
    """Give an office, by the form of the offices: with the schedule, and what is wrong or must be told."""
    from screens.offices.forms import appoint_person

    record = await app.read(queries.record, person_id)
    if record is not None:
        await appoint_person(app, person_id, record.name)


async def end_office(app: CoopApp, person_id: int) -> None:
    """End a term of office."""
    record = await app.read(queries.record, person_id)
    if record is None:
        return
    term = await _choose_term(app, _("Which office ends?"), [one for one in record.offices if one.ends_on is None])
    if term is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.end_office, term_id=term.term_id, **values)

    await ask(app, office_name(term.name), [_last_day(app)], save)


async def join_group(app: CoopApp, person_id: int) -> None:
    """Join a working group."""
    fields = [
        Field("group", N_("Working group"), required=True),
        Field("starts_on", N_("From"), "date", required=True, initial=app.today),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.join_group, person_id=person_id, **values)

    await ask(app, _("Join a working group"), fields, save)


async def leave_group(app: CoopApp, person_id: int) -> None:
    """Leave a working group."""
    record = await app.read(queries.record, person_id)
    if record is None:
        return
    term = await _choose_term(app, _("Which working group?"), [one for one in record.groups if one.ends_on is None])
    if term is None:
        return

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.leave_group, term_id=term.term_id, **values)

    await ask(app, term.name, [_last_day(app)], save)


def _last_day(app: CoopApp) -> Field:
    return Field("ends_on", N_("Last day"), "date", required=True, initial=app.today)


async def _choose_term(app: CoopApp, question: str, terms: list[TermRow]) -> TermRow | None:
    if not terms:
        app.say(_("There is none that runs."))
        return None
    names = [f"{office_name(term.name)} · {period(term.starts_on, term.ends_on)}" for term in terms]
    place = await app.push_screen_wait(ChooseScreen(question, names))
    return None if place is None else terms[place]
