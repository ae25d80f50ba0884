"""One person's data on request: all that is theirs, and nobody else's name."""

from __future__ import annotations

from coopadmin.exchange import documents, person_data
from db.journal import Transaction
from db.queries import person_data as queries
from db.store import Store
from db.tables.maintenance import MaintenanceTask
from tests.conftest import TODAY, Furnish
from tests.left import IBAN, MAIL, Left, fill_left


def test_the_file_holds_what_is_theirs_and_leaves_other_names_out(store: Store, furnish: Furnish) -> None:
    left: Left = furnish(fill_left)

    def quarrel(transaction: Transaction) -> None:
        transaction.change(MaintenanceTask, left.task_id, note="Bas Merelaar below hears it; Merelaar rang too")

    store.do(quarrel)
    found = store.read(queries.person_data, left.person_id)
    text = documents.plain(person_data.blocks(found, TODAY))
    for told in ("Wendelmoet Quispel", MAIL, IBAN[-4:], "seventieth birthday", "her mother is ill", "C-0012"):
        assert told in text
    assert "owes her sister money" in text
    assert "Overgauw" in text, "what was corrected is in the journal, so it is kept"
    assert "Merelaar" not in text
    assert "[…] below hears it; […] rang too" in text
    assert person_data.stem(found) == "data-of-L012"


def test_a_person_is_found_by_member_number_or_by_row(store: Store, furnish: Furnish) -> None:
    left = furnish(fill_left)
    assert store.read(queries.person_numbered, "L012") == left.person_id
    assert store.read(queries.person_numbered, f"P{left.person_id}") == left.person_id
    assert store.read(queries.person_numbered, "P999") is None
    assert store.read(queries.person_numbered, "") is None
