"""The made-up members: every kind of membership, running, past and to come, and where they live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coopadmin.demo import dwellings, offices
from coopadmin.demo.households import CO_TENANT, LEAVER, NEVER_MEMBERS, Stay, Tenancy
from coopadmin.demo.people import person
from coopadmin.demo.story import Story, take_over_records
from coopadmin.domain.periods import add_months, day_after
from coopadmin.services import members
from coopadmin.services.members import PersonData
from db.journal import Transaction

_MOVED = "verhuisd"
_ASPIRANTS_FOR = 14
"""Months ago that the group began to let newcomers be aspirants first."""
_HOMES = {home.code: home for home in dwellings.homes()}


@dataclass(frozen=True, slots=True)
class Period:
    """One membership as it went; both days in it."""

    kind: str
    starts_on: date
    ends_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the register, with every period of membership."""

    number: str
    name: str
    periods: tuple[Period, ...]

    def on(self, stays: tuple[Stay, ...], day: date) -> PersonData:
        """Give what is known of them on a day: the address changes as they move."""
        home = next((stay.home for stay in stays if stay.name == self.name and stay.holds(day)), "")
        return person(self.name, self.periods[0].starts_on, _HOMES.get(home))


def tell(story: Story, all_tenancies: tuple[Tenancy, ...], stays: tuple[Stay, ...]) -> tuple[Member, ...]:
    """Take the register over, let members come, move and go; gives all of them by number."""
    register = _register(story, all_tenancies)
    before = [one for one in register if one.periods[0].starts_on < story.begun_on]

    def enter(transaction: Transaction) -> None:
        for member in before:
            _take_over(transaction, story, member, member.on(stays, story.begun_on))
        offices.take_over(transaction, story)

    about = f"{before[0].number}–{before[-1].number}"
    secretary = story.secretary(story.begun_on)
    story.tell(story.begun_on, secretary, take_over_records, lambda do: do(enter=enter, about=about))
    for member in register:
        _tell_periods(story, member, stays)
        for stay in stays:
            if stay.name == member.name:
                _tell_move(story, member, stay, stays)
    offices.tell(story)
    _tell_lately(story, register, stays)
    return register


# -- who is in the register ----------------------------------------------------------------------------------------


def _register(story: Story, all_tenancies: tuple[Tenancy, ...]) -> tuple[Member, ...]:
    """Number everybody by the day they came into the register."""
    periods = dict(_by_tenancy(story, all_tenancies)) | _by_hand(story)
    in_order = sorted(periods.items(), key=lambda item: item[1][0].starts_on)
    return tuple(Member(f"L{place:03d}", name, held) for place, (name, held) in enumerate(in_order, 1))


def _by_tenancy(story: Story, all_tenancies: tuple[Tenancy, ...]) -> Iterator[tuple[str, tuple[Period, ...]]]:
    """Most tenants join when they come and leave when they go; the newest were aspirants first."""
    for tenancy in all_tenancies:
        for name in tenancy.tenants:
            if name in NEVER_MEMBERS:
                continue
            gone = tenancy.ends_on if tenancy.ends_on and tenancy.ends_on < story.today else None
            period = Period("member", tenancy.starts_on, gone, _MOVED if gone else "")
            if tenancy.starts_on < story.month(_ASPIRANTS_FOR):
                yield name, (period,)
            else:
                introduced = add_months(tenancy.starts_on, -5)
                yield name, (Period("aspirant", introduced, tenancy.starts_on - timedelta(days=1)), period)


def _by_hand(story: Story) -> dict[str, tuple[Period, ...]]:
    """Those whose membership took a turn of its own."""
    month, day = story.month, timedelta(days=1)
    return {
        # changed kind, came back after some years, or is about to change
        "Henk Wiersma": (Period("member", month(98), month(29) - day), Period("honorary", month(29))),
        LEAVER: (Period("member", month(118), month(15) - day), Period("supporter", month(15))),
        "Floor Hendriks": (
            Period("member", month(72), month(49) - day, _MOVED),
            Period("member", month(24)),
        ),
        "Anneke Dijkstra": (Period("member", month(70), month(-2) - day), Period("supporter", month(-2))),
        "Wouter van der Meulen": (Period("member", month(84), month(-2) - day, _MOVED),),
        "Wim Lammers": (Period("member", month(121), month(7) - day, "eigen verzoek; blijft huren"),),
        CO_TENANT: (Period("member", month(8)),),
        "Esmée Scholten": (Period("aspirant", month(5), month(-1) - day), Period("member", month(-1))),
        # no home here, or not yet
        "Hilde Nijland": (Period("member", month(16)),),
        "Ans Groeneveld": (Period("supporter", month(64)),),
        "Marcel Pronk": (Period("supporter", month(22)),),
        "Soraya Chotkan": (Period("supporter", month(57), month(21) - day, "eigen verzoek"),),
        "Hanna Brouwer": (Period("aspirant", month(6)),),
        "Youssef Bouzid": (Period("aspirant", month(6)),),
        "Tarik Demir": (Period("aspirant", month(3)),),
        "Bregje Fokkema": (Period("aspirant", month(12), month(8) - day, "elders gaan wonen"),),
        "Linde Kramer": (Period("aspirant", story.ago(16)),),
    }


