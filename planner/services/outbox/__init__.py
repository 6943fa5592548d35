"""What happened that people may have to be told of, noted in the transaction in which it happened."""
