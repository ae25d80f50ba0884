"""The long-term maintenance plan on the desk."""
