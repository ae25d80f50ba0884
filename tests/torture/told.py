"""What a process told of its work, and what therefore must be in its store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

Journal = tuple[tuple[int, str], ...]
"""The numbers and links of the lines of a journal."""


class State(NamedTuple):
    """What a store or a copy of it holds, and the passphrase that opens it (none where it is plain)."""

    journal: Journal
    passphrase: str = ""


@dataclass(slots=True)
class Told:
    """What the processes of one life told, followed line by line: what must be in the store, what may be besides."""

    state: State
    copies: dict[str, State]
    """Copies that must be there, by name."""
    loose: dict[str, State] = field(default_factory=dict[str, State])
    """Copies that were there and may go when their time has come."""
    kept_somewhere: bool = False
    """A copy was told to be made in the folder for copies, so that there must be one."""
    under_way: str = ""
    putting_back: State | None = None
    turning: str | None = None
    """The passphrase under which the store is being written anew."""
    strict: bool = False
    """Nothing fails this process but its being killed, so the store may not fail it either."""
    faults: list[str] = field(default_factory=list[str])
    finished: int = 0
    refused: int = 0
    ended: bool = False

    def begin_turn(self, *, strict: bool) -> None:
        """Make ready for what another process tells."""
        self._over()
        self.strict, self.ended, self.faults = strict, False, []

    def hear(self, said: dict[str, Any]) -> None:
        """Take in one thing that was said."""
        if "begin" in said:
            self._over()
            self.under_way = said["begin"]
        elif "putting_back" in said:
            name = said["putting_back"]
            self.putting_back = self.copies[name] if name in self.copies else self.loose[name]
        elif "turning" in said:
            self.turning = said["turning"]
        elif "failed" in said:
            # What failed is not there, but for the very last, whose commit may have failed after it was kept.
            self.refused += 1
            if self.strict and said["error"].startswith(("Store", "Memory", "Passphrase")):
                self.faults.append(f"{said['failed']} failed for no reason: {said['error']}: {said['said']}")
        elif "broken" in said:
            self.faults.append(f"an error that is no sentence, in {self.under_way}: {said['broken']}")
        elif "copied" in said:
            self.kept_somewhere = True
        elif "trouble" in said:
            if self.strict:
                self.faults.append(f"a copy failed for no reason, in {self.under_way}: {said['trouble']}")
        elif "end" in said:
            self.ended = True
        elif "done" in said:
            self._done(said)

    def may_be(self, now: State) -> bool:
        """Tell whether a store may hold this, by what was told."""
        allowed = [self.state, *([self.putting_back] if self.putting_back else [])]
        if self.turning is not None:
            allowed.append(State(self.state.journal, self.turning))
        if now in allowed:
            return True
        one_more = State(now.journal[:-1], now.passphrase)
        return bool(self.under_way) and bool(now.journal) and one_more == self.state

    def _over(self) -> None:
        self.under_way, self.putting_back, self.turning = "", None, None

    def _done(self, said: dict[str, Any]) -> None:
        self.finished += 1
        done = said["done"]
        if done == "back_up":
            self.copies[said["file"]] = self.state
        elif done == "restore":
            assert self.putting_back is not None
            if said["kept"]:
                self.copies[said["kept"]] = self.state
            self.state = self.putting_back
        elif done == "encrypt":
            self.state = State(self.state.journal, said["passphrase"])
        elif done == "check":
            self.faults += [f"{self.under_way}, in between: {detail}" for detail in said["bad"]]
        elif "entry" in said:
            self._line(said)
        self._over()

    def _line(self, said: dict[str, Any]) -> None:
        journal = self.state.journal
        if said["entry"] is not None:
            if said["entry"] != len(journal) + 1 or said["last"] != said["entry"]:
                self.faults.append(f"{said['done']} became line {said['entry']} after {len(journal)}")
            self.state = State((*journal, (said["last"], said["chain"])), self.state.passphrase)
        elif journal and (said["last"], said["chain"]) != journal[-1]:
            self.faults.append(f"{said['done']} changed nothing, and the journal is another")
