"""The made-up people who would like to live here: some on the waiting list, some met, one who lives here already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coopadmin.demo.people import person
from coopadmin.demo.story import Story
from coopadmin.domain.periods import add_months
from coopadmin.services import candidates
from coopadmin.services.candidates import CandidateData

HOUSED, TURNED_DOWN, UNPAID = "Piotr Wiśniewski", "Jorn Wassenaar", "Merel Tuinstra"
"""Who was housed from the list, who stood behind them and left since, and who had not paid."""

INTERNAL, ALONE, BUSY = "Oğuz Kaya", "Gwen Loos", "Siem de Rooij"
"""Who lives here and would move, who is alone and asks for a home too large, and who will not come."""

COUPLE, FAMILY = "Abdel Chaoui", "Hanneke Brandsma"

_FEE_CENTS = 1500


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who would like to live here; days are counted back from today."""

    name: str
    ago: int
    """When they registered."""
    adults: int = 1
    children: int = 0
    listed: bool = False
    paid: bool = True
    met_ago: int | None = None
    activities: tuple[tuple[int, str], ...] = ()
    rooms: tuple[int | None, int | None] = (None, None)
    wishes: str = ""
    with_owner: bool = True
    """Whether they are registered with the corporation."""
    consents: bool = True


SEEKERS: tuple[Seeker, ...] = (
    Seeker(HOUSED, 610, listed=True),
    Seeker(TURNED_DOWN, 590, listed=True, consents=False),
    Seeker(
        UNPAID,
        520,
        adults=2,
        listed=True,
        paid=False,
        met_ago=330,
        activities=((318, "Klusdag in de tuin"), (150, "Soep in de zaal"), (75, "Snoeien aan de kade")),
        wishes="Het liefst aan de kade.",
    ),
    Seeker(
        COUPLE,
        410,
        adults=2,
        children=1,
        listed=True,
        met_ago=250,
        activities=((240, "Zomerfeest"), (88, "Trappenhuis verven")),
        rooms=(3, 4),
    ),
    Seeker(ALONE, 380, listed=True, met_ago=200, rooms=(2, 3), activities=((96, "Repaircafé"),)),
    Seeker(BUSY, 300, adults=2, listed=True, met_ago=170),
    Seeker(INTERNAL, 260, adults=2, wishes="Samen met zijn vriendin, in een woning met een eigen keuken."),
    Seeker(FAMILY, 240, adults=1, children=2, met_ago=190, activities=((60, "Klusdag in de tuin"),)),
    Seeker("Ids Veldkamp", 120, met_ago=40, with_owner=False, activities=((31, "Koffie op zondag"),)),
    Seeker("Noortje Albers", 64, adults=2, listed=True, paid=False, wishes="Met een kleine hond."),
)


def tell(story: Story) -> None:
    """Tell who came on which list, what was done together, and who left."""
    for seeker in SEEKERS:
        _tell_registered(story, seeker)
        if seeker.listed:
            _tell_listed(story, seeker)
        if seeker.met_ago is not None:
            _tell_met(story, seeker, story.ago(seeker.met_ago))


def _tell_registered(story: Story, seeker: Seeker) -> None:
    on = story.ago(seeker.ago)
    story.tell(
        on,
        story.secretary(on),
        candidates.register_candidate,
        lambda do: do(**_known(story, seeker, on)),
        key=key(seeker.name),
    )


def _known(story: Story, seeker: Seeker, on: date) -> CandidateData:
    """Give what a candidate told on the day they registered."""
    about = person(seeker.name, on, None)
    least, most = seeker.rooms
    return CandidateData(
        registered_on=on,
        family_name=about.family_name,
        prefix=about.prefix,
        initials=about.initials,
        given_name=about.given_name,
        email=about.email,
        phone=about.phone,
        person_id=story.ids[seeker.name] if seeker.name == INTERNAL else None,
        adults=seeker.adults,
        children=seeker.children,
        rooms_least=least,
        rooms_most=most,
        wishes=seeker.wishes,
        owner_registered_on=on - timedelta(days=30) if seeker.with_owner else None,
        consent_on=on if seeker.consents else None,
        consent_until=add_months(on, 36) if seeker.consents else None,
    )


def _tell_listed(story: Story, seeker: Seeker) -> None:
    on = story.ago(seeker.ago)
    story.tell(
        on,
        story.secretary(on),
        candidates.put_on_waiting_list,
        lambda do: do(
            candidate_id=story.ids[key(seeker.name)],
            registered_on=on,
            fee_cents=_FEE_CENTS,
            fee_paid_on=on if seeker.paid else None,
        ),
    )


def _tell_met(story: Story, seeker: Seeker, on: date) -> None:
    story.tell(
        on,
        story.secretary(on),
        candidates.admit_to_pool,
        lambda do: do(candidate_id=story.ids[key(seeker.name)], met_on=on),
    )
    story.tell(
        on,
        story.secretary(on),
        candidates.note_contact,
        lambda do: do(
            candidate_id=story.ids[key(seeker.name)],
            happened_on=on,
            kind="introduction",
            what="Rondleiding en een gesprek met twee bewoners",
        ),
    )
    for ago, what in seeker.activities:
        day = story.ago(ago)
        story.tell(
            day,
            story.secretary(day),
            candidates.note_contact,
            lambda do, day=day, what=what: do(
                candidate_id=story.ids[key(seeker.name)], happened_on=day, kind="activity", what=what
            ),
        )


def key(name: str) -> str:
    """Give the key under which the story keeps a candidate's number in the store."""
    return f"candidate {name}"
