"""The day itself in sentences: where the bus is, what was chosen on the way, what tablets on the bus are told."""
