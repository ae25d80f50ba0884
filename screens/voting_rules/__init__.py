"""The rules for meetings and votes on the desk."""
