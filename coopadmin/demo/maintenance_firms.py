"""The made-up contractors, and up to which amount who may give them work."""

from __future__ import annotations

from dataclasses import dataclass

from coopadmin.demo.story import Story, take_over_records
from coopadmin.demo.work import LOCKSMITH, PAINTER, PLUMBER
from coopadmin.services import contractors, limits
from db.journal import Transaction

WHITE_GOODS, ROOFER, TILER = "Witgoedservice Zuid", "Dakwerken De Polder", "Bouwbedrijf Jorissen"
EXTINGUISHERS, LIFT = "Brandveilig Noord", "Liftinstituut Waterveen"
_ENDED = "Elektra Sluisman"


@dataclass(frozen=True, slots=True)
class _Firm:
    name: str
    trade: str
    contact: str = ""
    emergencies: bool = False
    note: str = ""


_FIRMS = (
    _Firm(PAINTER, "SCH", "Annelies"),
    _Firm(PLUMBER, "LOO", "Planning", emergencies=True, note="Spoed: keuze 2 in het menu."),
    _Firm(LOCKSMITH, "TAL", emergencies=True),
    _Firm(WHITE_GOODS, "WIT", note="Komt op dinsdag en donderdag."),
    _Firm(EXTINGUISHERS, "BLU", "Meldkamer"),
    _Firm(LIFT, "INS"),
    _Firm(ROOFER, "DAK", "Bart"),
    _Firm(TILER, "TEG"),
    _Firm(_ENDED, "ELE", note="Gestopt met het bedrijf."),
)
"""The corporation's own service and a glazier stand in old tasks only, as words nobody matched yet."""

_LIMITS: tuple[tuple[str, int | None], ...] = (("coordinator", 25_000), ("board", 250_000), ("general", None))


def tell(story: Story) -> None:
    """Tell the mandates of the second agreement, and the list that the new coordinator made."""
    agreed = story.month(24)

    def agree(transaction: Transaction) -> None:
        for body, cents in reversed(_LIMITS):
            limits.set_limit(
                transaction, body=body, valid_from=agreed, amount_cents=cents, source="Huishoudelijk reglement, art. 14"
            )

    story.tell(agreed, story.secretary(agreed), take_over_records, lambda do: do(enter=agree, about="mandaat"))
    day = story.month(13) + (story.month(12) - story.month(13)) // 2

    def enter(transaction: Transaction) -> None:
        for place, firm in enumerate(_FIRMS):
            story.ids[firm.name] = contractors.save_contractor(
                transaction,
                name=firm.name,
                trade=firm.trade,
                contact=firm.contact,
                phone=f"088-00002{place:02d}",
                email=f"firma{place}@example.org",
                emergencies=firm.emergencies,
                note=firm.note,
            )

    story.tell(day, story.coordinator(day), take_over_records, lambda do: do(enter=enter, about="uitvoerders"))
    ended = story.ago(150)
    story.tell(
        ended,
        story.coordinator(ended),
        contractors.end_contractor,
        lambda do: do(contractor_id=story.ids[_ENDED], ended_on=ended),
    )
