"""Inside the leader's board: its answers, tables and pictures, as HTML that a screen shows and a printer prints."""
