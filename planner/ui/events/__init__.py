"""Events at one place, the calendar of all kinds, copies, series, templates."""
