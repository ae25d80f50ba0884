"""What the columns and values of the demarcation list and of judgements are called in a record's story."""

from __future__ import annotations

from coopadmin.domain import demarcation_lines, maintenance
from coopadmin.i18n import N_

FIELDS: dict[str, str] = {
    "agreement_id": N_("agreement"),
    "version": N_("version"),
    "list_id": N_("demarcation list"),
    "keyword": N_("keyword"),
    "component": N_("component"),
    "work": N_("work"),
    "party": N_("who sees to it"),
    "only_reachable": N_("only where reachable"),
    "only_low_cost": N_("only without notable cost"),
    "otherwise": N_("else it is for"),
    "letter": N_("letter of the small repair"),
    "codes": N_("VERA codes"),
    "task_id": N_("task"),
    "judged_on": N_("judged on"),
    "routed": N_("what the list says"),
    "line_id": N_("line of the demarcation list"),
    "reachable": N_("can be reached"),
    "notable_cost": N_("costs more than a little"),
    "location_code": N_("where in the home"),
    "element_code": N_("part"),
    "defect_code": N_("what is wrong"),
    "cause_code": N_("how it came about"),
}

WORDS_OF: dict[str, tuple[dict[str, str], ...]] = {
    "party": (demarcation_lines.PARTIES,),
    "otherwise": (demarcation_lines.PARTIES,),
    "routed": (maintenance.PARTIES,),
}
