"""Repairs, planned work and inspections on the desk."""
