"""Inside the screens of one tour and its plan."""
