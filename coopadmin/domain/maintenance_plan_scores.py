"""How a part of the buildings stands: the condition score, 1 (excellent) to 6 (very bad), of NEN 2767.

A defect is measured by its severity (ernst), extent (omvang) and intensity (intensiteit); the matrix gives its score.
The norm itself is sold and was not read. The matrix stands here cell for cell as two public programs give it that do
not go back to each other: one took it from a working inspection form and checked examples of it, the other compared it
with the handbook for inspections of the Rijksgebouwendienst and a course on NEN 2767-4. The classes of the extent
(2, 10, 30 and 70 %) stand so in both.

Where one inspection found several defects, the worst of them is the score here. The norm weighs them by the part of the
element each takes up; that is not done, and is said wherever it would matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coopadmin.i18n import N_, _

SCORES: dict[int, str] = {
    1: N_("excellent"),
    2: N_("good"),
    3: N_("fair"),
    4: N_("moderate"),
    5: N_("bad"),
    6: N_("very bad"),
}
"""What the scores are called, as VERA (CONDITIESCORE) names them."""

SIGNS: dict[int, str] = {1: "✓", 2: "✓", 3: "○", 4: "●", 5: "▲", 6: "▲"}
"""A sign for each score, so that it never rests on colour."""

SEVERITIES: dict[int, str] = {1: N_("minor"), 2: N_("serious"), 3: N_("critical")}
"""Gering, serieus, ernstig: what the defect does to what the element is for."""

EXTENTS: dict[int, str] = {
    1: N_("under 2 %"),
    2: N_("2 to 10 %"),
    3: N_("10 to 30 %"),
    4: N_("30 to 70 %"),
    5: N_("70 % or more"),
}
"""How much of the element has it."""

INTENSITIES: dict[int, str] = {1: N_("beginning"), 2: N_("advanced"), 3: N_("final stage")}
"""How far the defect has come."""

MATRIX: dict[int, tuple[tuple[int, ...], ...]] = {
    1: (
        (1, 1, 1, 1, 2),
        (1, 1, 1, 2, 3),
        (1, 1, 2, 3, 4),
    ),
    2: (
        (1, 1, 1, 2, 3),
        (1, 1, 2, 3, 4),
        (1, 2, 3, 4, 5),
    ),
    3: (
        (1, 1, 2, 3, 4),
        (1, 2, 3, 4, 5),
        (2, 3, 4, 5, 6),
    ),
}
"""By severity: a row for each intensity, in it the score for each extent."""

SOURCE = N_("scores by the matrix of NEN 2767-1, as public programs give it; the norm itself was not read")
WORST = N_("of several defects the worst counts here; NEN 2767 weighs them by how much of the element has them")


def score(severity: int, extent: int, intensity: int) -> int:
    """Give the condition score of one defect; raises KeyError or IndexError for classes there are not."""
    if extent < 1 or intensity < 1:
        raise IndexError("the classes begin at 1")
    return MATRIX[severity][intensity - 1][extent - 1]


def score_text(found: int | None) -> str:
    """Write a score with its sign and word: `● 4 moderate`; empty where nothing was measured."""
    return "" if found is None else f"{SIGNS[found]} {found} {_(SCORES[found])}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of an element on a day: a defect as it was measured, or a score as it was stated."""

    measured_on: date
    severity: int | None = None
    extent: int | None = None
    intensity: int | None = None
    stated_score: int | None = None
    defect: str = ""
    source: str = ""
    condition_id: int = 0

    @property
    def score(self) -> int:
        """The score it stands for."""
        if self.stated_score is not None:
            return self.stated_score
        return score(self.severity or 0, self.extent or 0, self.intensity or 0)

    @property
    def words(self) -> str:
        """Say how the score came about."""
        if self.stated_score is not None:
            return _("stated, without its defects")
        return _("severity {severity}, extent {extent}, intensity {intensity}").format(
            severity=_(SEVERITIES[self.severity or 1]),
            extent=_(EXTENTS[self.extent or 1]),
            intensity=_(INTENSITIES[self.intensity or 1]),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How an element stands by its newest inspection: its score, the day, and what was found, the worst first."""

    score: int
    measured_on: date
    findings: tuple[Finding, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """Say what the score rests on."""
        if len(self.findings) > 1:
            return (_(WORST), _(SOURCE))
        measured = any(one.stated_score is None for one in self.findings)
        return (_(SOURCE),) if measured else ()


def standing(findings: Iterable[Finding]) -> Standing | None:
    """Say how an element stands: the worst of what the newest inspection found; None where nobody ever looked."""
    kept = list(findings)
    if not kept:
        return None
    newest = max(one.measured_on for one in kept)
    latest = sorted((one for one in kept if one.measured_on == newest), key=lambda one: -one.score)
    return Standing(latest[0].score, newest, tuple(latest))
