"""A plan that is mended and told of, in sentences."""
