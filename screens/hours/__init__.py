"""The hours residents gave, by entry and by household, and the claims on the corporation."""
