"""Tables that went out and were corrected elsewhere come back; photos of issues go out."""
