"""What is kept of people, why, on what ground, for how long, and from when that counts: per kind of data.

Only a ground that was found is named. Where none is known that is said, for the board to fill in: a program cannot know
on what a group rests what it does (GDPR (AVG) art. 5(2)).
"""

from __future__ import annotations

from dataclasses import dataclass

from coopadmin.domain import forgetting, forgetting_people
from coopadmin.i18n import N_

BOOKS = "books_retention_years"
"""The setting: for so many years the books are kept."""

UNKNOWN = N_("Which ground of the GDPR, art. 6(1), it rests on is for the board to write down; none is assumed here")
"""What stands where no ground is known."""

_WITH_THE_PERSON = N_("names go with the person or the candidate; what is left names nobody")


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data: what, about whom, what for, on what ground; `rule` names the setting that says how long.

    Without a rule no term is set: `until` says what happens then. `cleared_by` is where it is cleared, empty where
    this program clears none of it.
    """

    name: str
    label: str
    what: str
    purpose: str
    ground: str
    counts_from: str
    rule: str = ""
    until: str = ""
    cleared_by: str = ""


_PAGE = N_("the page Clear personal data, or coopadmin forget")

KINDS: tuple[Kept, ...] = (
    Kept(
        "members",
        N_("Members, and members who left"),
        N_("name, birth date, addresses, account, periods of membership, offices, applications, suspensions, notes"),
        N_("to keep the register of members, call them to meetings, and settle what is due"),
        UNKNOWN,
        N_("the last tie: membership, tenancy, office, key, booking, hours or call; later while anything is open"),
        forgetting_people.RETENTION,
        cleared_by=_PAGE,
    ),
    Kept(
        "residents",
        N_("Tenants, residents and contracts"),
        N_("who rents which home from when until when, the account that pays, notes; of a household only its tenants"),
        N_("to let and manage the homes"),
        UNKNOWN,
        N_("the last tie: membership, tenancy, office, key, booking, hours or call; later while anything is open"),
        forgetting_people.RETENTION,
        cleared_by=_PAGE,
    ),
    Kept(
        "books",
        N_("The books: charges, bank lines, postings, deposits, refunds"),
        N_("amounts and days; of bank lines also the name, account and words the bank gave"),
        N_("to know at all times what is owed and owned"),
        N_("Civil Code (BW) 2:10: the board must keep books and keep them seven years (GDPR art. 6(1)(c))"),
        N_("the end of the year they are of"),
        BOOKS,
        until=N_("this program clears nothing of the books; the account and the person behind them are cleared before"),
    ),
    Kept(
        "candidates",
        N_("Candidates for a home"),
        N_("name, addresses, household size, wishes, what was found and said, the outcome; no income and no BSN"),
        N_("to choose a new neighbour by the procedure, and to be able to show how"),
        N_("on a list or in the pool: consent (GDPR art. 7); in a file: for the board to write down"),
        N_("the registration, the file that was closed last, the list that was left last"),
        forgetting.RETENTION,
        cleared_by=_PAGE,
    ),
    Kept(
        "tasks",
        N_("Tasks and calls"),
        N_("who called, what is wrong in which home, appointments, notes"),
        N_("to maintain the homes, and to know what was done to each"),
        UNKNOWN,
        "",
        until=_WITH_THE_PERSON,
    ),
    Kept(
        "bookings",
        N_("Bookings, keys, hours and work days"),
        N_("who had which room or key when, who worked how long"),
        N_("to share rooms and keys, and to settle them"),
        UNKNOWN,
        "",
        until=_WITH_THE_PERSON,
    ),
    Kept(
        "decisions",
        N_("Meetings, minutes, votes and decisions"),
        N_("who was there, who held whose proxy, votes by name, what was said and decided"),
        N_("to show later what was decided, by whom and by which rule"),
        UNKNOWN,
        "",
        until=_WITH_THE_PERSON,
    ),
    Kept(
        "journal",
        N_("The journal"),
        N_("every change with its values, and the name of who was at the desk"),
        N_("to take a deed back, and to show that nothing was changed unseen"),
        UNKNOWN,
        "",
        until=N_(
            "values go with whom they are about; who was at the desk stays, for the chain of the journal holds it"
        ),
    ),
    Kept(
        "copies",
        N_("Copies of the store"),
        N_("all of the above, as it stood when the copy was made"),
        N_("to lose nothing"),
        UNKNOWN,
        N_("the day of the copy"),
        "copies_months",
        until=N_("thinned by the three rules on copies; one from before somebody was cleared is named, to be removed"),
    ),
)
"""Every kind of personal data there is, in the order they are shown."""
