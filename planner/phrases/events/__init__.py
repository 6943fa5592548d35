"""Events in words: their papers, the calendar, the year, rules of a series."""
