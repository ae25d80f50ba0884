"""Who is behind with the rent, and the steps that are taken."""
