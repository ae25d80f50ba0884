"""How candidates and their lists are told in a few words, with a sign where something waits."""

from __future__ import annotations

from coopadmin.domain.candidates import LEFT_REASONS, POOL_STATES, TAKEN_OFF
from coopadmin.formats import euro, short_date
from coopadmin.i18n import _, ngettext
from db.queries.candidates import CandidateRecord, CandidateRow, PoolRow, WaitingRow

POOL_SIGNS: dict[str, str] = {"running": "✓", "expired": "▲", "left": "○"}


def people(count: int) -> str:
    """Say how many people would come."""
    return ngettext("{count} person", "{count} people", count).format(count=count)


def household(adults: int, children: int) -> str:
    """Say who would come."""
    told = [ngettext("{count} grown-up", "{count} grown-ups", adults).format(count=adults)]
    if children:
        told.append(ngettext("{count} child", "{count} children", children).format(count=children))
    return ", ".join(told)


def rooms(least: int | None, most: int | None) -> str:
    """Say how many rooms they wish for; empty where they do not say."""
    if least is not None and least == most:
        return ngettext("{count} room", "{count} rooms", least).format(count=least)
    if least is not None and most is not None:
        return _("{least} to {most} rooms").format(least=least, most=most)
    if least is not None:
        return _("at least {count} rooms").format(count=least)
    return _("at most {count} rooms").format(count=most) if most is not None else ""


def lists(row: CandidateRow) -> str:
    """Say on which lists a candidate is: the place on the waiting list, the pool, or that their data is gone."""
    if row.cleared_on is not None:
        return _("○ cleared")
    told = [_("place {place}").format(place=row.waiting_place)] if row.waiting_place else []
    if row.pooled:
        told.append(_("pool"))
    return " + ".join(told) or "–"


def consent(row: CandidateRow) -> str:
    """Say until when a candidate agreed that their data is kept, with a sign where that is over."""
    if row.consent_until is None:
        return "–"
    return f"{'▲' if row.consent_over else '✓'} {short_date(row.consent_until)}"


def fee(row: WaitingRow) -> str:
    """Say how it stands with the fee."""
    amount = euro(row.fee_cents) if row.fee_cents else ""
    if row.fee_paid_on is not None:
        return f"✓ {amount} {short_date(row.fee_paid_on)}".replace("  ", " ")
    return f"● {amount}" if row.fee_owed else ""


def leaving(row: WaitingRow | PoolRow) -> str:
    """Say why somebody left a list, and whether they were told where the group took them off."""
    told = [_(LEFT_REASONS.get(row.end_reason, "")), row.end_words]
    if row.notice_sent_on is not None:
        told.append(_("told on {day}").format(day=short_date(row.notice_sent_on)))
    elif row.end_reason in TAKEN_OFF:
        told.append(_("▲ not told yet"))
    return " · ".join(part for part in told if part)


def pool_text(row: PoolRow) -> str:
    """Say how a place in the pool stands, with its sign."""
    return f"{POOL_SIGNS[row.state]} {_(POOL_STATES[row.state])}"


def standing(record: CandidateRecord) -> str:
    """Say in one line how a candidate stands."""
    if record.cleared_on is not None:
        return _("○ cleared on {day}").format(day=short_date(record.cleared_on))
    told = [_("lives here")] if record.person_id is not None else []
    waiting, pool = record.on_waiting_list, record.in_pool
    if waiting is not None:
        told.append(_("waiting list: place {place}").format(place=waiting.place or "–"))
    if pool is not None and pool.state == "expired":
        told.append(_("▲ time in the pool ran out on {day}").format(day=short_date(pool.expires_on)))
    elif pool is not None:
        told.append(_("pool until {day}").format(day=short_date(pool.expires_on)))
    if waiting is None and pool is None:
        told.append(_("on neither list"))
    return " · ".join(told)
