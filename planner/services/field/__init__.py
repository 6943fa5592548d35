"""What a tablet on the bus knows without a network, and what it sends."""
