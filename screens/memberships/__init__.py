"""Joining and leaving on the desk."""
