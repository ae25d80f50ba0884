"""The made-up demarcation list: a version with the first agreement, and the one that is in force since the second."""

from __future__ import annotations

from datetime import date

from coopadmin.demo.story import Story, take_over_records
from coopadmin.services import demarcation
from coopadmin.services.demarcation import LineData
from db.journal import Transaction
from db.tables.association import Agreement
from db.tables.demarcation import DemarcationLine

FIRST, SECOND = "BO-1, bijlage 2", "BO-2, bijlage 3"

_AT_FIRST: tuple[LineData, ...] = (
    LineData("kraanleertje", "resident", "kraan", "vervangen", letter="d", only_low_cost=True),
    LineData("sifon", "resident", "afvoer", "ontstoppen", letter="h", only_reachable=True, otherwise="corporation"),
    LineData("deurkruk", "resident", "binnendeur", "vastzetten", letter="c"),
    LineData("stopcontact", "resident", "elektra in de woning", "vastzetten", letter="c"),
    LineData("binnenschilderwerk", "resident", "wanden en plafonds", "schilderen", letter="a"),
    LineData("deurdranger", "cooperative", "trappenhuis", "stellen en vervangen", codes="ELEMENT.DDR"),
    LineData("lamp", "cooperative", "trappenhuis en berging", "vervangen", codes="DEFECTSOORT.VWE"),
    LineData("naambordjes", "cooperative", "entree", "vervangen"),
    LineData("kitvoeg", "cooperative", "badkamer", "vervangen"),
    LineData("slot voordeur", "cooperative", codes="DEFECTSOORT.SDE"),
    LineData("toilet", "cooperative", "stortbak", "repareren"),
    LineData("wasmachine", "cooperative", "wasruimte", "repareren en vervangen"),
    LineData("droger", "cooperative", "wasruimte", "repareren en vervangen"),
    LineData("meubels", "cooperative", "zaal en logeerkamer", "repareren en vervangen"),
    LineData("cv-ketel", "corporation", "", "onderhoud en storing", codes="ELEMENT.KET"),
    LineData("radiator", "corporation", "", "repareren", codes="ELEMENT.RAD"),
    LineData("dakgoot", "corporation", "", "repareren", codes="ELEMENT.GOO"),
    LineData("dak", "corporation", "", "alle werk", codes="ELEMENT.DBE"),
    LineData("kozijn", "corporation", "buitenzijde", "schilderen en repareren", codes="ELEMENT.KOZ"),
    LineData("lift", "corporation", "Toren", "onderhoud en storing", codes="ELEMENT.LIF"),
    LineData("riolering", "corporation", "hoofdleiding", "repareren"),
    LineData("ventilatie", "corporation", "mechanisch", "repareren"),
)

_SINCE: tuple[LineData, ...] = (
    LineData("intercom", "corporation", "trappenhuis", "repareren", codes="ELEMENT.COM"),
    LineData("beglazing", "corporation", "isolerend glas", "vervangen", note="Ook bij lek glas."),
    LineData("waterleiding", "corporation", "", "repareren", codes="ELEMENT.WAT"),
    LineData("hekwerk", "cooperative", "tuin en binnenterrein", "schilderen en repareren", codes="ELEMENT.HEK"),
    LineData("bestrating", "cooperative", "binnenterrein", "herstellen", note="Tot 10 m² per jaar."),
    LineData("groen", "cooperative", "tuin en binnenterrein", "onderhouden"),
    LineData("rookmelder", "cooperative", "woning en trappenhuis", "vervangen", codes="ELEMENT.ROO"),
    LineData("brandblusser", "cooperative", "toren en zaal", "keuren en vervangen"),
    LineData("trappenhuis", "cooperative", "wanden", "schilderen"),
    LineData("zonnepanelen", "corporation", "Toren", "alle werk"),
)
"""What the second agreement settled that the first had left open."""


def tell(story: Story) -> None:
    """Tell both versions; the second began with the lines of the first, and moved one of them."""
    _tell_version(story, story.begun_on, FIRST, story.month(168), "BO-1", _AT_FIRST, key="first list")
    _tell_version(story, story.month(24), SECOND, story.month(24), "BO-2", _SINCE, copy_of="first list")
    day = story.ago(640)

    def make_clearer(transaction: Transaction) -> None:
        demarcation.correct_demarcation_line(
            transaction,
            line_id=story.find(DemarcationLine, list_id=story.ids["list"], keyword="kitvoeg"),
            line=LineData("kitvoeg", "cooperative", "badkamer en keuken", "vervangen"),
        )

    story.tell(
        day, story.coordinator(day), take_over_records, lambda do: do(enter=make_clearer, about=f"{SECOND} kitvoeg")
    )


def _tell_version(
    story: Story,
    day: date,
    version: str,
    valid_from: date,
    agreement: str,
    lines: tuple[LineData, ...],
    *,
    key: str = "list",
    copy_of: str = "",
) -> None:
    def enter(transaction: Transaction) -> None:
        story.ids[key] = demarcation.make_demarcation_list(
            transaction,
            owner_id=story.ids["owner"],
            version=version,
            valid_from=valid_from,
            agreement_id=story.find(Agreement, reference=agreement),
            agreed_on=valid_from,
            source=f"Beheerovereenkomst {agreement}",
            copy_of=story.ids[copy_of] if copy_of else None,
        )
        for line in lines:
            demarcation.add_demarcation_line(transaction, list_id=story.ids[key], line=line)

    story.tell(day, story.coordinator(day), take_over_records, lambda do: do(enter=enter, about=version))
