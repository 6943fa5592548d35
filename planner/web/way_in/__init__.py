"""Coming in and going out by HTTP: plain forms before the screens."""
