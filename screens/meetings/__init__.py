"""Meetings: from the letter to the minutes, and the room itself."""
