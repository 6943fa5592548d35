"""Where something is: found by its address, typed, tapped on a map, or told by the device."""
