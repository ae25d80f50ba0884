"""The card of one candidate: one of the few pages that name them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from coopadmin.domain.candidates import CONTACT_KINDS, ORIGINS
from coopadmin.domain.reasons import REASONS
from coopadmin.domain.screening import outcome_words
from coopadmin.formats import short_date
from coopadmin.i18n import _
from db.queries import candidates as queries
from db.queries import forgetting, journal
from db.queries.candidates import CandidateRecord, ContactRow, FileRow, PoolRow, WaitingRow
from screens.app import Ref
from screens.candidates import words
from screens.subject import Card, Entry, Section, day, filled, period, story_section


def card(connection: Connection, candidate_id: int, today: date) -> Card | None:
    """Show everything about one candidate, None where there is none."""
    record = queries.record(connection, candidate_id, today)
    if record is None:
        return None
    return Card(
        title=f"{record.number} {record.name}".strip(),
        status=words.standing(record),
        sections=(
            _details(record),
            _wishes(record),
            Section(_("waiting list"), tuple(entry for row in record.waiting for entry in _waiting(row, record))),
            Section(_("pool"), tuple(entry for row in record.pool for entry in _pool(row))),
            Section(_("contacts"), tuple(_contact(row) for row in record.contacts)),
            Section(_("files"), tuple(_file(row) for row in record.files)),
            _kept(connection, record, today),
            story_section(journal.story(connection, _rows(record))),
        ),
    )


def _rows(record: CandidateRecord) -> list[tuple[str, int]]:
    """The rows whose changes are the story of a candidate."""
    return [
        ("candidate", record.candidate_id),
        *(("waitingplace", row.place_id) for row in record.waiting),
        *(("poolplace", row.place_id) for row in record.pool),
        *(("candidatecontact", row.contact_id) for row in record.contacts),
    ]


def _details(record: CandidateRecord) -> Section:
    member = Ref("members", record.person_id) if record.person_id is not None else None
    return Section(
        _("details"),
        filled(
            Entry(_("registered"), day(record.registered_on)),
            Entry(_("given name"), record.given_name),
            Entry(_("initials"), record.initials),
            Entry(_("lives here"), record.person, member),
            Entry(_("e-mail"), record.email),
            Entry(_("phone"), record.phone),
            Entry(_("address"), ", ".join(part for part in (record.address, record.postcode, record.place) if part)),
        ),
    )


def _wishes(record: CandidateRecord) -> Section:
    owner = record.owner_registered_on
    return Section(
        _("household and wishes"),
        filled(
            Entry(_("household"), words.household(record.adults, record.children)),
            Entry(_("rooms"), words.rooms(record.rooms_least, record.rooms_most)),
            Entry(_("wishes"), record.wishes),
            Entry(_("corporation"), _("registered since {day}").format(day=short_date(owner)) if owner else ""),
            Entry(_("note"), record.note),
        ),
    )


def _waiting(row: WaitingRow, record: CandidateRecord) -> tuple[Entry, ...]:
    """One place on the waiting list, and how its day came about."""
    if row.ended_on is not None:
        return (Entry(period(row.registered_on, row.ended_on), words.leaving(row), style="$text-muted"),)
    counts = ""
    if row.ranked_on != row.registered_on:
        counts = short_date(row.ranked_on)
        if any(one.kind == "refusal" and one.happened_on == row.ranked_on for one in record.contacts):
            counts = _("{day}: a home was refused").format(day=counts)
        elif row.fee_paid_on == row.ranked_on:
            counts = _("{day}: the fee was paid").format(day=counts)
    return filled(
        Entry(_("place"), f"{row.place or '–'} · {period(row.registered_on, None)}"),
        Entry(_("counts from"), counts),
        Entry(_("fee of the list"), words.fee(row)),
        Entry(_("homes refused"), str(row.refusals) if row.refusals else ""),
    )


def _pool(row: PoolRow) -> tuple[Entry, ...]:
    """One place in the pool."""
    if row.ended_on is not None:
        return (Entry(period(row.met_on, row.ended_on), words.leaving(row), style="$text-muted"),)
    return (
        Entry(_("known since"), day(row.met_on)),
        Entry(_("until"), f"{day(row.expires_on)} {words.POOL_SIGNS[row.state]}"),
        Entry(
            _("joined in"),
            _("introductions: {introductions}, activities: {activities}").format(
                introductions=row.introductions, activities=row.activities
            ),
        ),
        Entry(_("last contact"), day(row.last_contact_on) or _("▲ never")),
    )


def _contact(row: ContactRow) -> Entry:
    told = " · ".join(part for part in (_(CONTACT_KINDS[row.kind]), row.what, row.file) if part)
    return Entry(day(row.happened_on), told, Ref("allocation", row.file_id) if row.file_id is not None else None)


def _file(row: FileRow) -> Entry:
    outcome = outcome_words(row.outcome, closed=row.closed_on is not None, invited=row.invited_on is not None)
    told = [row.dwelling, _(ORIGINS[row.origin]), outcome]
    if row.reason_code:
        told.append(_(REASONS.get(row.reason_code, row.reason_code)))
    if row.reasons_sent_on is not None:
        told.append(_("told on {day}").format(day=short_date(row.reasons_sent_on)))
    elif row.outcome in ("not_chosen", "excluded"):
        told.append(_("▲ not told yet"))
    return Entry(row.file, " · ".join(told), Ref("allocation", row.file_id))


def _kept(connection: Connection, record: CandidateRecord, today: date) -> Section:
    """Say until when the data is kept, and how that day came about."""
    consent = _("none")
    if record.consent_on is not None and record.consent_until is not None:
        sign = "✓" if record.consent_until >= today else "▲"
        consent = f"{sign} {short_date(record.consent_on)} – {short_date(record.consent_until)}"
    if record.cleared_on is not None:
        return Section(_("how long this is kept"), (Entry(_("cleared"), day(record.cleared_on)),))
    term = forgetting.term_of(connection, record.candidate_id, today)
    entries = [Entry(_("permission"), consent)]
    if term is not None:
        until = day(term.last_day) or _("not known yet")
        entries.append(Entry(_("kept until"), f"▲ {until}" if term.is_due(today) else until))
        entries += [Entry("", line, style="$text-muted") for line in term.told]
        entries += [Entry("", f"● {line}") for line in term.asks]
    return Section(_("how long this is kept"), tuple(entries))
