"""What the columns and values of work that comes round and of certificates are called in a record's story."""

from __future__ import annotations

from coopadmin.domain import jobs
from coopadmin.i18n import N_

FIELDS: dict[str, str] = {
    "counted_from": N_("months count from"),
    "asks_certificate": N_("asks for a certificate"),
    "contractor_id": N_("contractor"),
    "expected_cents": N_("expected cost"),
    "notice_days": N_("announced, days ahead"),
    "occurrence_on": N_("the time of"),
    "moved_to": N_("moved to"),
    "issued_on": N_("issued on"),
    "valid_until": N_("valid until"),
    "issuer": N_("issued by"),
    "kept_at": N_("kept at"),
    "task_id": N_("task"),
}
"""Only those of which no other subject has the name already."""

WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {
    "kind": (jobs.KINDS,),
    "counted_from": (jobs.COUNTED_FROM,),
    "outcome": (jobs.OUTCOMES,),
}

FLAGS = ("asks_certificate",)
