"""Photos: cleaned, turned upright, scaled down."""
