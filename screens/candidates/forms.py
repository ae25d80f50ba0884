"""Entering and correcting a candidate, their consent, and what they joined.

No form here keeps a draft: what is typed about a candidate is stored, or gone.
"""

from __future__ import annotations

from typing import Any

from coopadmin.domain.candidates import CONTACT_KINDS, MEETINGS
from coopadmin.formats import short_date
from coopadmin.i18n import N_, _
from coopadmin.services import candidates as deeds
from db.queries import candidates as queries
from db.queries.candidates import CandidateRecord
from screens.app import CoopApp
from screens.common_fields import whole
from screens.fields import Field
from screens.forms import ask

ONLY_NEEDED = N_(
    "Only what is needed to let a home: nothing on origin, religion, health, orientation, politics, income or BSN."
)
"""What every form about a candidate reminds of."""


def _fields(app: CoopApp, record: CandidateRecord | None) -> list[Field]:
    """What is asked of a candidate, with what is known now."""

    def now(name: str, otherwise: Any = "") -> Any:
        return getattr(record, name) if record is not None else otherwise

    return [
        Field("family_name", N_("Family name"), initial=now("family_name"), help=N_("empty only for who lives here")),
        Field("given_name", N_("Given name"), initial=now("given_name")),
        Field("prefix", N_("Prefix"), initial=now("prefix"), help=N_("like: van den")),
        Field("initials", N_("Initials"), initial=now("initials")),
        whole("adults", N_("Grown-ups"), now("adults", 1), required=True),
        whole("children", N_("Children"), now("children", 0), required=True),
        Field("registered_on", N_("Registered on"), "date", required=True, initial=now("registered_on", app.today)),
        Field("email", N_("E-mail"), initial=now("email")),
        Field("phone", N_("Phone"), initial=now("phone")),
        Field("address", N_("Address"), initial=now("address")),
        Field("postcode", N_("Postcode"), initial=now("postcode")),
        Field("place", N_("Place"), initial=now("place")),
        Field(
            "person_id",
            N_("Lives here"),
            "pick",
            find=("members",),
            initial=now("person_id", None),
            shown=record.person if record is not None else "",
            help=N_("who would move within the house: the member or tenant; else empty"),
        ),
        whole("rooms_least", N_("Rooms at least"), now("rooms_least", None)),
        whole("rooms_most", N_("Rooms at most"), now("rooms_most", None)),
        Field("wishes", N_("Wishes"), "long", initial=now("wishes"), help=ONLY_NEEDED),
        Field(
            "owner_registered_on",
            N_("Corporation since"),
            "date",
            initial=now("owner_registered_on", None),
            help=N_("registered with the corporation since this day; empty: not, or not known"),
        ),
        Field(
            "consent_on",
            N_("Consent of"),
            "date",
            initial=now("consent_on", None),
            help=N_("the day they agreed that their data is kept (GDPR art. 7)"),
        ),
        Field("consent_until", N_("Consent until"), "date", initial=now("consent_until", None)),
        Field("note", N_("Note"), "long", initial=now("note"), help=ONLY_NEEDED),
    ]


async def register(app: CoopApp) -> None:
    """Enter somebody who would like to live here."""

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.register_candidate, **values)
        record = await app.read(queries.record, done.result, app.today)
        number = record.number if record is not None else ""
        app.say(_("{number} entered. A puts them on a list; U takes it back.").format(number=number))
        if twice := await app.read(queries.alike, done.result):
            app.say(
                _("Entered before? {numbers} has the same name or e-mail.").format(numbers=", ".join(twice)), "warning"
            )
        app.show_record("candidates", done.result)

    await ask(app, _("New candidate"), _fields(app, None), save, intro=_(ONLY_NEEDED))


async def correct(app: CoopApp, candidate_id: int) -> None:
    """Correct what is known of a candidate."""
    record = await open_candidate(app, candidate_id)
    if record is None:
        return

    async def save(values: dict[str, Any]) -> None:
        done = await app.do(deeds.correct_candidate, candidate_id=candidate_id, **values)
        app.say(_("Saved. U takes it back.") if done.result else _("Nothing was different."))

    await ask(app, _("Correct {number}").format(number=record.number), _fields(app, record), save, intro=_(ONLY_NEEDED))


async def consent(app: CoopApp, candidate_id: int) -> None:
    """Note that a candidate agrees that their data is kept, and until when."""
    record = await open_candidate(app, candidate_id)
    if record is None:
        return
    fields = [
        Field("consent_on", N_("Agreed on"), "date", required=True, initial=app.today),
        Field("consent_until", N_("Until"), "date", required=True, help=N_("the last day they agreed to")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.give_consent, candidate_id=candidate_id, **values)
        app.say(_("Consent noted until {day}. U takes it back.").format(day=short_date(values["consent_until"])))

    intro = _("Consent is free, can be shown, and can be taken back at any time (GDPR art. 7).")
    await ask(app, _("Consent of {number}").format(number=record.number), fields, save, intro=intro)


async def no_consent(app: CoopApp, candidate_id: int) -> None:
    """Note that a candidate took their consent back."""
    record = await open_candidate(app, candidate_id)
    if record is None:
        return
    fields = [Field("consent_until", N_("Last day"), "date", required=True, initial=app.today)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.withdraw_consent, candidate_id=candidate_id, **values)
        app.say(_("The consent has ended: the card says from when the data is cleared. U takes it back."))

    await ask(app, _("{number} takes the consent back").format(number=record.number), fields, save)


async def contact(app: CoopApp, candidate_id: int) -> None:
    """Note an introduction, an activity they joined, or another contact."""
    record = await open_candidate(app, candidate_id)
    if record is None:
        return
    kinds = [(kind, CONTACT_KINDS[kind]) for kind in MEETINGS]
    first = "activity" if record.contacts else "introduction"
    fields = [
        Field("kind", N_("What it was"), "choice", required=True, initial=first, choices=kinds),
        Field("happened_on", N_("On"), "date", required=True, initial=app.today),
        Field("what", N_("In a few words"), help=N_("like: work day in the garden")),
    ]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.note_contact, candidate_id=candidate_id, **values)
        app.say(_("Noted with {number}. U takes it back.").format(number=record.number))

    await ask(app, _("Contact with {number}").format(number=record.number), fields, save, intro=_(ONLY_NEEDED))


async def remove_contact(app: CoopApp, candidate_id: int) -> None:
    """Take off a contact that was noted by mistake."""
    record = await open_candidate(app, candidate_id)
    if record is None:
        return
    noted = [
        (str(row.contact_id), f"{short_date(row.happened_on)} {_(CONTACT_KINDS[row.kind])} {row.what}".strip())
        for row in record.contacts
        if row.kind in MEETINGS
    ]
    if not noted:
        app.say(_("No contact is noted with {number}.").format(number=record.number), "warning")
        return
    fields = [Field("contact_id", N_("Which one"), "choice", required=True, initial=noted[0][0], choices=noted)]

    async def save(values: dict[str, Any]) -> None:
        await app.do(deeds.remove_contact, contact_id=int(values["contact_id"]))
        app.say(_("Taken off. U puts it back."))

    await ask(app, _("Noted by mistake"), fields, save)


async def open_candidate(app: CoopApp, candidate_id: int) -> CandidateRecord | None:
    """Read a candidate whose data is still there; say so where it is not."""
    record = await app.read(queries.record, candidate_id, app.today)
    if record is not None and record.cleared_on is not None:
        told = _("The data of {number} was cleared on {day}; nothing can be added to it.")
        app.say(told.format(number=record.number, day=short_date(record.cleared_on)), "warning")
        return None
    return record
