"""Files of others, read with care: tables, GeoJSON, KML and GPX; which column is which; points in any spelling. No database."""
