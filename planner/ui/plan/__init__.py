"""Inside the screen of a plan: its head, the map, the stops, ways to add some, its dialogs."""
