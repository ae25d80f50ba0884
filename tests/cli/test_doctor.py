"""Who helps sees at a glance what is wrong, and nothing of anybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coopadmin import __version__, settings
from coopadmin.reports import doctor, doctor_facts
from coopadmin.services.members import PersonData, register_member
from db.store import Store

Run = Callable[..., Any]


def test_the_command_tells_all_and_what_is_wrong(run: Run, store: Store) -> None:
    ran = run("doctor")
    assert ran.code == 0
    for words in (
        "coopadmin",
        __version__,
        "SQLite",
        "Journal mode",
        "WAL · on a disk",
        "What is wrong, and what is not",
    ):
        assert words in ran.out
    assert "COOPADMIN_TODAY holds the clock" in ran.out
    assert ran.err == ""


def test_the_document_has_a_value_for_everything(run: Run, store: Store) -> None:
    document = run("doctor", "--json").document
    assert list(document) == ["program", "store", "computer", "terminal", "findings", "exit"]
    assert document["program"]["coopadmin"] == __version__
    assert document["store"]["state"] == "ready"
    assert document["store"]["rows"]["cooperative"] == 1
    assert document["exit"] == 0
    assert {one["weight"] for one in document["findings"]} <= {"ok", "warn"}


def test_a_store_that_cannot_be_used_is_exit_3_and_still_one_document(run: Run, tmp_path: Path) -> None:
    ran = run("doctor", "--json", store=tmp_path / "nothing.coop")
    assert (ran.code, ran.document["exit"], ran.document["store"]["state"]) == (3, 3, "missing")
    letter = tmp_path / "letter.coop"
    letter.write_text("dear neighbours")
    ran = run("doctor", store=letter)
    assert ran.code == 3
    assert "▲" in ran.out


def test_a_way_of_writing_that_will_change_is_told_as_one_sentence(
    run: Run, store: Store, store_path: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "OneDrive" / "vonk.coop"
    moved.parent.mkdir()
    moved.write_bytes(store_path.read_bytes())
    out = run("doctor", store=moved).out
    assert "WAL; it becomes DELETE when it is opened · safe in a synced or network folder, and slower\n" in out


def test_what_is_wrong_is_exit_1(run: Run, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOPADMIN_TODAY", "2026-11-01")
    ran = run("doctor")
    assert ran.code == 1
    assert "ahead of the clock" in ran.out


def test_nobody_is_in_it(
    run: Run, store: Store, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "noorjansen"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("LOGNAME", "noorjansen")
    monkeypatch.setenv("COOPADMIN_PREFERENCES", str(home / "preferences.json"))
    monkeypatch.setenv("COOPADMIN_LOG", str(tmp_path / "disk" / "noorjansen" / "coopadmin.log"))
    settings.save_preferences(settings.Preferences(actor="Noor Jansen", theme="Jansen", copies_folder=str(home / "x")))
    person = PersonData("Öztürk", email="o@example.org")
    store.do(register_member, number="L777", person=person, kind="member", starts_on=date(2020, 1, 1))
    kept = home / "store.coop"
    kept.write_bytes(store_path.read_bytes())
    for path in (kept, home / "missing.coop", home):
        for words in (("doctor",), ("doctor", "--json")):
            out = run(*words, store=path).out
            for secret in ("Öztürk", "L777", "example.org", "jansen", "Jansen", "De Vonk", "Noor"):
                assert secret not in out
    assert json.loads(run("doctor", "--json", store=kept).out)["store"]["path"] == str(Path("~/store.coop"))


def test_a_path_is_told_without_whose_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", "/home/noor")
    monkeypatch.setenv("USERPROFILE", "/home/noor")
    monkeypatch.setenv("LOGNAME", "noor")
    assert doctor_facts.shown(Path("/home/noor/De Vonk.coop")) == "~/De Vonk.coop"
    assert doctor_facts.shown(Path("/home/noordzee/x.coop")) == "/home/noordzee/x.coop"
    assert doctor_facts.shown(Path("/media/noor/usb/x.coop")) == "/media/…/usb/x.coop"
    assert doctor_facts.without_home("no store at /home/noor/a.coop: make one") == "no store at ~/a.coop: make one"


def test_every_way_the_preferences_may_be_is_told(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    assert doctor_facts.preferences_state(file) == "none"
    for content, state in (("{}", "read"), ("[]", "broken"), ("{", "broken"), ("[" * 100_000, "broken")):
        file.write_text(content)
        assert doctor_facts.preferences_state(file) == state


def test_signs_that_letters_lack_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor_facts._has_signs("utf-8")  # pyright: ignore[reportPrivateUsage]
    assert not doctor_facts._has_signs("cp1252")  # pyright: ignore[reportPrivateUsage]
    assert not doctor_facts._has_signs("no such letters")  # pyright: ignore[reportPrivateUsage]


def test_the_ruler_is_two_lines_of_one_width(store_path: Path) -> None:
    text = doctor.as_text(doctor.examine(store_path), ruler=True)
    bars = [line for line in text.splitlines() if line.endswith("│")]
    assert len({len(line) for line in bars}) == 1 < len(bars)


def test_no_passphrase_is_asked(run: Run, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sqlcipher3")
    from db import files
    from db.encryption import encrypt

    path = tmp_path / "vonk.coop"
    path.write_bytes(store_path.read_bytes())
    encrypt(path, "four words that do not belong")
    monkeypatch.setattr(files, "_keys", {})
    monkeypatch.setattr("coopadmin.cli.passphrases.at_a_keyboard", lambda: True)
    ran = run("doctor", store=path)
    assert ran.code == 0
    assert "was not looked into" in ran.out
    monkeypatch.setenv("COOPADMIN_PASSPHRASE", "wrong")
    assert run("doctor", store=path).code == 3
    monkeypatch.setenv("COOPADMIN_PASSPHRASE", "four words that do not belong")
    assert run("doctor", "--json", store=path).document["store"]["entries"] == 1


def test_much_room_is_told_in_gigabytes_and_the_language_by_its_name(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.doctor._room", lambda _path: 82_952_600_000)
    sections = doctor.examine(store_path).sections
    told = {fact.key: (fact.value, fact.text) for name in ("computer", "store") for fact in sections[name]}
    assert told["free"] == (82_952_600_000, "83 GB")
    assert told["size"][1].endswith(" MB")
    assert told["language"] == ("en", "English")
