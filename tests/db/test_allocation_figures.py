"""The figures of a year add up, and stay as they were when people were cleared."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest

from coopadmin.exchange.allocation_figures import markdown, page, stem, text
from coopadmin.services.forgetting import clear_candidates
from db.queries import forgetting
from db.queries.allocation_figures import Figures, ListFigure, VacancyFigure, figures
from db.store import Store
from tests.conftest import TODAY, Furnish
from tests.proven import SECRETS, Proven, prove


@pytest.fixture
def made(furnish: Furnish) -> Proven:
    """Fill the store with a file that was let by the group, and one that has only begun."""
    return furnish(prove)


def _figures(store: Store, year: int = 2026, on: date = TODAY) -> Figures:
    return store.read(figures, year, on)


def test_the_days_empty_are_those_of_the_homes_together(store: Store, made: Proven) -> None:
    assert made
    found = _figures(store)
    assert found.vacancies == (VacancyFigure("A12", date(2026, 4, 1), date(2026, 5, 16), 45),)
    assert (found.days_empty, found.fell_free, found.never_let) == (45, 1, 2)
    early = _figures(store, on=date(2026, 4, 10))
    assert early.vacancies == (VacancyFigure("A12", date(2026, 4, 1), date(2026, 5, 16), 10),)
    assert (early.until, early.days_empty) == (date(2026, 4, 10), 10)
    assert _figures(store, 2025).vacancies == ()


def test_people_are_counted_on_the_last_day_and_by_how_they_came_and_went(store: Store, made: Proven) -> None:
    assert made
    assert _figures(store, 2024).waiting == ListFigure(there=4, came=4, went=0)
    assert _figures(store, 2025).met == ListFigure(there=4, came=4, went=0)
    assert _figures(store).waiting == _figures(store).met == ListFigure(there=0, came=0, went=4)


def test_homes_let_add_up_over_the_outcomes_of_the_fit_check(store: Store, made: Proven) -> None:
    assert made
    found = _figures(store)
    assert dict(found.fits) == {"PAS": 1, "NIE": 0, "NVT": 0, "": 0}
    assert sum(found.fits.values()) == len(found.allocations) == found.closed["let"] == 1
    assert (found.opened, found.running, dict(found.closed)) == (2, 1, {"let": 1})
    assert (found.not_chosen, found.told) == (2, 2)
    before = _figures(store, 2025)
    assert (before.opened, before.running, dict(before.closed), before.allocations) == (0, 0, {}, ())
    assert sum(before.fits.values()) == 0


def test_clearing_changes_no_figure(store: Store, made: Proven) -> None:
    assert made
    before = [asdict(_figures(store, year)) for year in (2024, 2025, 2026)]
    due = [one.who_id for one in store.read(forgetting.due, TODAY)]
    store.do(clear_candidates, candidate_ids=due, on=TODAY)
    assert [asdict(_figures(store, year)) for year in (2024, 2025, 2026)] == before


def test_the_figures_name_nobody_in_any_form(store: Store, made: Proven) -> None:
    assert made
    found = _figures(store)
    assert stem(found) == "self-allocation-2026"
    for written in (markdown(found), page(found), text(found), text(found, 40)):
        bare = written.lower().replace("@page", "").replace("@media", "")
        assert [secret for secret in SECRETS if secret in bare] == []
        assert "45" in written
        assert "fits" in written


def test_the_table_ends_with_what_its_rows_add_up_to(store: Store, made: Proven) -> None:
    assert made
    written = markdown(_figures(store))
    assert "| A12 | 01 Apr 2026 | 16 May 2026 | 45 |\n| Together |  |  | 45 |" in written
    assert "- **fits:** 1\n- **does not fit:** 0\n- **not applicable:** 0\n- **Together:** 1" in written