# -- what is told of them ------------------------------------------------------------------------------------------


def _take_over(transaction: Transaction, story: Story, member: Member, known: PersonData) -> None:
    """Enter a member as the paper register had them when the store was begun."""
    first, *later = (period for period in member.periods if period.starts_on < story.begun_on)
    person_id = members.register_member(
        transaction, number=member.number, person=known, kind=first.kind, starts_on=first.starts_on
    )
    story.ids[member.name] = person_id
    for period in (first, *later):
        if period is not first:
            members.start_membership(transaction, person_id=person_id, kind=period.kind, starts_on=period.starts_on)
        if period.ends_on and period.ends_on < story.begun_on:
            members.end_membership(transaction, person_id=person_id, ends_on=period.ends_on, reason=period.reason)


def _tell_periods(story: Story, member: Member, stays: tuple[Stay, ...]) -> None:
    """Tell what the store saw happen: joined, changed kind, came back, left."""
    first, followers = member.periods[0], (*member.periods[1:], None)
    if first.starts_on >= story.begun_on:
        _tell_joined(story, member, first, stays)
    for period, following in zip(member.periods, followers, strict=True):
        on_from_there = following is not None and period.ends_on and following.starts_on == day_after(period.ends_on)
        if period.ends_on and period.ends_on >= story.begun_on and not on_from_there:
            _tell_left(story, member.name, period, period.ends_on)
        if following is not None and following.starts_on >= story.begun_on:
            _tell_next(story, member.name, following)


def _tell_joined(story: Story, member: Member, first: Period, stays: tuple[Stay, ...]) -> None:
    # Who comes with a contract is entered before it; others when they have joined.
    day = _within(story, first.starts_on + timedelta(days=-20 if first.kind == "member" else 2))
    story.tell(
        day,
        story.secretary(day),
        members.register_member,
        lambda do: do(
            number=member.number,
            person=member.on(stays, first.starts_on),
            kind=first.kind,
            starts_on=first.starts_on,
        ),
        key=member.name,
    )


def _tell_left(story: Story, name: str, period: Period, ends_on: date) -> None:
    day = max(_within(story, ends_on - timedelta(days=20)), _within(story, period.starts_on + timedelta(days=3)))
    day = min(day, story.ago(18))
    story.tell(
        day,
        story.secretary(day),
        members.end_membership,
        lambda do: do(person_id=story.ids[name], ends_on=ends_on, reason=period.reason),
    )


def _tell_next(story: Story, name: str, period: Period) -> None:
    day = min(_within(story, period.starts_on - timedelta(days=10)), story.ago(9))
    story.tell(
        day,
        story.secretary(day),
        members.start_membership,
        lambda do: do(person_id=story.ids[name], kind=period.kind, starts_on=period.starts_on),
    )


def _tell_move(story: Story, member: Member, stay: Stay, stays: tuple[Stay, ...]) -> None:
    """Correct the address of who moves in or out."""
    if stay.starts_on > max(story.begun_on, member.periods[0].starts_on):
        _tell_address(story, member, stays, stay.starts_on + timedelta(days=4))
    if stay.ends_on and story.begun_on <= stay.ends_on < story.ago(12):
        _tell_address(story, member, stays, stay.ends_on + timedelta(days=9))


def _tell_address(story: Story, member: Member, stays: tuple[Stay, ...], day: date) -> None:
    story.tell(
        day,
        story.secretary(day),
        members.correct_person,
        lambda do: do(person_id=story.ids[member.name], person=member.on(stays, day)),
    )


def _tell_lately(story: Story, register: tuple[Member, ...], stays: tuple[Stay, ...]) -> None:
    """Enter a guest from the neighbourhood; and a phone number was written down wrongly."""
    day = story.month(15)
    story.tell(
        day,
        story.secretary(day),
        members.register_person,
        lambda do: do(person=person("Jolanda Visser", day, None)),
        key="Jolanda Visser",
    )
    member = next(one for one in register if one.name == "Priya Autar")
    day = story.ago(8)
    known = replace(member.on(stays, day), phone="06-00012345")
    story.tell(
        day,
        story.secretary(day),
        members.correct_person,
        lambda do: do(person_id=story.ids[member.name], person=known),
    )


def _within(story: Story, day: date) -> date:
    """Keep a day inside the story."""
    return min(max(day, story.begun_on), story.ago(1))
