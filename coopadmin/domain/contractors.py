"""Contractors: when two names mean the same firm, and what a contractor's number must look like."""

from __future__ import annotations

import re

from coopadmin.errors import Problem
from coopadmin.formats import fold, tidy
from coopadmin.i18n import _

LONGEST_NAME = 120

_LEGAL_FORMS = frozenset({"bv", "nv", "vof", "cv", "eenmanszaak", "maatschap", "ltd", "inc", "gmbh"})
"""What a register writes behind a name or leaves out."""

_KVK = re.compile(r"\d{8}")


def name_key(name: str) -> str:
    """Give what two spellings of one firm share: case, accents, stops and the legal form aside."""
    words = re.sub(r"[.,;:()]", "", fold(name)).split()
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def check_contractor(name: str, kvk_number: str) -> list[Problem]:
    """Say what is wrong with a contractor's name and number; the number may be empty."""
    problems: list[Problem] = []
    if not tidy(name):
        problems.append(Problem("name", _("fill this in")))
    elif len(tidy(name)) > LONGEST_NAME:
        problems.append(Problem("name", _("the text is longer than {limit} signs").format(limit=LONGEST_NAME)))
    if kvk_number and not _KVK.fullmatch(kvk_number):
        problems.append(Problem("kvk_number", _("a Chamber of Commerce number has eight digits")))
    return problems
