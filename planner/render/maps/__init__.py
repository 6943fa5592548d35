"""Maps for the browser: folium objects and the data that they show."""
