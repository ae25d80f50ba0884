"""What is kept of the styles is what Textual would work out anew."""

from __future__ import annotations

from typing import Any

from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widgets import Static

from db.store import Store
from tests.screens.conftest import NARROW, WIDE, Desk, Drive


def _rules(node: DOMNode) -> dict[str, str]:
    return {name: repr(value) for name, value in node.styles.base._rules.items()}


def _looks(node: DOMNode) -> dict[str, Any]:
    """How a node and its named parts look."""
    return {"": _rules(node)} | {
        name: {rule: repr(value) for rule, value in styles.base._rules.items()}
        for name, styles in node._component_styles.items()
    }


def _looks_as_textual_says(desk: Desk) -> None:
    """Hold every node on the screen against a stylesheet that keeps nothing."""
    sheet = Stylesheet(variables=desk.app.get_css_variables())
    sheet.source = desk.app.stylesheet.source.copy()
    sheet.parse()
    nodes = list(desk.app.screen.walk_children(with_self=True))
    assert nodes
    for node in nodes:
        kept = _looks(node)
        sheet.apply(node)
        assert kept == _looks(node), node


async def test_every_node_looks_as_if_all_were_worked_out_anew(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        for _time in range(2):
            for keys in (("f2",), ("f4",), ("n",), ("tab", "x"), ("tab",), ("escape",), ("ctrl+p",), ("escape", "f1")):
                await desk.press(*keys)
                _looks_as_textual_says(desk)
            await desk.press("escape")
            await desk.pilot.resize_terminal(*WIDE)
            await desk.settle()
            _looks_as_textual_says(desk)
            desk.app.choose(theme="coop-light")
            await desk.settle()
            _looks_as_textual_says(desk)
            desk.app.choose(theme="coop-dark")
            await desk.pilot.resize_terminal(*NARROW)
            await desk.settle()
            _looks_as_textual_says(desk)


async def test_what_was_set_in_between_gives_way_to_the_rules_again(store: Store, drive: Drive) -> None:
    async with drive() as desk:
        where = Static("x", id="where")
        await desk.app.screen.mount(where)
        await desk.settle()
        assert _rules(where)["height"] == repr(where.styles.base.height)
        before = _rules(where)
        where.styles.base.height = 7
        assert _rules(where) != before
        desk.app.stylesheet.apply(where)
        assert _rules(where) == before
        where.add_class("entry")
        assert _rules(where) != before
        where.remove_class("entry")
        assert _rules(where) == before
