"""The styles of the desk, read and worked out once: Textual does both anew for every page that is shown."""

# What Textual keeps of a node for its styles has no public name.
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false

from __future__ import annotations

from typing import Any, ClassVar, cast
from weakref import WeakKeyDictionary

from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

MOST = 256
"""Sources that are kept; a desk that was in every corner has some forty."""
MOST_PLACES = 256
"""Places for which is kept how what stands there looks, for each group of rules."""

TOLD = frozenset(
    {"dark", "light", "inline", "ansi", "nocolor", "hover", "focus", "blur", "disabled", "enabled", "can-focus"}
)
"""What a rule may ask of which `_place` tells; anything else depends on what stands beside or inside a node."""

Place = tuple[tuple[object, ...], ...]
"""All that rules may ask of a node and of everything it stands in, from the outside in."""


class _Rules:
    """The rules that may hold for nodes of one kind, and what came of them wherever such a node stood."""

    def __init__(self, rules: list[RuleSet]) -> None:
        asked = frozenset[str]().union(*(rule.pseudo_classes for rule in rules))
        self.rules = rules
        self.can_be_kept = asked <= TOLD
        self.asks_hover = "hover" in asked
        self.outcomes: LRUCache[Place, RulesMap] = LRUCache(MOST_PLACES)


class KeptStylesheet(Stylesheet):
    """A stylesheet that reads a source again only when a colour or the source itself became another.

    What was read is kept for a desk that is opened again in the same colours: another language, another store. So is
    what came of the rules for a node: most nodes are asked about again and again without having changed.
    """

    _read: ClassVar[dict[frozenset[tuple[str, str]], LRUCache[tuple[object, ...], list[RuleSet]]]] = {}
    _groups: ClassVar[LRUCache[tuple[int, ...], _Rules]] = LRUCache(1_024)
    _kinds: ClassVar[LRUCache[tuple[int, ...], tuple[list[RuleSet], dict[tuple[object, ...], _Rules]]]] = LRUCache(MOST)

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._groups_of: list[RuleSet] | None = None
        self._group_of_kind: dict[tuple[object, ...], _Rules] = {}
        self._looks: WeakKeyDictionary[DOMNode, tuple[RulesMap, int]] = WeakKeyDictionary()
        """By which outcome a node looks, and how often its styles had been changed then."""
        self._parts: WeakKeyDictionary[DOMNode, tuple[list[RuleSet], Place]] = WeakKeyDictionary()
        """For which rules and which place the parts of a node, that rules speak of by name, were worked out."""
        self._depends = False
        """Whether something was met that depends on more than its place."""
        self._take_what_was_read()

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the colours of a theme; the same ones again change nothing."""
        if variables != self._variables:
            self._parse_cache = LRUCache(MOST)  # the one in use belongs to other colours and is not to be emptied
            super().set_variables(variables)
            self._take_what_was_read()
            self._require_parse = True

    def reparse(self) -> None:
        """Read what changed since the last time; raises StylesheetError where that is no style."""
        if self._require_parse:
            self.parse()

    def _take_what_was_read(self) -> None:
        colours = frozenset(self._variables.items())
        self._parse_cache = self._read.setdefault(colours, LRUCache(MOST))

    # -- how a node looks --------------------------------------------------------------------------------------

    def apply(self, node: DOMNode, *, animate: bool = False, cache: dict[Any, RulesMap] | None = None) -> None:
        """Let a node and its parts look as the rules say."""
        group = self._group(node)
        if not group.can_be_kept:
            self._depends = True
            super().apply(node, animate=animate, cache=cache)
            return
        place = _place(node)
        outcome = group.outcomes.get(place)
        if outcome is None:
            worked_out: dict[Any, RulesMap] = {}
            super().apply(node, animate=animate, cache=worked_out)
            for outcome in worked_out.values():
                group.outcomes[place] = outcome
            return
        node._has_hover_style = group.asks_hover
        node._has_focus_within = node._has_order_style = node._has_odd_or_even = False
        self.replace_rules(node, outcome, animate)
        self._process_component_classes(node, place)

    def replace_rules(self, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Let a node look by these rules; where it does already, nothing is set anew and nothing is laid out anew."""
        base = node.styles.base
        looks = self._looks.get(node)
        if looks is not None and looks[1] == base._updates and looks[0] == rules:
            node.notify_style_update()
            return
        super().replace_rules(node, rules, animate)
        self._looks[node] = (rules, base._updates)

    def _process_component_classes(self, node: DOMNode, place: Place | None = None) -> None:
        if not node._get_component_classes():
            return
        known = (self.rules, place or _place(node))
        before = self._parts.get(node)
        if before is not None and before[0] is known[0] and before[1] == known[1]:
            return
        self._depends = False
        super()._process_component_classes(node)
        if not self._depends:
            self._parts[node] = known

    def _group(self, node: DOMNode) -> _Rules:
        """Give the rules that may hold for a node."""
        rules = self.rules
        if self._groups_of is not rules:
            # Rules are known by their ids, which stay the same while they are held here.
            key = tuple(map(id, rules))
            if key not in self._kinds:
                self._kinds[key] = (rules, {})
            _held, self._group_of_kind = self._kinds[key]
            self._groups_of = rules
        kind = (type(node), node.classes, node.id)
        group = self._group_of_kind.get(kind)
        if group is None:
            may_hold = {id(rule) for name in node._selector_names for rule in self.rules_map.get(name, ())}
            chosen = [rule for rule in rules if id(rule) in may_hold]
            key = tuple(map(id, chosen))
            group = self._groups.get(key)
            if group is None:
                group = self._groups[key] = _Rules(chosen)
            self._group_of_kind[kind] = group
        return group


def _place(node: DOMNode) -> Place:
    place: list[tuple[object, ...]] = []
    at: DOMNode | None = node
    while at is not None:
        kind = (type(at), at.classes, at.id)
        if isinstance(at, Widget):
            place.append((*kind, at.mouse_hover, at.has_focus, at.disabled, at.allow_focus()))
        elif isinstance(at, App):
            place.append((*kind, frozenset(cast("App[Any]", at).get_pseudo_classes())))
        else:
            place.append(kind)
        at = at.parent
    return tuple(place)
