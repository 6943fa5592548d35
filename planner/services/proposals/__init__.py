"""Three tours out of the backlog: candidates, the search, what was left out, fairness."""
