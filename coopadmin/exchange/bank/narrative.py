"""The free text of a line taken apart: who, from which account, and what was said, in the ways Dutch banks write it.

Three ways are known: between slashes (`/TRTP/…/IBAN/…/REMI/…`), behind words (`Naam: … Omschrijving: …`) and in
numbered fields (`?20…?21…`, `>20…`). A text in none of them is the description as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopadmin.exchange.bank.values import account, is_iban, reference, tidied


@dataclass(frozen=True, slots=True)
class Told:
    """What a text tells of its line; empty where it does not."""

    description: str = ""
    name: str = ""
    iban: str = ""
    end_to_end_id: str = ""
    mandate_id: str = ""
    code: str = ""
    return_reason: str = ""


_TAGS = (
    "TRTP|TRCD|EREF|PREF|MARF|CSID|BENM|ORDP|NAME|IBAN|BBAN|BIC|REMI|ISDT|RTRN|CNTP|PURP|ULTD|ULTC|ULTB|INIT|OCMT|CHGS|"
    "EXCH|NRTX|ADDR|RTYP|IREF|CREF|SVCL"
)
_SLASHED = re.compile(rf"/({_TAGS})/")
_STARTS_SLASHED = re.compile(rf"\s*/(?:{_TAGS})/")

_LABELS = (
    r"(?:Omschrijving|Description|Machtiging(?: ID)?|Mandate ID|Kenmerk|Reference|IBAN|BIC|Incassant(?: ID)?|"
    r"Creditor ID|Valutadatum|Value date|Datum/Tijd|Date/time|Naam|Name|Betalingskenm\.?)"
)
_NEXT_LABEL = rf"(?=\s+{_LABELS}: |\s+Doorlopende incasso|\s*$)"
_NAMED = re.compile(rf"(?:^|\s)(?:Naam|Name): (.*?){_NEXT_LABEL}", re.IGNORECASE | re.DOTALL)
_SAID = re.compile(
    r"(?:^|\s)(?:Omschrijving|Description): (.*?)(?=\s+IBAN: [A-Z]{2}\d\d|\s*$)", re.IGNORECASE | re.DOTALL
)
_ACCOUNT = re.compile(r"(?:^|\s)(?:IBAN|REK): ?([A-Z]{2}\d{2}[A-Z0-9]{8,30})\b", re.ASCII)
_MANDATE = re.compile(r"(?:^|\s)(?:Machtiging(?: ID)?|Mandate ID): (\S+)", re.IGNORECASE)
_REFERRED = re.compile(rf"(?:^|\s)(?:Kenmerk|Reference): (.*?){_NEXT_LABEL}", re.IGNORECASE | re.DOTALL)
_KNAB = re.compile(r"(.*?)\s*REK: ?([A-Z0-9]+)/NAAM: ?(.*)", re.DOTALL)

_NUMBERED = re.compile(r"(\d{3})?([?>])\d{2}", re.ASCII)
_FULL_FIELD = 27
"""Signs of a numbered field that is full: its text runs on in the next."""

_GERMAN_TAGS = re.compile(r"\b(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC)\+")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)


def told_by(text: str) -> Told:
    """Take a text apart in the way it is written."""
    if _STARTS_SLASHED.match(text):
        return _slashed(text)
    if _NUMBERED.match(text):
        return _numbered(text)
    return _labelled(text)


def is_slashed(text: str) -> bool:
    """Tell whether a text is written between slashes."""
    return bool(_STARTS_SLASHED.match(text))


def is_numbered(text: str) -> bool:
    """Tell whether a text is written in numbered fields."""
    return bool(_NUMBERED.match(text))


def _slashed(text: str) -> Told:
    pieces = _SLASHED.split(text)
    found: dict[str, str] = {}
    for tag, value in zip(pieces[1::2], pieces[2::2], strict=True):
        bare = value.strip()
        if bare and tag == "REMI" and tag in found:
            found[tag] += f" {bare}"
        elif bare:
            found.setdefault(tag, bare)
    name, iban = found.get("NAME", ""), found.get("IBAN", found.get("BBAN", ""))
    if "CNTP" in found:
        parts = [*found["CNTP"].split("/"), "", "", ""]
        name, iban = name or parts[2], iban or parts[0]
    return Told(
        tidied(_remittance(found.get("REMI", ""))),
        tidied(name),
        account(iban.strip("/")),
        reference(found.get("EREF", "").rstrip("/")),
        tidied(found.get("MARF", "").rstrip("/")),
        tidied(found.get("TRCD", "").rstrip("/")),
        tidied(found.get("RTRN", "").strip("/")),
    )


def _remittance(text: str) -> str:
    """Leave out of a remittance what says how it is structured."""
    if text.startswith("USTD//"):
        return text.removeprefix("USTD//").rstrip("/")
    if text.startswith("STRD/"):
        return text.rstrip("/").rpartition("/")[2]
    if "CDTRREF/" in text:
        return text.rpartition("CDTRREF/")[2].strip("/")
    return text


def _labelled(text: str) -> Told:
    text = " ".join(text.split())  # between single blanks the patterns cannot go back and forth
    knab = _KNAB.fullmatch(text)
    if knab:
        return Told(tidied(knab[1]), tidied(knab[3]), account(knab[2]))
    said, named = _SAID.search(text), _NAMED.search(text)
    if not said and not (named and _ACCOUNT.search(text)):
        return Told(tidied(text))
    # What the payer wrote may hold the bank's words too, so around it they count only outside his text.
    around = f"{text[: said.start()]} {text[said.end() :].lstrip()}" if said else text
    iban, mandate, referred = _ACCOUNT.search(around), _MANDATE.search(around), _REFERRED.search(around)
    name = _NAMED.search(around)
    return Told(
        tidied(said[1] if said else text),
        tidied(name[1]) if name else "",
        iban[1] if iban else "",
        reference(referred[1]) if referred else "",
        mandate[1] if mandate else "",
    )


def _numbered(text: str) -> Told:
    first = _NUMBERED.match(text)
    if first is None:
        return Told(tidied(text))
    sign = first[2]
    pieces = re.split(rf"{re.escape(sign)}(\d\d)", text)
    fields: dict[int, str] = {}
    for number, value in zip(pieces[1::2], pieces[2::2], strict=True):
        fields.setdefault(int(number), value)
    words = [fields[number] for number in (*range(20, 30), *range(60, 64)) if number in fields]
    iban = ""
    if sign == ">":
        iban = fields.get(10, "").strip().lstrip("0")
        if len(words) > 1 and _BIC.fullmatch(words[0].strip()) and is_iban(words[1].strip()):
            iban, words = words[1].strip(), words[2:]
        return Told(tidied(_run_on(words)), iban=iban, code=first[1] or "")
    iban = account(fields.get(31, ""))
    if words and is_iban(words[0].strip()) and iban in ("", words[0].strip()):
        iban, words = words[0].strip(), words[1:]
    name = tidied(fields.get(32, "") + fields.get(33, ""))
    said = _run_on(words)
    tagged = _GERMAN_TAGS.split(said)
    tags = dict(zip(tagged[1::2], tagged[2::2], strict=True))
    description = tags.get("SVWZ", tagged[0]) or said
    return Told(
        tidied(description),
        name,
        iban,
        reference(tags.get("EREF", "")),
        tidied(tags.get("MREF", "")),
        first[1] or "",
    )


def _run_on(pieces: list[str]) -> str:
    """Join numbered fields: a full one runs on in the next, a shorter one ended with blanks."""
    return "".join(piece if len(piece) >= _FULL_FIELD else f"{piece} " for piece in pieces)
