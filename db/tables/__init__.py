"""The tables, one module per subject; `everything` declares them all."""
