"""Work days on the desk: the plan, who comes, the sheet, and what came of it."""
