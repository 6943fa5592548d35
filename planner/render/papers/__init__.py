"""Papers: PDF pages with maps, tables and posters."""
