"""Inside the screen of invitations."""
