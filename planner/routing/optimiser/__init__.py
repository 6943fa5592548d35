"""The best tour out of many candidate stops, with every rule that a tour may have."""
