"""Entering a value of the law that the program does not know, or that is another for this group."""

from __future__ import annotations

from datetime import date

from coopadmin.domain.legal import NAMES, PREFIX, unit_of
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import tidy
from coopadmin.i18n import _
from coopadmin.services.dated_settings import put_setting
from db.journal import Transaction

MOST: dict[str, int] = {"percent": 10_000, "cents": 100_000_000, "days": 9999, "months": 999}
"""The largest value by unit: more is a slip of the keys."""


def set_legal_value(transaction: Transaction, *, name: str, value: int, valid_from: date, source: str) -> None:
    """Enter a value of the law from a day on, with where it was found; it wins over what the program knows.

    Hundredths of a percent, cents, days or months by the value's unit. Raises Invalid where the value cannot be
    meant or the source is left out, and Refused where the law has no such value to enter.
    """
    if name not in NAMES or unit_of(name) == "scale":
        raise Refused(_("There is no value of the law “{name}” to enter.").format(name=name))
    problems: list[Problem] = []
    if not 0 <= value <= MOST[unit_of(name)]:
        problems.append(Problem("value", _("this value cannot be meant")))
    if not tidy(source):
        problems.append(Problem("source", _("say where it was found: the law, a page of the ministry, a letter")))
    if problems:
        raise Invalid(problems)
    transaction.about = name
    put_setting(transaction, PREFIX + name, str(value), valid_from, source)
