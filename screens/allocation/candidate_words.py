"""How the candidates, votes and nominations of a file are said on its record: by number, never by name."""

from __future__ import annotations

from collections.abc import Iterator

from coopadmin.domain.ballots import OUTCOMES
from coopadmin.domain.choosing import KINDS
from coopadmin.domain.meetings import read_minute
from coopadmin.domain.nominations import ANSWERS as GIVEN
from coopadmin.domain.nominations import ENDED, FITS
from coopadmin.domain.screening import ANSWERS, CANDIDACY_OUTCOMES, STANDINGS
from coopadmin.formats import moment_text, short_date
from coopadmin.i18n import _, ngettext
from db.queries.choosing import Choice
from db.queries.nominations import NominationRow
from db.queries.screening import CandidacyRow
from screens.app import Ref
from screens.subject import Entry

_SIGNS = {"fits": "✓", "overridden": "✓", "fails": "✗", "unknown": "●"}
_VOTE_SIGNS = {"carried": "✓", "rejected": "✗", "no_quorum": "▲"}


def candidacy_text(row: CandidacyRow) -> str:
    """Say how far a candidate is in a file."""
    parts = [f"{_SIGNS[row.standing]} {_(STANDINGS[row.standing])}"]
    if row.standing == "unknown" and row.screened_on is None:
        parts = [_("● not screened yet")]
    if row.rank is not None:
        parts.insert(0, _("{rank}.").format(rank=row.rank))
    if row.outcome:
        parts.append(_(CANDIDACY_OUTCOMES[row.outcome]))
    elif row.answer:
        parts.append(_(ANSWERS[row.answer]))
    elif row.invited_on is not None:
        parts.append(_("invited {day}").format(day=short_date(row.invited_on)))
    if row.interviews:
        count = ngettext("{count} interview", "{count} interviews", row.interviews)
        parts.append(count.format(count=row.interviews))
    if row.outcome in ("not_chosen", "excluded") and row.reasons_sent_on is None:
        parts.append(_("● reasons to be sent"))
    return " · ".join(parts)


def choice_entries(one: Choice) -> Iterator[Entry]:
    """Say what was put to the vote and how that ended, with its arithmetic below; Enter goes to the meeting."""
    about = " ".join(part for part in (_(KINDS[one.kind]), one.number) if part)
    if one.outcome:
        said = f"{_VOTE_SIGNS[one.outcome]} {_(OUTCOMES[one.outcome])}"
        if one.decision_number:
            said += f" · {one.decision_number}"
    else:
        said = _("● waits for its vote")
        if one.starts_at:
            said += f" · {moment_text(read_minute(one.starts_at))}"
    yield Entry(about, said, Ref("meetings", one.meeting_id))
    if one.sentence:
        yield Entry("", f"  {one.sentence}", style="$text-muted")


def nomination_entries(one: NominationRow) -> Iterator[Entry]:
    """Say how far a nomination is."""
    parts = [_("sent {day}").format(day=short_date(one.sent_on)) if one.sent_on else _("● papers to be completed")]
    if one.answer:
        parts.append(_(GIVEN[one.answer]))
    if one.fit:
        parts.append(_("fit check: {outcome}").format(outcome=_(FITS[one.fit])))
    if one.permit_on is not None:
        parts.append(_("permit {day}").format(day=short_date(one.permit_on)))
    if one.ended:
        parts.append(_("✗ {why}").format(why=_(ENDED[one.ended])))
    ref = Ref("contracts", one.contract_id) if one.contract_id is not None else None
    if one.contract:
        parts.append(f"✓ {one.contract}")
    yield Entry(one.number, " · ".join(parts), ref)
