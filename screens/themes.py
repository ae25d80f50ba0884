"""Two themes of our own; every text on its background has a contrast of at least 4.5 to 1 (WCAG 2.2 AA)."""

from __future__ import annotations

from textual.theme import Theme

from coopadmin.i18n import N_

DARK = Theme(
    name="coop-dark",
    primary="#7fb4e6",
    secondary="#9ec7a0",
    accent="#e6b566",
    foreground="#e6e6e0",
    background="#16191d",
    surface="#1d2126",
    panel="#282d34",
    warning="#f0c060",
    error="#ff8f85",
    success="#8fd694",
    dark=True,
    variables={
        "footer-key-foreground": "#e6b566",
        "text-muted": "#a9b0b7",
        "input-selection-background": "#7fb4e6 35%",
        "block-cursor-background": "#7fb4e6",
        "block-cursor-foreground": "#10141a",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#37424f",
        "block-cursor-blurred-foreground": "#e6e6e0",
    },
)

LIGHT = Theme(
    name="coop-light",
    primary="#1d5a94",
    secondary="#2e6b3f",
    accent="#8a4b00",
    foreground="#1c1f22",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e5e2da",
    warning="#8a4b00",
    error="#a3160f",
    success="#1f6b35",
    dark=False,
    variables={
        "footer-key-foreground": "#8a4b00",
        "text-muted": "#565b60",
        "input-selection-background": "#1d5a94 25%",
        "block-cursor-background": "#1d5a94",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#c9d4de",
        "block-cursor-blurred-foreground": "#1c1f22",
    },
)

THEMES: dict[str, str] = {"coop-dark": N_("dark"), "coop-light": N_("light")}
"""The themes a person may choose."""
