"""Both themes can be read by people who see little contrast."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from screens.themes import DARK, LIGHT

ENOUGH = 4.5
"""WCAG 2.2, level AA, text of any size."""


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        def linear(part: int) -> float:
            share = part / 255
            return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

        parsed = Color.parse(colour)
        return 0.2126 * linear(parsed.r) + 0.7152 * linear(parsed.g) + 0.0722 * linear(parsed.b)

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
@pytest.mark.parametrize("name", ["foreground", "warning", "error", "success", "text-muted", "footer-key-foreground"])
def test_text_stands_out_from_its_background(theme: Theme, ground: str, name: str) -> None:
    colour = theme.variables.get(name) or getattr(theme, name)
    assert _contrast(colour, getattr(theme, ground)) >= ENOUGH


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("state", ["", "blurred-"])
def test_the_line_under_the_cursor_can_be_read(theme: Theme, state: str) -> None:
    text = theme.variables[f"block-cursor-{state}foreground"]
    assert _contrast(text, theme.variables[f"block-cursor-{state}background"]) >= ENOUGH
