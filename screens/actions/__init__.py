"""Actions that meetings gave to people."""
