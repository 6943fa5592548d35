"""Inside the screens of instructions: giving, reporting, checking."""
