"""The day itself: the ride, its changes, where the bus is, the card of a stop."""
