"""The books' own balances: what must come out to the cent whatever was done, looked at with bare SQLite."""

from __future__ import annotations

import json
import sqlite3

from coopadmin.i18n import N_, _
from db.findings import Finding

MOST_NAMED = 20

RULES: tuple[tuple[str, str], ...] = (
    (
        N_("more of bank line {number} was put somewhere than there is of it"),
        "SELECT line_id FROM (SELECT line_id, sum(amount_cents) AS put FROM posting GROUP BY line_id) "
        "JOIN bankline ON bankline.id = line_id WHERE put * amount_cents < 0 OR abs(put) > abs(amount_cents)",
    ),
    (
        N_("a posting of bank line {number} is dated before the line"),
        "SELECT line_id FROM posting JOIN bankline ON bankline.id = line_id "
        "WHERE posting.booked_on < bankline.booked_on",
    ),
    (
        N_("posting {number} takes back another of a different line or amount"),
        "SELECT back.id FROM posting AS back JOIN posting AS one ON one.id = back.reverses_id "
        "WHERE back.line_id <> one.line_id OR back.amount_cents <> -one.amount_cents",
    ),
    (
        N_("bank line {number} stands for one of another account or amount"),
        "SELECT line_id FROM posting JOIN bankline AS line ON line.id = line_id "
        "JOIN bankline AS other ON other.id = duplicate_of_id "
        "WHERE line.account_id <> other.account_id OR line.amount_cents <> other.amount_cents",
    ),
    (
        N_("charge {number} is not the sum of its parts"),
        "SELECT id FROM charge WHERE kind IN ('rent', 'correction') "
        "AND amount_cents <> basic_rent_cents + service_charge_cents + energy_cents",
    ),
    (
        N_("a posting is meant for charge {number}, which is on another account"),
        "SELECT charge.id FROM posting JOIN charge ON charge.id = posting.charge_id "
        "WHERE posting.contract_id IS NOT charge.contract_id OR posting.member_id IS NOT charge.member_id",
    ),
    (
        N_("bank line {number} is of another account than its statement"),
        "SELECT bankline.id FROM bankline JOIN bankstatement ON bankstatement.id = statement_id "
        "WHERE bankline.account_id <> bankstatement.account_id",
    ),
    (
        N_("the lines of statement {number} do not come to what they came to when it was taken in"),
        "SELECT id FROM bankstatement JOIN (SELECT statement_id, count(*) AS number, sum(amount_cents) AS cents "
        "FROM bankline GROUP BY statement_id) ON statement_id = id "
        "WHERE number > line_count OR (number = line_count AND cents <> lines_cents)",
    ),
)
"""What cannot be, and the query that finds the numbers of the rows it is true of."""

_FAULTS = (
    "SELECT count(*) FROM bankstatement WHERE closing_cents - opening_cents <> lines_cents",
    "SELECT coalesce(sum(amount_cents), 0) FROM bankline",
    "SELECT coalesce(sum(amount_cents), 0) FROM posting",
)


def check_balances(connection: sqlite3.Connection) -> Finding:
    """Look whether the books agree with themselves.

    What the bank itself did not add up right is no fault of the books: the statements that do not tie are counted in
    the detail of a check that holds, with what all lines come to, what is in its place and what waits, in cents.
    """
    faults: list[str] = []
    for sentence, query in RULES:
        found = connection.execute(f"{query} ORDER BY 1 LIMIT {MOST_NAMED}")
        faults += [_(sentence).format(number=number) for (number,) in found]
    if faults:
        return Finding("balances", False, "; ".join(faults[:MOST_NAMED]))
    untied, lines, placed = (connection.execute(query).fetchone()[0] for query in _FAULTS)
    figures = {"lines_cents": lines, "placed_cents": placed, "waiting_cents": lines - placed, "untied": untied}
    return Finding("balances", True, json.dumps(figures))
