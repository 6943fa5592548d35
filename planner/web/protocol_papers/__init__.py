"""The protocol of a tour, and the papers that follow from it."""
