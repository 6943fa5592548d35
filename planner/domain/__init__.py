"""What is true: the rules of tours, issues and instructions, without a session, a clock, a screen or a network."""
