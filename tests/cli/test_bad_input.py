"""Files and stores that are not what they should be: a clear sentence, the right exit code, nothing half done."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

BOOK = (
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
)


def _workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Lidnr", "Achternaam", "Soort", "Lid sinds"])
    for number in range(200):
        sheet.append([f"L{number:03}", "Berg", "lid", "1-1-2020"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _bomb() -> bytes:
    """A workbook whose one sheet unpacks to a hundred megabytes of blanks."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_workbook())) as whole,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb,
    ):
        for name in BOOK:
            bomb.writestr(name, whole.read(name))
        with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            blanks = b" " * (1 << 20)
            for _part in range(100):
                sheet.write(blanks)
    return content.getvalue()


BAD_FILES: dict[str, Callable[[], bytes]] = {
    "empty.csv": lambda: b"",
    "blank.csv": lambda: b"\n\n   \n",
    "binary.csv": lambda: bytes(range(256)) * 40,
    "picture.png": lambda: b"\x89PNG\r\n\x1a\n" + bytes(2000),
    "old.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "quote.csv": lambda: b'Lidnr;Achternaam;Soort;Lid sinds\n"' + b"x" * 300_000,
    "headers.csv": lambda: b"Naam;Bedrag\nx;1\n",
    "other_kind.csv": lambda: b"Contract;Woning;Huurders;Ingangsdatum\nC-0001;2A;L001;1-1-2020\n",
    "half.xlsx": lambda: _workbook()[:3000],
    "no_book.xlsx": lambda: b"PK\x03\x04" + bytes(100),
    "bomb.xlsx": _bomb,
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_register_is_exit_2_and_nothing_is_written(
    run: Run, tmp_path: Path, store_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(BAD_FILES[name]())
    before = store_path.read_bytes()
    ran = run("import", "members", file)
    assert (ran.code, ran.out) == (2, "")
    assert name in ran.err
    assert len(ran.err) < 600
    as_json = run("import", "members", file, "--json", "--skip-bad")
    assert (as_json.code, as_json.document["exit"]) == (2, 2)
    assert store_path.read_bytes() == before
    assert not list(tmp_path.glob("*.rejected.csv"))


def test_a_file_that_is_not_there_or_is_a_folder_is_exit_2(run: Run, tmp_path: Path) -> None:
    assert run("import", "members", tmp_path / "missing.csv").code == 2
    assert run("import", "members", tmp_path).code == 2


def test_a_sheet_that_is_not_there_is_exit_2_and_the_others_are_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "leden.xlsx"
    file.write_bytes(_workbook())
    ran = run("import", "members", file, "--sheet", "Leden")
    assert ran.code == 2
    assert "Sheet" in ran.err
    assert run("import", "members", file, "--sheet", "sheet").code == 0


def test_a_missing_store_is_exit_3_for_every_command(run: Run, tmp_path: Path, member_file: Path) -> None:
    nowhere = tmp_path / "nowhere.coop"
    commands = (
        ["import", "members", member_file],
        ["undo"],
        ["backup", tmp_path / "copy.coop"],
        ["check"],
        ["report", "members"],
    )
    for words in commands:
        ran = run(*words, store=nowhere)
        assert (ran.code, ran.out) == (3, ""), words
        assert "coopadmin init" in ran.err
    assert not nowhere.exists()
    assert not (tmp_path / "copy.coop").exists()


@pytest.mark.parametrize("content", [b"", b"a letter to the members", b"SQLite format 3\0" + bytes(84)])
def test_a_file_that_is_no_store_is_exit_3_and_left_alone(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.coop"
    file.write_bytes(content)
    for words in (["check"], ["report", "members", "--format", "json"], ["backup", tmp_path / "copy.coop"]):
        assert run(*words, store=file).code == 3
    assert file.read_bytes() == content
    assert not (tmp_path / "copy.coop").exists()


def test_another_programs_database_is_exit_3(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "photos.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE photo (name TEXT)")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    assert run("report", "members", store=file).code == 3
    assert file.read_bytes() == before


def test_a_store_of_a_newer_version_is_exit_3_and_left_alone(
    run: Run, store_path: Path, member_file: Path, tmp_path: Path
) -> None:
    connection = sqlite3.connect(store_path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = store_path.read_bytes()
    for words in (["import", "members", member_file], ["check"], ["report", "members"], ["undo"]):
        ran = run(*words)
        assert ran.code == 3
        assert "newer" in ran.err
    assert store_path.read_bytes() == before


def test_a_store_that_another_program_is_writing_is_exit_3(
    run: Run, store_path: Path, member_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engine.WAIT_MILLISECONDS", 1)
    other = sqlite3.connect(store_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        ran = run("import", "members", member_file)
        assert (ran.code, ran.out) == (3, "")
        assert "in use" in ran.err
        assert run("report", "members").code == 0
    finally:
        other.close()
    assert run("import", "members", member_file).code == 0


def test_a_store_that_may_only_be_read_can_be_read_but_not_written(
    run: Run, store_path: Path, member_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engine.os.access", lambda *_arguments: False)
    assert run("report", "members").code == 0
    ran = run("import", "members", member_file)
    assert (ran.code, ran.out) == (3, "")
    assert "only be read" in ran.err


def test_a_store_damaged_in_the_middle_is_found_out(
    run: Run, store_path: Path, write: Callable[[str, str], Path]
) -> None:
    rows = "".join(f"L{number:04};Berg{number};lid;1-1-2020\n" for number in range(2000))
    assert run("import", "members", write("m.csv", f"Lidnr;Achternaam;Soort;Lid sinds\n{rows}")).code == 0
    connection = sqlite3.connect(store_path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    content = bytearray(store_path.read_bytes())
    content[4096 * 8 : -4096] = bytes(len(content) - 4096 * 9)
    store_path.write_bytes(content)
    assert run("check").code in (1, 3)
    assert run("report", "members").code == 3
    assert run("backup", store_path.with_name("copy.coop")).code == 3
    assert not store_path.with_name("copy.coop").exists()


def test_a_place_where_no_store_can_be_made_is_exit_3(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    ran = run("init", "--name", "De Vonk", store=file / "vonk.coop")
    assert (ran.code, ran.out) == (3, "")
