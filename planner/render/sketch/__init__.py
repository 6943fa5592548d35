"""How the demo's pictures are drawn: a camera, places, things, and what is wrong with them."""
