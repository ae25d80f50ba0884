"""The proof of a file and the figures of a year are read at the desk and saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopadmin.exchange.allocation_proof import markdown
from db.queries.allocation_proof import proof
from db.store import Store
from screens.allocation.proof import show_figures, show_proof
from tests.conftest import TODAY, Furnish
from tests.proven import SECRETS, Proven, prove
from tests.screens.conftest import NARROW, WIDE, Desk, Drive
from tests.screens.filling import fill_in, notices

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


@pytest.fixture
def made(furnish: Furnish) -> Proven:
    """Fill the store with a file that was decided, and one that has only begun."""
    return furnish(prove)


async def _open_proof(desk: Desk, file_id: int) -> None:
    desk.app.run_worker(show_proof(desk.app, file_id), group="deed")
    await desk.settle()
    await desk.settle()


async def _open_figures(desk: Desk, file_id: int) -> None:
    desk.app.run_worker(show_figures(desk.app, file_id), group="deed")
    await desk.settle()
    await desk.settle()


@SIZES
async def test_the_proof_is_read_as_text_and_names_nobody(made: Proven, drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size) as desk:
        before = desk.name
        await _open_proof(desk, made.file_id)
        assert "How the new neighbour of A12 was chosen" in desk.text
        assert "T-2026-01 · A12 · let" in desk.text
        assert "names nobody" in desk.text
        seen = desk.text
        for _turn in range(8):
            await desk.press("pagedown")
            seen += desk.text
        assert "For the board" in seen
        assert "Carried by consent" in seen
        assert [secret for secret in SECRETS if secret in seen.lower()] == []
        await desk.press("escape")
        assert desk.name == before


async def test_the_proof_is_saved_as_a_file_and_where_is_said(
    store: Store, made: Proven, drive: Drive, tmp_path: Path
) -> None:
    async with drive() as desk:
        await _open_proof(desk, made.file_id)
        for key, beginning in (("s", "# How the new"), ("h", "<!DOCTYPE html>")):
            target = tmp_path / f"new {key}" / "proof.x"
            await desk.press(key)
            fill_in(desk, file=str(target))
            await desk.saved()
            assert f"Saved: {target}" in notices(desk)
            assert target.read_text(encoding="utf-8").startswith(beginning)
            target.write_text("anders", encoding="utf-8")
            await desk.press(key)
            fill_in(desk, file=str(target))
            desk.strike("ctrl+s")
            await desk.settle()
            await desk.settle()
            await desk.press("y")
            assert target.read_text(encoding="utf-8").startswith(beginning)
            if key == "s":
                assert target.read_text(encoding="utf-8") == markdown(store.read(proof, made.file_id), TODAY)


async def test_a_file_that_is_gone_is_said_to_be_gone(store: Store, drive: Drive) -> None:
    assert store
    async with drive() as desk:
        before = desk.name
        await _open_proof(desk, 99)
        assert desk.name == before
        assert "no longer there" in notices(desk)


@SIZES
async def test_the_figures_begin_with_the_year_of_the_file_and_turn_to_others(
    made: Proven, drive: Drive, size: tuple[int, int], tmp_path: Path
) -> None:
    async with drive(size) as desk:
        before = desk.name
        await _open_figures(desk, made.file_id)
        assert "Self-allocation in 2026" in desk.text
        assert "Days empty, all homes" in desk.text
        await desk.press("plus")
        assert "Self-allocation in 2026" in desk.text, "no year that is still to begin"
        await desk.press("minus", "minus")
        assert "Self-allocation in 2024" in desk.text
        await desk.press("plus")
        assert "Self-allocation in 2025" in desk.text
        target = tmp_path / "figures.md"
        await desk.press("s")
        fill_in(desk, file=str(target))
        await desk.saved()
        assert target.read_text(encoding="utf-8").startswith("# Self-allocation in 2025")
        await desk.press("escape")
        assert desk.name == before
