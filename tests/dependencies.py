"""What the program stands on: every pin has a hash, what is installed is what is pinned, and under which licence.

Run as `make audit`. It asks nothing of a network by itself; pip-audit, which does, runs only where it is installed.
That a file is the one that was installed is held against the list the installer left beside it.
"""

from __future__ import annotations

import platform
import re
import sqlite3
import subprocess
import sys
import tomllib
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import new
from importlib.metadata import Distribution, distributions
from importlib.util import find_spec
from pathlib import Path
from xml.parsers import expat

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path(__file__).parent.parent / "requirements.lock"
OURS = frozenset({"coopadmin"})
TOOLS = frozenset({"pip", "setuptools", "wheel", "pip-audit"})
"""What an environment comes with, or is added to look at it."""

_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;]+)\s*(?:;\s*(?P<marker>.*))?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of the lock: a name, its one version, where it is wanted, and how many hashes it has."""

    name: str
    version: str
    marker: str
    hashes: int

    @property
    def is_wanted(self) -> bool:
        """Tell whether it is for this computer."""
        return not self.marker or Marker(self.marker).evaluate()


def pins(lock: str) -> tuple[list[Pin], list[str]]:
    """Read a lock; gives its pins, and the lines that are none."""
    found: list[Pin] = []
    strange: list[str] = []
    for entry in lock.replace("\\\n", " ").splitlines():
        text = entry.partition(" #")[0].strip()
        if not text or text.startswith("#"):
            continue
        bare = _HASH.sub("", text).strip()
        match = _PIN.fullmatch(bare)
        if match is None:
            strange.append(text[:80])
            continue
        hashes = len(_HASH.findall(text))
        found.append(Pin(canonicalize_name(match["name"]), match["version"], match["marker"] or "", hashes))
    return found, strange


def faults(lock: str, installed: Iterable[tuple[str, str]]) -> list[str]:
    """Say what is wrong: a line that is no pin, a pin without a hash, and what is installed beside or instead of it."""
    found, strange = pins(lock)
    said = [f"not one version with its hash: {line}" for line in strange]
    said += [f"without a hash: {pin.name}" for pin in found if not pin.hashes]
    wanted = {pin.name: pin.version for pin in found if pin.is_wanted}
    here: dict[str, str] = {canonicalize_name(name): version for name, version in installed}
    for name in sorted(here.keys() - wanted.keys() - OURS - TOOLS):
        said.append(f"installed and not in the lock: {name} {here[name]}")
    for name, version in sorted(wanted.items()):
        if name not in here:
            said.append(f"in the lock and not installed: {name} {version}")
        elif here[name] != version:
            said.append(f"installed in another version than the lock has: {name} {here[name]}, not {version}")
    return said


def licence_of(one: Distribution) -> str:
    """Tell the licence as the package itself states it, or else the first line of the licence it brings along."""
    stated = str(one.metadata.json.get("license_expression") or "")
    if not stated:
        kinds = [line.rpartition("::")[2].strip() for line in one.metadata.get_all("Classifier") or ()
                 if line.startswith("License ::")]  # fmt: skip
        stated = ", ".join(kinds) or str(one.metadata.json.get("license") or "").partition("\n")[0][:60]
    return stated or _first_line_of_licence(one) or "not stated"


def _first_line_of_licence(one: Distribution) -> str:
    files = [file for file in one.files or () if "dist-info" in file.parts[0] and "LICEN" in file.name.upper()]
    lines = Path(str(files[0].locate())).read_text(encoding="utf-8", errors="replace").split("\n") if files else []
    first = next((line.strip() for line in lines if line.strip()), "")
    return f"its licence begins: {first[:60]}" if first else ""


def changed_files(one: Distribution) -> list[str]:
    """Name the files of a package that are gone, or are not what was installed."""
    found: list[str] = []
    for file in one.files or ():
        if file.hash is None:
            continue
        try:
            digest = new(file.hash.mode, Path(str(file.locate())).read_bytes(), usedforsecurity=False).digest()
        except OSError:
            found.append(str(file))
            continue
        if urlsafe_b64encode(digest).decode().rstrip("=") != file.hash.value:
            found.append(str(file))
    return found


def runs_with(requires: Mapping[str, Sequence[str]], first: str = "coopadmin", extras: Sequence[str] = ()) -> set[str]:
    """Name what the program itself needs to run; the rest only builds and tests it.

    `requires` has the requirements of each package as its metadata writes them, by its canonical name.
    """
    asked: set[tuple[str, str]] = set()
    waiting = [(first, one) for one in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in asked:
            continue
        asked.add((name, extra))
        for text in requires.get(name, ()):
            wanted = Requirement(text)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(wanted.name), one) for one in ("", *wanted.extras)]
    return {name for name, _extra in asked} - {first}


def _own_requirements() -> list[str]:
    """Read what the program asks for where that is written; what is installed of it may be older."""
    project = tomllib.loads((LOCK.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *(text for more in project["optional-dependencies"].values() for text in more)]


def main() -> int:
    """Print what is installed and what is wrong; gives 1 where anything is."""
    here = sorted(distributions(), key=lambda one: canonicalize_name(one.name))
    requires: dict[str, Sequence[str]] = {canonicalize_name(one.name): one.requires or () for one in here}
    needed = runs_with({**requires, "coopadmin": _own_requirements()})
    wrong = faults(LOCK.read_text(encoding="utf-8"), [(one.name, one.version) for one in here])
    wrong += [f"changed since it was installed: {file} of {one.name}" for one in here for file in changed_files(one)]
    lines = [
        f"Python {platform.python_version()} with SQLite {sqlite3.sqlite_version}, "
        f"expat {'.'.join(map(str, expat.version_info))}, zlib {zlib.ZLIB_RUNTIME_VERSION}",
    ]
    tools = [one for one in here if canonicalize_name(one.name) in TOOLS]
    theirs = [one for one in here if one not in tools and canonicalize_name(one.name) not in OURS]
    for title, group in (
        (
            "What the program needs to run, its options among it",
            [one for one in theirs if canonicalize_name(one.name) in needed],
        ),
        ("What only builds and tests it", [one for one in theirs if canonicalize_name(one.name) not in needed]),
        ("What came with the environment, and is not pinned", tools),
    ):
        lines += ["", f"{title} ({len(group)})"]
        lines += [f"  {one.name:<26} {one.version:<14} {licence_of(one)}" for one in group]
    pinned = sum(pin.is_wanted for pin in pins(LOCK.read_text(encoding="utf-8"))[0])
    lines += ["", *wrong] if wrong else [
        "",
        f"All {pinned} packages are pinned to one version with its hash, are installed in that version, and no file of "
        "theirs changed since.",
    ]  # fmt: skip
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    if find_spec("pip_audit") is None:
        sys.stdout.write(
            "Known weaknesses were not looked up: that asks a network. With pip-audit in .venv this does it too;\n"
            f"or, from anywhere: pip-audit --require-hashes -r {LOCK.name}\n"
        )
        return int(bool(wrong))
    known = subprocess.run([sys.executable, "-m", "pip_audit", "--require-hashes", "-r", str(LOCK)], check=False)
    return int(bool(wrong) or known.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
