"""Writing down on what ground a kind of personal data is kept (GDPR (AVG) art. 5(2), 6(1) and 30)."""

from __future__ import annotations

from datetime import date

from coopadmin.domain.retention import KINDS, ground_setting
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.dated_settings import put_setting
from db.journal import Transaction


def set_ground(transaction: Transaction, *, kind: str, ground: str, valid_from: date, source: str) -> None:
    """Write down the ground of a kind from a day on, with who decided so; what held before stays as it was.

    Raises Invalid where the ground or its source is left out, and Refused where there is no such kind.
    """
    if kind not in {one.name for one in KINDS}:
        raise Refused(_("There is no kind of data “{name}”.").format(name=kind))
    problems: list[Problem] = []
    if not tidy(ground):
        problems.append(Problem("ground", _("say on what ground of the GDPR, art. 6(1), it is kept")))
    if not tidy(source):
        problems.append(Problem("source", _("say where it comes from: the law, the agreement, a decision")))
    if problems:
        raise Invalid(problems)
    transaction.about = kind
    put_setting(transaction, ground_setting(kind), ground, valid_from, source)
