"""The files of vacancies: how a group chooses its neighbour, from the notice to the keys."""
