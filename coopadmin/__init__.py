"""A terminal desk and a command line for the board of a Dutch beheercoöperatie."""

__version__ = "0.1.0"
