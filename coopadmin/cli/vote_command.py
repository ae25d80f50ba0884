"""The command `vote` and its options; what it does is in `voting`, imported when called."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from coopadmin.cli.place import store_path
from coopadmin.cli.wording import SpokenCommand
from coopadmin.i18n import _

_COUNT, _PART = _("COUNT"), _("PART")


def _votes(name: str, text: str) -> Any:
    return typer.Option(name, metavar=_COUNT, help=text)


def _said(name: str, metavar: str, text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=text)


def add_vote(app: typer.Typer) -> None:
    """Give the program the command."""
    told = _("Tell what a count of votes means; the store is not touched, and only read with --rule.")
    app.command("vote", cls=SpokenCommand, help=told)(vote)


# -- what was counted ----------------------------------------------------------------------------------------------

Entitled = Annotated[str, _votes("--entitled", _("How many may vote."))]
Present = Annotated[str, _votes("--present", _("How many of them are there."))]
For = Annotated[str | None, _votes("--for", _("Votes for (with consent: none needed)."))]
Against = Annotated[str | None, _votes("--against", _("Votes against (with consent: none needed)."))]
Blank = Annotated[str, _votes("--blank", _("Blank votes."))]
Proxies = Annotated[str, _votes("--proxies", _("How many are represented by proxy."))]
Recused = Annotated[str, _votes("--recused", _("How many may not vote on this for an interest of their own."))]
Objections = Annotated[str, _votes("--objections", _("Objections still open (consent)."))]

# -- the rule, in words of its own ---------------------------------------------------------------------------------

Method = Annotated[
    str | None,
    _said(
        "--method",
        _("METHOD"),
        _("simple, of-present, of-entitled, two-thirds, three-quarters, at-least, unanimous or consent."),
    ),
]
Threshold = Annotated[
    str | None, _said("--threshold", _PART, _("With at-least: the part that must be for, like 3/5 or 60%."))
]
CountedOver = Annotated[
    str | None, _said("--counted-over", "cast|present|entitled", _("With at-least: what it is a part of; else cast."))
]
Quorum = Annotated[
    str | None, _said("--quorum", _PART, _("The part that must be present or represented, like 2/3 or 50%."))
]
QuorumOf = Annotated[
    str | None,
    _said("--quorum-of", "represented|present", _("With present, who is represented does not help to reach it.")),
]
BlankCounts = Annotated[str | None, _said("--blank-counts", "yes|no", _("Whether blank votes are votes cast."))]
RecusedInQuorum = Annotated[
    str | None, _said("--recused-in-quorum", "yes|no", _("Whether recused people count for the quorum's size."))
]
MaxAgainst = Annotated[str | None, _votes("--max-against", _("More votes against than this and it is not carried."))]
Tie = Annotated[
    str | None,
    _said("--tie", "rejected|again|lot", _("What follows on equal votes: not carried unless another is given.")),
]

# -- or the rule of the store --------------------------------------------------------------------------------------

Kind = Annotated[
    str | None,
    _said("--rule", _("KIND"), _("Take the rule for this kind of decision from the store, instead of --method.")),
]
Body = Annotated[
    str | None,
    _said("--body", "general|residents|board|committee", _("With --rule: who decides; else the general meeting.")),
]
On = Annotated[str | None, _said("--on", _("DATE"), _("With --rule: the day of the vote; else today."))]
Second = Annotated[
    bool, typer.Option("--second", help=_("With --rule: it is the second meeting, after the quorum failed."))
]

Json = Annotated[bool, typer.Option("--json", help=_("Give the result as one JSON document."))]


def vote(
    ctx: typer.Context,
    entitled: Entitled,
    present: Present,
    votes_for: For = None,
    votes_against: Against = None,
    votes_blank: Blank = "0",
    proxies: Proxies = "0",
    recused: Recused = "0",
    objections: Objections = "0",
    method: Method = None,
    threshold: Threshold = None,
    counted_over: CountedOver = None,
    quorum: Quorum = None,
    quorum_of: QuorumOf = None,
    blank_counts: BlankCounts = None,
    recused_in_quorum: RecusedInQuorum = None,
    max_against: MaxAgainst = None,
    tie: Tie = None,
    rule: Kind = None,
    body: Body = None,
    on: On = None,
    second: Second = False,
    json: Json = False,
) -> int:
    """See the help."""
    from coopadmin.cli import voting

    count = {
        "entitled": entitled,
        "present": present,
        "proxies": proxies,
        "votes_for": votes_for,
        "votes_against": votes_against,
        "votes_blank": votes_blank,
        "recused": recused,
        "objections": objections,
    }
    typed = {
        "--method": method,
        "--threshold": threshold,
        "--counted-over": counted_over,
        "--quorum": quorum,
        "--quorum-of": quorum_of,
        "--blank-counts": blank_counts,
        "--recused-in-quorum": recused_in_quorum,
        "--max-against": max_against,
        "--tie": tie,
    }
    if rule is None:
        voting.refuse_without_rule({"--body": body, "--on": on, "--second": second or None})
        return voting.vote(count, voting.rule_of_words(typed), as_json=json)
    voting.refuse_beside_rule(typed)
    kept = voting.rule_of_store(store_path(ctx.obj), rule, body=body or "general", on=on, second=second)
    return voting.vote(count, kept.rule, as_json=json, told=kept.told)
