"""Which line of a demarcation list a report is about: by its codes, and by its words as people say them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coopadmin.domain import vera
from coopadmin.domain.demarcation_lines import CODE_LISTS, Line
from coopadmin.domain.minor_repairs import MinorRepair, recognised
from coopadmin.domain.wordings import alike, stems
from coopadmin.formats import fold

_PREPOSITIONS = frozenset({"van", "in", "op", "bij", "aan", "of", "at", "on", "to"})
_SIDE_BY_SIDE = re.compile(r"[/,;&+()]|\b(?:en|of|and|or)\b")
_ANY_WORK = frozenset(
    part
    for words in (
        "onderhoud onderhouden reparatie repareren herstel herstellen storing vervangen vernieuwen stellen afstellen",
        "maintenance repair repairs failure replace replacing renew adjust",
    )
    for part in stems(words)
)
"""Kinds of work that any report of something that does not work may come to."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported, as it is compared with the lines."""

    codes: frozenset[str]
    text: tuple[str, ...]
    beside: tuple[str, ...]
    """Stems behind the first preposition: what it belongs to, or where it is (the dranger *of the door*)."""
    also: tuple[str, ...]
    """Stems of what people call the chosen codes."""
    law: MinorRepair | None = None
    reachable: bool | None = None
    notable_cost: bool | None = None
    shared: bool = False


def report_of(
    *,
    what: str,
    element_code: str,
    defect_code: str,
    location_code: str,
    reachable: bool | None,
    notable_cost: bool | None,
    shared: bool,
) -> Report:
    """Take a report apart for comparing; what it is by law is looked up with it."""
    chosen = ((vera.ELEMENTS, element_code), (vera.DEFECTS, defect_code), (vera.LOCATIONS, location_code))
    codes = frozenset(f"{short}.{code}" for short, (_name, code) in zip(CODE_LISTS, chosen, strict=True) if code)
    main, beside = _halves(what)
    named = [stem for list_name, code in chosen[:2] for name in vera.names(list_name, code) for stem in stems(name)]
    everyday = [word for list_name, code in chosen[:2] for word in vera.everyday_words(list_name, code)]
    return Report(
        codes,
        (*main, *named),
        beside,
        tuple(stem for word in everyday for stem in stems(word)),
        recognised(what, codes, shared=shared),
        reachable,
        notable_cost,
        shared,
    )


def _halves(what: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part a report at its first preposition; one that begins with it is not parted."""
    said = fold(what).split()
    at = next((place for place, word in enumerate(said) if word in _PREPOSITIONS), 0)
    main = stems(" ".join(said[:at]))
    return (main, stems(" ".join(said[at:]))) if main else (stems(what), ())


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a line fits a report; 0: not at all."""

    score: int
    unspoken: str = ""
    """The component or work of the line, where no word was said of it."""
    doubtful: bool = False
    """Whether what was not said stands in no chosen code either, so that the line may be about other work."""


def fits(line: Line, report: Report) -> Fit:
    """Tell how well a line fits a report: not at all with a score of 0."""
    by_codes, agreed = _code_score(line, report)
    by_keyword = max((_word_score(stems(part), report) for part in _alternatives(line.keyword)), default=0)
    joined = _joined(line, report)
    by_keyword = by_keyword or joined
    if by_codes <= 0 and by_keyword == 0:
        return Fit(0)
    component, work = 1 if joined else _detail(line.component, report), _detail(line.work, report)
    by_law = 2 if report.law is not None and _letter_of(line) == report.law.letter else 0
    missing = ((line.component, component, "ELEMENT"), (line.work, work, "DEFECTSOORT"))
    unspoken = "" if by_law else " · ".join(words for words, spoken, _list in missing if spoken < 0)
    doubtful = not by_law and any(spoken < 0 and code not in agreed for _words, spoken, code in missing)
    score = max(1, 20 + 10 * by_codes + 3 * by_keyword + 2 * component + work + 2 * by_law)
    return Fit(score, unspoken, doubtful)


@lru_cache(maxsize=4096)
def _letter_of(line: Line) -> str:
    """Give the small repair a line is about: its letter, or what its words and codes are by law."""
    law = None if line.letter else recognised(line.name, frozenset(line.codes))
    return law.letter if law else line.letter


def _code_score(line: Line, report: Report) -> tuple[int, frozenset[str]]:
    """Count the lists of codes in which line and report agree, −1 for one in which they do not, and name the first.

    Where it is does not say what it is: a place alone is no agreement.
    """
    named: dict[str, set[str]] = {}
    for code in line.codes:
        named.setdefault(code.split(".")[0], set()).add(code)
    score, agreed = 0, set[str]()
    for short, wanted in named.items():
        said = {code for code in report.codes if code.startswith(f"{short}.")}
        if said:
            score += 1 if said & wanted else -1
            agreed |= {short} if said & wanted else set()
    return (score if agreed - {"DEFECTLOCATIE"} or score < 0 else 0), frozenset(agreed)


@lru_cache(maxsize=4096)
def _alternatives(text: str) -> tuple[str, ...]:
    """Give what a text names side by side: “Sloten en sleutels”, “lamp/armatuur”."""
    return tuple(part for part in _SIDE_BY_SIDE.split(fold(text)) if part.strip(" -"))


def _word_score(wanted: tuple[str, ...], report: Report) -> int:
    """Tell how well the words of a keyword stand in a report: 6 as they are, 3 in everyday words for a chosen code."""
    found = [_one_word(one, report) for one in wanted]
    return sum(found) // len(found) if found and 2 * sum(map(bool, found)) >= len(found) else 0


def _joined(line: Line, report: Report) -> int:
    """Find keyword and component written as one word: a `kraanleertje` is the `leertje` of a `kraan`."""
    joined = {key + part for key in stems(line.keyword) for part in stems(line.component)}
    return 6 if joined & {*report.text, *report.beside} else 0


def _one_word(wanted: str, report: Report) -> int:
    if wanted in report.text:
        return 6
    if any(alike(wanted, word) for word in report.text):
        return 5
    if any(alike(wanted, word) for word in report.beside):
        return 4
    return 3 if wanted in report.also else 0


def _detail(words: str, report: Report) -> int:
    """Tell whether a component or kind of work is spoken of: 1, −1 where it is not, 0 where the line means any."""
    wanted = stems(words)
    if not wanted or all(one in _ANY_WORK for one in wanted):
        return 0
    return 1 if any(_one_word(one, report) for one in wanted) else -1
