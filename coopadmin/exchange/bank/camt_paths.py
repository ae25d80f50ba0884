"""Where in a CAMT.053 file stands what is read: a tree of element names, the same for every version.

A `Node` is found by the name of its element, without prefix; a name that is not read leads to `NOTHING`.
"""

from __future__ import annotations

from enum import IntEnum

_MOST_NAMES = 300
"""Names kept of elements that are not read; a hostile file could have endless ones."""


class Kind(IntEnum):
    """What is done with an element."""

    PASS = 0
    TEXT = 1
    AMOUNT = 2
    """Its text, and its currency."""
    LIST = 3
    """A text that may come several times."""
    SCOPE = 4
    """Begins values of its own."""


class Node(dict[str, "Node"]):
    """An element, with the elements within it that are read."""

    __slots__ = ("elsewhere", "key", "kind")

    def __init__(self, kind: Kind = Kind.PASS, key: str = "") -> None:
        super().__init__()
        self.kind = int(kind)
        self.key = key
        self.elsewhere: Node | None = None
        """Where an element leads that is not among those read; `NOTHING` where it is None."""

    def __missing__(self, name: str) -> Node:
        _prefix, colon, local = name.rpartition(":")
        found = self[local] if colon else (self.elsewhere or NOTHING)
        if len(self) < _MOST_NAMES:
            self[name] = found
        return found

    def put(self, path: str, kind: Kind, key: str) -> Node:
        """Add what is read at a path below this element."""
        node: Node = self
        for name in path.split("/"):
            node = node.setdefault(name, Node())
        node.kind, node.key = int(kind), key
        return node


NOTHING = Node()


def _parties(detail: Node) -> None:
    for role in ("Dbtr", "Cdtr"):
        for path in (f"{role}/Nm", f"{role}/Pty/Nm"):
            detail.put(f"RltdPties/{path}", Kind.TEXT, f"{role}/Nm")
        for path in (f"Ultmt{role}/Nm", f"Ultmt{role}/Pty/Nm"):
            detail.put(f"RltdPties/{path}", Kind.TEXT, f"Ultmt{role}/Nm")
        detail.put(f"RltdPties/{role}Acct/Id/IBAN", Kind.TEXT, f"{role}Acct")
        detail.put(f"RltdPties/{role}Acct/Id/Othr/Id", Kind.TEXT, f"{role}Acct")


def _code(node: Node) -> None:
    node.put("BkTxCd/Prtry/Cd", Kind.TEXT, "code")
    node.put("BkTxCd/Domn/Cd", Kind.TEXT, "domain")
    node.put("BkTxCd/Domn/Fmly/Cd", Kind.TEXT, "family")
    node.put("BkTxCd/Domn/Fmly/SubFmlyCd", Kind.TEXT, "subfamily")


def _statements() -> Node:
    root = Node()
    statement = root.put("Stmt", Kind.SCOPE, "Stmt")
    statement.put("Id", Kind.TEXT, "id")
    statement.put("ElctrncSeqNb", Kind.TEXT, "sequence")
    statement.put("FrToDt/FrDtTm", Kind.TEXT, "from")
    statement.put("FrToDt/ToDtTm", Kind.TEXT, "to")
    statement.put("Acct/Id/IBAN", Kind.TEXT, "account")
    statement.put("Acct/Id/Othr/Id", Kind.TEXT, "account")
    statement.put("Acct/Ccy", Kind.TEXT, "currency")
    balance = statement.put("Bal", Kind.SCOPE, "Bal")
    balance.put("Tp/CdOrPrtry/Cd", Kind.TEXT, "type")
    balance.put("Amt", Kind.AMOUNT, "amount")
    balance.put("CdtDbtInd", Kind.TEXT, "sign")
    balance.put("Dt/Dt", Kind.TEXT, "day")
    balance.put("Dt/DtTm", Kind.TEXT, "day")
    entry = statement.put("Ntry", Kind.SCOPE, "Ntry")
    entry.put("Amt", Kind.AMOUNT, "amount")
    entry.put("CdtDbtInd", Kind.TEXT, "sign")
    entry.put("RvslInd", Kind.TEXT, "reversal")
    entry.put("Sts", Kind.TEXT, "status")
    entry.put("Sts/Cd", Kind.TEXT, "status")
    entry.put("Sts/Prtry", Kind.TEXT, "status")
    for name, key in (("BookgDt", "booked"), ("ValDt", "value")):
        entry.put(f"{name}/Dt", Kind.TEXT, key)
        entry.put(f"{name}/DtTm", Kind.TEXT, key)
    entry.put("AcctSvcrRef", Kind.TEXT, "reference")
    entry.put("AddtlNtryInf", Kind.TEXT, "more")
    _code(entry)
    detail = entry.put("NtryDtls/TxDtls", Kind.SCOPE, "TxDtls")
    for name, key in (("AcctSvcrRef", "reference"), ("EndToEndId", "end"), ("MndtId", "mandate")):
        detail.put(f"Refs/{name}", Kind.TEXT, key)
    detail.put("Amt", Kind.AMOUNT, "amount")
    detail.put("AmtDtls/TxAmt/Amt", Kind.AMOUNT, "transaction")
    detail.put("CdtDbtInd", Kind.TEXT, "sign")
    _code(detail)
    _parties(detail)
    detail.put("RmtInf/Ustrd", Kind.LIST, "said")
    detail.put("RmtInf/Strd/CdtrRefInf/Ref", Kind.LIST, "referred")
    detail.put("RmtInf/Strd/AddtlRmtInf", Kind.LIST, "referred")
    detail.put("RtrInf/Rsn/Cd", Kind.TEXT, "reason")
    detail.put("RtrInf/Rsn/Prtry", Kind.TEXT, "reason")
    detail.put("AddtlTxInf", Kind.TEXT, "more")
    return root


def outside() -> Node:
    """Give what surrounds the statements, whatever envelope they came in; anew, for it learns names while reading."""
    node = Node()
    node.elsewhere = node
    node["BkToCstmrStmt"] = _statements()
    return node
