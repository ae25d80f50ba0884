"""The fields that the forms of maintenance share, and what is read out of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coopadmin.domain.maintenance import KINDS, URGENCIES
from coopadmin.domain.recurrences import read_recurrence, recurrence_name
from coopadmin.errors import Invalid, Problem
from coopadmin.i18n import N_, _
from coopadmin.services.maintenance import TaskData
from screens.fields import Field

TASK = tuple(TaskData.__dataclass_fields__)


def work_fields(first: Mapping[str, Any]) -> list[Field]:
    """Ask what has to be done, and where."""
    return [
        Field("what", N_("What"), required=True, initial=first.get("what")),
        Field(
            "place",
            N_("Place"),
            initial=first.get("place"),
            help=N_("the code of a home or a facility links it"),
        ),
    ]


def urgency_field(first: Mapping[str, Any]) -> Field:
    """Ask how much it presses."""
    return Field(
        "urgency",
        N_("Urgency"),
        "choice",
        required=True,
        initial=first.get("urgency", "normal"),
        choices=list(URGENCIES.items()),
    )


def reporter_field(first: Mapping[str, Any]) -> Field:
    """Ask who told of it."""
    return Field(
        "reporter_id",
        N_("Reported by"),
        "pick",
        initial=first.get("reporter_id"),
        shown=first.get("reporter", ""),
        find=("members",),
    )


def number_field(number: str) -> Field:
    """Ask the number, with a proposal."""
    return Field("number", N_("Number"), required=True, initial=number, help=N_("follows the last one"))


def reported_field(first: Mapping[str, Any]) -> Field:
    """Ask the day of the report."""
    return Field("reported_on", N_("Reported on"), "date", required=True, initial=first["reported_on"])


def recurrence_field(months: int | None = None, *, required: bool = False) -> Field:
    """Ask how often the work comes round, in words."""
    return Field(
        "every_months",
        N_("Comes round"),
        required=required,
        initial=recurrence_name(months) if months else None,
        help=N_("yearly, every 18 months, 2x per year …")
        if required
        else N_("empty: once; or yearly, every 18 months"),
    )


def detail_fields(first: Mapping[str, Any]) -> list[Field]:
    """Ask what can wait until it is known."""
    return [
        Field(
            "kind",
            N_("Kind"),
            "choice",
            required=True,
            initial=first.get("kind", "repair"),
            choices=list(KINDS.items()),
        ),
        Field("contractor", N_("Contractor"), initial=first.get("contractor"), help=N_("who carries it out")),
        Field("budget_cents", N_("Budget"), "cents", initial=first.get("budget_cents")),
        Field("note", N_("Note"), "long", initial=first.get("note")),
    ]


def volunteer_fields(first: Mapping[str, Any]) -> list[Field]:
    """Ask whether residents can do it, and how long it takes."""
    return [
        Field(
            "for_volunteers",
            N_("For a work day"),
            "flag",
            required=True,
            initial=first.get("for_volunteers", False),
            help=N_("whether residents can do it themselves"),
        ),
        Field(
            "minutes_expected",
            N_("Minutes of work"),
            "whole",
            initial=first.get("minutes_expected"),
            help=N_("all hands together"),
        ),
    ]


def task_of(values: Mapping[str, Any]) -> TaskData:
    """Take what is known of a task out of a form's values; what the form did not ask is as in a fresh task."""
    return TaskData(**{name: values[name] for name in TASK if name in values})


def months_of(values: Mapping[str, Any]) -> int | None:
    """Read how often the work comes round; raises Invalid under that field."""
    try:
        return read_recurrence(values["every_months"])
    except ValueError as error:
        raise Invalid([Problem("every_months", str(error))]) from None


def asked_months(values: Mapping[str, Any]) -> int:
    """Read how often the work comes round, where “once” is no answer; raises Invalid under that field."""
    months = months_of(values)
    if months is None:
        reason = _("say how often: yearly, every 18 months, 2x per year")
        raise Invalid([Problem("every_months", reason)])
    return months
