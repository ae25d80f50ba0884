"""Beginning a store, and what is set for the co-operative as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from coopadmin.domain.association import LARGEST_RULE, LAST_MONTH, RULES, SHAPES
from coopadmin.domain.default_rules import DEFAULT_RULES, MONTH, YES_OR_NO
from coopadmin.domain.identifiers import read_email, read_iban
from coopadmin.errors import Invalid, Problem, Refused
from coopadmin.formats import fold, parse_whole, tidy
from coopadmin.i18n import _
from coopadmin.services.dated_settings import put_setting
from coopadmin.services.voting_rules import add_default_rules
from db.journal import Transaction
from db.tables.association import Agreement, Cooperative, Owner, Setting

LONGEST_NAME = 400


def start_cooperative(transaction: Transaction, *, name: str, shape: str = "individual") -> None:
    """Begin a store: the co-operative's name and legal shape, and the rules every group starts from."""
    problems = _named(name, _("give the co-operative a name"))
    if shape not in SHAPES:
        problems.append(Problem("shape", _("choose one of: {known}").format(known=", ".join(SHAPES))))
    if transaction.scalar(select(col(Cooperative.id))) is not None:
        problems.append(Problem("name", _("this store has a co-operative already")))
    if problems:
        raise Invalid(problems)
    transaction.add(Cooperative(name=tidy(name), shape=shape, started_on=transaction.today))
    for rule in DEFAULT_RULES:
        transaction.add(Setting(name=rule.name, value=rule.default, valid_from=rule.valid_from, source=rule.source))
    add_default_rules(transaction)


def correct_cooperative(
    transaction: Transaction, *, name: str, shape: str, kvk_number: str = "", iban: str = "", email: str = ""
) -> None:
    """Correct what is known of the co-operative itself. Raises Invalid."""
    problems = _named(name, _("give the co-operative a name"))
    if shape not in SHAPES:
        problems.append(Problem("shape", _("choose one of: {known}").format(known=", ".join(SHAPES))))
    iban = _checked(problems, "iban", iban)
    email = _checked(problems, "email", email)
    if problems:
        raise Invalid(problems)
    transaction.change(
        Cooperative,
        1,
        name=tidy(name),
        shape=shape,
        kvk_number=tidy(kvk_number) or None,
        iban=iban or None,
        email=email or None,
    )


def save_owner(
    transaction: Transaction,
    *,
    owner_id: int | None = None,
    name: str,
    kvk_number: str = "",
    contact: str = "",
    email: str = "",
    phone: str = "",
    note: str = "",
) -> int:
    """Add a housing corporation, or correct the one of `owner_id`; gives its number. Raises Invalid."""
    problems = _named(name, _("give the corporation's name"))
    email = _checked(problems, "email", email)
    others = transaction.execute(select(col(Owner.id), col(Owner.name))).all()
    if any(fold(known) == fold(name) and row_id != owner_id for row_id, known in others):
        problems.append(Problem("name", _("a corporation of this name is there already")))
    if problems:
        raise Invalid(problems)
    values: dict[str, Any] = {
        "name": tidy(name),
        "kvk_number": tidy(kvk_number) or None,
        "contact": tidy(contact) or None,
        "email": email or None,
        "phone": tidy(phone) or None,
        "note": note.strip(),
    }
    if owner_id is None:
        return transaction.add(Owner(**values))
    transaction.change(Owner, owner_id, **values)
    return owner_id


def save_agreement(
    transaction: Transaction,
    *,
    agreement_id: int | None = None,
    owner_id: int,
    reference: str = "",
    starts_on: date,
    ends_on: date | None = None,
    note: str = "",
) -> int:
    """Add a management agreement, or correct one; gives its number. Both days are in it. Raises Invalid."""
    problems: list[Problem] = []
    if transaction.scalar(select(col(Owner.id)).where(col(Owner.id) == owner_id)) is None:
        problems.append(Problem("owner_id", _("choose the corporation it is with")))
    if ends_on and ends_on < starts_on:
        problems.append(Problem("ends_on", _("the agreement cannot end before it begins")))
    if problems:
        raise Invalid(problems)
    values: dict[str, Any] = {
        "owner_id": owner_id,
        "reference": tidy(reference),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "note": note.strip(),
    }
    if agreement_id is None:
        return transaction.add(Agreement(**values))
    transaction.change(Agreement, agreement_id, **values)
    return agreement_id


def set_rule(transaction: Transaction, *, name: str, value: str, valid_from: date, source: str) -> None:
    """Give a rule a value from a day on, with where it comes from; what held before stays as it was.

    A rule that is yes or no takes 1 or 0. Raises Invalid where the value is no whole number or cannot be meant, or
    the source is left out, and Refused where there is no such rule.
    """
    if name not in RULES:
        raise Refused(_("There is no rule “{name}”.").format(name=name))
    problems: list[Problem] = []
    try:
        number = parse_whole(value)
        if RULES[name].unit == YES_OR_NO and tidy(value) not in ("0", "1"):
            problems.append(Problem("value", _("answer with 1 for yes or 0 for no")))
        elif RULES[name].unit == MONTH and not 1 <= number <= LAST_MONTH:
            problems.append(Problem("value", _("give a month as its number, 1 to 12")))
        elif number > LARGEST_RULE:
            problems.append(Problem("value", _("give a number up to {most}").format(most=LARGEST_RULE)))
    except ValueError as error:
        problems.append(Problem("value", str(error)))
    if not tidy(source):
        problems.append(Problem("source", _("say where it comes from: the law, the agreement, a decision")))
    if problems:
        raise Invalid(problems)
    transaction.about = name
    put_setting(transaction, name, value, valid_from, source)


def _named(name: str, asked: str) -> list[Problem]:
    """Ask for a name, of a length that a list and a letter can bear."""
    if not tidy(name):
        return [Problem("name", asked)]
    if len(tidy(name)) > LONGEST_NAME:
        return [Problem("name", _("the text is longer than {limit} signs").format(limit=LONGEST_NAME))]
    return []


def _checked(problems: list[Problem], field: str, text: str) -> str:
    """Check an account number or an address, noting what is wrong with it."""
    if not tidy(text):
        return ""
    try:
        return read_iban(text) if field == "iban" else read_email(text)
    except ValueError as error:
        problems.append(Problem(field, str(error)))
        return text
