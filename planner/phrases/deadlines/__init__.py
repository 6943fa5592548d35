"""Terms, norms and records in sentences."""
