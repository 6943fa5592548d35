"""Terms on screens: how they end, the days that are worked, norms, and the field in which a date is named."""
