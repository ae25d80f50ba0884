"""The register of decisions."""

from __future__ import annotations

from sqlalchemy import Connection

from coopadmin.domain.decisions import KINDS, METHODS, OUTCOMES
from coopadmin.i18n import _, ngettext
from coopadmin.reports.base import Column, Report
from db.queries import decisions as queries


def decisions(connection: Connection) -> Report:
    """List all decisions, by day and number; flagged ones say something else than their count."""
    columns = (
        Column("number", _("Number")),
        Column("date", _("Date"), "date"),
        Column("body", _("Decided by"), minor=True),
        Column("subject", _("Subject")),
        Column("text", _("Decision"), minor=True),
        Column("method", _("Method"), words=METHODS, minor=True),
        Column("entitled", _("Entitled"), "int", minor=True),
        Column("present", _("Present"), "int", minor=True),
        Column("proxies", _("Proxies"), "int", minor=True),
        Column("for", _("For"), "int"),
        Column("against", _("Against"), "int"),
        Column("blank", _("Blank"), "int", minor=True),
        Column("outcome", _("Outcome"), words=OUTCOMES),
        Column("kind", _("Kind"), words=KINDS, minor=True),
        Column("dwelling", _("Home"), minor=True),
        Column("candidate", _("Candidate"), minor=True),
        Column("flagged", _("Contradicts the count"), "flag", minor=True),
        Column("meeting", _("Meeting"), minor=True),
        Column("rule", _("Rule"), minor=True),
        Column("sentence", _("What the count means"), minor=True),
        Column("review_on", _("To be reviewed on"), "date", minor=True),
        Column("links", _("Belongs to"), "list", minor=True),
        Column("amount_cents", _("Amount"), "cents", minor=True),
    )
    rows = queries.register(connection)
    flagged = [str(row["number"]) for row in rows if row["flagged"]]
    sentence = ngettext(
        "The outcome of this decision contradicts its count: {numbers}",
        "The outcomes of these decisions contradict their counts: {numbers}",
        len(flagged),
    )
    return Report(
        _("Decisions"), columns, rows, remarks=(sentence.format(numbers=", ".join(flagged)),) if flagged else ()
    )
