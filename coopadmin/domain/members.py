"""Who belongs to the association: names, kinds of membership, offices.

Person, member, tenant and resident are four different things (one may be each without the others), so nothing
here follows from a contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coopadmin.errors import Problem
from coopadmin.formats import long_date
from coopadmin.i18n import N_, _

KINDS: dict[str, str] = {
    "member": N_("member"),
    "aspirant": N_("aspirant member"),
    "supporter": N_("supporter"),
    "honorary": N_("honorary member"),
}
"""Kinds of membership and how each is called."""

KIND_WORDS: dict[str, str] = {
    "lid": "member",
    "gewoon lid": "member",
    "huurderlid": "member",
    "member": "member",
    "aspirant-lid": "aspirant",
    "aspirantlid": "aspirant",
    "aspirant": "aspirant",
    "kandidaat-lid": "aspirant",
    "aspirant member": "aspirant",
    "candidate member": "aspirant",
    "donateur": "supporter",
    "supporter": "supporter",
    "erelid": "honorary",
    "honorary": "honorary",
    "honorary member": "honorary",
}
"""The words registers use for them."""

OFFICES: dict[str, str] = {
    "chair": N_("chair"),
    "secretary": N_("secretary"),
    "treasurer": N_("treasurer"),
    "maintenance_coordinator": N_("maintenance coordinator"),
    "board_member": N_("board member"),
    "audit_committee": N_("audit committee"),
}
"""Offices with a name in both languages; a group may add its own, which is kept as written."""

OFFICE_WORDS: dict[str, str] = {
    "voorzitter": "chair",
    "chair": "chair",
    "secretaris": "secretary",
    "secretary": "secretary",
    "penningmeester": "treasurer",
    "treasurer": "treasurer",
    "onderhoudscoordinator": "maintenance_coordinator",
    "coordinator onderhoud": "maintenance_coordinator",
    "maintenance coordinator": "maintenance_coordinator",
    "bestuurslid": "board_member",
    "algemeen bestuurslid": "board_member",
    "board member": "board_member",
    "kascommissie": "audit_committee",
    "lid kascommissie": "audit_committee",
    "audit committee": "audit_committee",
}

OLDEST_BIRTH_YEAR = 1895
"""Nobody alive was born before; an earlier year is a slip of the pen."""


def office_name(office: str) -> str:
    """Call an office by its name in the language in use; one of the group's own stays as written."""
    return _(OFFICES[office]) if office in OFFICES else office


def display_name(family_name: str, prefix: str = "", initials: str = "", given_name: str = "") -> str:
    """Write a name as on a letter: `Anna van den Berg`, or with initials where no given name is known."""
    return " ".join(part for part in (given_name or initials, prefix, family_name) if part)


def sorted_name(family_name: str, prefix: str = "", initials: str = "", given_name: str = "") -> str:
    """Write a name as in a list, by family name, the prefix behind it: `Berg, A.A. van den`."""
    behind = " ".join(part for part in (initials or given_name, prefix) if part)
    return f"{family_name}, {behind}" if behind else family_name


@dataclass(frozen=True, slots=True)
class MembershipDates:
    """What must agree about one person's membership: `starts_on` and `ends_on` are both in it."""

    born_on: date | None
    starts_on: date | None
    ends_on: date | None
    office: str = ""
    office_since: date | None = None


def check_membership(dates: MembershipDates, today: date) -> list[Problem]:
    """Say what cannot be about the dates of a member; fields are named as in MembershipDates."""
    problems: list[Problem] = []
    born, starts, ends = dates.born_on, dates.starts_on, dates.ends_on
    if born and born > today:
        problems.append(Problem("born_on", _("born on {day}, which is still to come").format(day=long_date(born))))
    elif born and born.year < OLDEST_BIRTH_YEAR:
        problems.append(Problem("born_on", _("the year of birth {year} cannot be right").format(year=born.year)))
    if starts and born and starts < born:
        problems.append(
            Problem(
                "starts_on", _("a member since {day}, which is before the day of birth").format(day=long_date(starts))
            )
        )
    if starts and ends and ends < starts:
        problems.append(
            Problem(
                "ends_on",
                _("the membership ends on {end}, before it began on {start}").format(
                    end=long_date(ends), start=long_date(starts)
                ),
            )
        )
    if dates.office and born and dates.office_since and dates.office_since < born:
        problems.append(Problem("office_since", _("in office before the day of birth")))
    return problems
