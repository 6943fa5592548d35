"""The protocol of a tour in sentences, and the papers that follow from it."""
