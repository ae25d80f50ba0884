"""What the program stands on: every pin has a hash, what is installed is what is pinned, and under which licence.

Run as `make audit`. It asks nothing of a network by itself; pip-audit, which does, runs only where it is installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from importlib.util import find_spec
from pathlib import Path

from packaging.markers import Marker
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
    """Tell the licence as the package itself states it."""
    stated = str(one.metadata.json.get("license_expression") or "")
    if not stated:
        kinds = [line.rpartition("::")[2].strip() for line in one.metadata.get_all("Classifier") or ()
                 if line.startswith("License ::")]  # fmt: skip
        stated = ", ".join(kinds) or str(one.metadata.json.get("license") or "not stated").splitlines()[0][:60]
    return stated


def main() -> int:
    """Print what is installed and what is wrong; gives 1 where anything is."""
    here = sorted(distributions(), key=lambda one: canonicalize_name(one.name))
    lines = [f"{one.name:<26} {one.version:<14} {licence_of(one)}" for one in here]
    wrong = faults(LOCK.read_text(encoding="utf-8"), [(one.name, one.version) for one in here])
    lines += ["", *wrong] if wrong else ["", "Every pin has its hash, and what is installed is what is pinned."]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    if find_spec("pip_audit") is None:
        sys.stdout.write("pip-audit is not installed, so known weaknesses were not looked up; it needs a network.\n")
        return int(bool(wrong))
    known = subprocess.run([sys.executable, "-m", "pip_audit", "--require-hashes", "-r", str(LOCK)], check=False)
    return int(bool(wrong) or known.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
