"""Drawing the base map out of an extract, tile by tile."""
