"""Who rides: invitations, seats, names checked in."""
