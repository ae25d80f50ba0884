"""The command `vote` and its options; what it does is in `voting`, imported when called."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from coopadmin.cli.place import store_path
from coopadmin.cli.wording import SpokenCommand
from coopadmin.i18n import _

_NUMBER, _PART = _("NUMBER"), _("PART")


def _votes(name: str, text: str) -> Any:
    return typer.Option(name, metavar=_NUMBER, help=text)


def _said(name: str, metavar: str, text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=text)


def add_vote(app: typer.Typer) -> None:
    """Give the program the command."""
    told = _("Tell what a count of votes means; the store is not touched, and only read with --rule.")
    app.command("vote", cls=SpokenCommand, help=told)(vote)


def vote(
    ctx: typer.Context,
    entitled: Annotated[str, _votes("--entitled", _("How many may vote."))],
    present: Annotated[str, _votes("--present", _("How many of them are there."))],
    votes_for: Annotated[str | None, _votes("--for", _("Votes for (with consent: none needed)."))] = None,
    votes_against: Annotated[str | None, _votes("--against", _("Votes against (with consent: none needed)."))] = None,
    votes_blank: Annotated[str, _votes("--blank", _("Blank votes."))] = "0",
    proxies: Annotated[str, _votes("--proxies", _("How many are represented by proxy."))] = "0",
    recused: Annotated[
        str, _votes("--recused", _("How many may not vote on this for an interest of their own."))
    ] = "0",
    objections: Annotated[str, _votes("--objections", _("Objections still open (consent)."))] = "0",
    method: Annotated[
        str | None,
        _said(
            "--method",
            _("METHOD"),
            _("simple, of-present, of-entitled, two-thirds, three-quarters, at-least, unanimous or consent."),
        ),
    ] = None,
    threshold: Annotated[
        str | None, _said("--threshold", _PART, _("With at-least: the part that must be for, like 3/5 or 60%."))
    ] = None,
    counted_over: Annotated[
        str | None,
        _said("--counted-over", "cast|present|entitled", _("With at-least: what it is a part of; else cast.")),
    ] = None,
    quorum: Annotated[
        str | None, _said("--quorum", _PART, _("The part that must be present or represented, like 2/3 or 50%."))
    ] = None,
    quorum_of: Annotated[
        str | None,
        _said("--quorum-of", "represented|present", _("With present, who is represented does not help to reach it.")),
    ] = None,
    blank_counts: Annotated[
        str | None, _said("--blank-counts", "yes|no", _("Whether blank votes are votes cast."))
    ] = None,
    recused_in_quorum: Annotated[
        str | None, _said("--recused-in-quorum", "yes|no", _("Whether recused people count for the quorum's size."))
    ] = None,
    max_against: Annotated[
        str | None, _votes("--max-against", _("More votes against than this and it is not carried."))
    ] = None,
    tie: Annotated[
        str | None,
        _said("--tie", "rejected|again|lot", _("What follows on equal votes: not carried unless another is given.")),
    ] = None,
    rule: Annotated[
        str | None,
        _said("--rule", _("KIND"), _("Take the rule for this kind of decision from the store, instead of --method.")),
    ] = None,
    body: Annotated[
        str | None,
        _said("--body", "general|residents|board|committee", _("With --rule: who decides; else the general meeting.")),
    ] = None,
    on: Annotated[str | None, _said("--on", _("DATE"), _("With --rule: the day of the vote; else today."))] = None,
    second: Annotated[
        bool, typer.Option("--second", help=_("With --rule: it is the second meeting, after the quorum failed."))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("Give the result as one JSON document."))] = False,
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
