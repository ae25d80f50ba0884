"""What the fields of work days, hours and claims are called, and the words for their values."""

from __future__ import annotations

from coopadmin.domain import work_days
from coopadmin.i18n import N_

FIELDS: dict[str, str] = {
    "reserve_on": N_("day for bad weather"),
    "leader_id": N_("who leads"),
    "needs": N_("what is needed"),
    "work_day_id": N_("work day"),
    "task_id": N_("task"),
    "people": N_("people"),
    "said": N_("answer"),
    "said_on": N_("answered on"),
    "came": N_("came"),
    "worked_on": N_("worked on"),
    "rate_cents": N_("fee an hour"),
    "claim_id": N_("claim"),
    "charge_id": N_("credit"),
    "claimed_on": N_("asked on"),
    "granted_cents": N_("granted"),
    "withdrawn_on": N_("withdrawn on"),
}

WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {
    "said": (work_days.SAID,),
    "outcome": (work_days.TASK_OUTCOMES,),
}
"""The words for the codes in a column."""

FLAGS = ("came",)
"""The columns that hold yes or no."""
