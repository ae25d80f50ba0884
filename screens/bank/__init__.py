"""What the bank delivered: its lines, and taking a file in."""
