"""Tours and their plans: stops, rules, undo, the calendar, the start screen."""
