"""The leader's board in sentences."""
