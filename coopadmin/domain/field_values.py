"""How a value of the store is shown to people: an amount, a day, the word for a code, yes or no."""

from __future__ import annotations

from datetime import date, datetime

from coopadmin.domain import (
    allocation,
    attendance,
    ballots,
    bank,
    budget,
    candidates,
    charges,
    choosing,
    contracts,
    decisions,
    dwellings,
    facilities,
    increases,
    maintenance,
    matching,
    meetings,
    members,
    memberships,
    nominations,
    procedures,
    reasons,
    rent_limits,
    screening,
    voting_rules,
    voting_rules_words,
    voting_words,
    words_bookings,
    words_demarcation,
    words_hours,
    words_jobs,
    words_keys,
    words_maintenance,
    words_maintenance_plan,
    words_orders,
)
from coopadmin.formats import euro, moment_text, short_date
from coopadmin.i18n import _

_COMMON: dict[str, tuple[dict[str, str], ...]] = {
    "kind": (
        members.KINDS,
        dwellings.KINDS,
        maintenance.KINDS,
        decisions.KINDS,
        charges.KINDS,
        memberships.ENDINGS,
        meetings.KINDS,
        screening.INTERESTS,
        choosing.KINDS,
        candidates.CONTACT_KINDS,
    ),
    "decision_kind": (voting_rules.DECISION_KINDS,),
    "body": (voting_rules.BODIES,),
    "direction": (budget.DIRECTIONS,),
    # A booking has a purpose too, in a person's own words; these codes nobody types.
    "purpose": ({code: word for code, word in budget.PURPOSES.items() if "_" in code},),
    "office": (members.OFFICES,),
    "payment_method": (contracts.PAYMENT_METHODS,),
    "role": (contracts.ROLES,),
    "status": (facilities.STATUSES, maintenance.STATUSES, bank.ACCOUNT_STATUSES, ballots.OBJECTION_STATUSES),
    "ground": (matching.GROUNDS,),
    "urgency": (maintenance.URGENCIES,),
    "responsible": (maintenance.PARTIES,),
    "method": (decisions.METHODS,),
    "outcome": (
        decisions.OUTCOMES,
        increases.OUTCOMES,
        memberships.APPLICATIONS,
        ballots.OUTCOMES,
        screening.CANDIDACY_OUTCOMES,
        allocation.OUTCOMES,
    ),
    "permit_regime": (allocation.PERMIT_REGIMES,),
    "step": (allocation.TICKED,),
    "way": (ballots.WAYS,),
    "choice": (ballots.CHOICES, procedures.CHOICES),
    "appeal_outcome": (memberships.APPEALS,),
    "regime": (rent_limits.REGIMES,),
    "form": (attendance.FORMS,),
    "counted_over": (voting_rules_words.COUNTED_OVER,),
    "tie": (voting_words.TIES,),
    "screened_by": (procedures.WHO,),
    "decided_by": (procedures.WHO,),
    "invites": (procedures.INVITES,),
    "fit": (nominations.FITS,),
    "fit_reason": (nominations.FIT_REASONS,),
    "ended": (nominations.ENDED,),
    "answer": (nominations.ANSWERS, screening.ANSWERS),
    "origin": (candidates.ORIGINS,),
    "end_reason": (candidates.LEFT_REASONS,),
    "criterion": (screening.CRITERIA,),
    "result": (screening.RESULTS,),
    "reason_code": (reasons.REASONS,),
}
"""The words for the codes in a column."""

_OF_SUBJECTS = (
    words_bookings.WORDS_OF,
    words_demarcation.WORDS_OF,
    words_hours.WORDS_OF,
    words_jobs.WORDS_OF,
    words_keys.WORDS_OF,
    words_maintenance.WORDS_OF,
    words_maintenance_plan.WORDS_OF,
    words_orders.WORDS_OF,
)

WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {
    column: tuple(words for one in (_COMMON, *_OF_SUBJECTS) for words in one.get(column, ()))
    for column in dict.fromkeys(column for one in (_COMMON, *_OF_SUBJECTS) for column in one)
}
"""The same of all subjects; where two use a code in one column, the common word is taken."""

FLAGS = (
    *("quorum_counts_proxies", "recused_in_quorum", "blank_counts", "second_meeting", "tenancy_kept", "withdrawn"),
    *("board_excluded", "internal_first", "fee_required", "owner_registration", "procedure_check", "ratification"),
    *words_hours.FLAGS,
    *words_jobs.FLAGS,
    *words_maintenance.FLAGS,
    *words_maintenance_plan.FLAGS,
    *words_orders.FLAGS,
)
"""The columns that hold yes or no."""


def value_text(column: str, value: str) -> str:
    """Show a stored value as people read it: an amount, a day, a word for a code; text as it is."""
    if not value:
        return ""
    if column.endswith("_cents") and value.lstrip("-").isdigit():
        return euro(int(value))
    if column.endswith(("_on", "_from", "_until")):
        try:
            return short_date(date.fromisoformat(value))
        except ValueError:
            return value
    if column.endswith("_at"):
        try:
            return moment_text(datetime.fromisoformat(value))
        except ValueError:
            return value
    for words in WORDS_OF.get(column, ()):
        if value in words:
            return _(words[value])
    if column in FLAGS:
        return _("yes") if value == "True" else _("no")
    return value
