"""How it looks outside Streamlit: maps, calendars, tables, documents, photos. Objects and a translator in, bytes out."""
