"""What the papers of a tour say."""
