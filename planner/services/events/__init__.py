"""Events at one place, their media and what became of them; the calendar of all kinds; copies, series, templates."""
