"""HTTP: sign-in, JSON, files, maps; `routes.py` lists every URL."""
