"""The public pages, over plain HTTP: without a sign-in, a script or an outside host."""
