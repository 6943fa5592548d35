"""Where residents take part: a problem reported and followed, a voice added, a vote, what one subscribes to."""
