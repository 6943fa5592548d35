"""The leader's board: what is not fixed, whose it is, where, and whether it is getting better."""
