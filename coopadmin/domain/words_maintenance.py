"""The words for the columns and codes of a task's course, as the story of a record shows them."""

from __future__ import annotations

from coopadmin.domain import appointments, waits
from coopadmin.i18n import N_

FIELDS: dict[str, str] = {
    "reported_at": N_("reported at"),
    "location_code": N_("code of the place"),
    "element_code": N_("code of the part"),
    "defect_code": N_("code of the defect"),
    "cause_code": N_("code of the cause"),
    "answer": N_("told"),
    "planned_on": N_("planned for"),
    "confirmed_on": N_("confirmed by the resident on"),
    "for_volunteers": N_("for a work day"),
    "minutes_expected": N_("minutes of work"),
    "from_at": N_("since"),
    "until_at": N_("until"),
    "status_before": N_("status before"),
    "starts_at": N_("from"),
    "ends_at": N_("until"),
    "agreed_on": N_("agreed on"),
    "access": N_("who lets them in"),
    "outcome": N_("how it went"),
}
"""Columns of the task, its waits and its appointments; a column that `words` names already keeps that name."""

WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {
    "reason": (waits.WAITS,),
    "outcome": (appointments.OUTCOMES,),
}
"""The words for the codes in a column, behind those that `words` knows. `status_before` has those of `status`."""

FLAGS = ("for_volunteers",)
"""The columns that hold yes or no."""
