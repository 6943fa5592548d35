"""Who asks: people, signing in, what each may see, links that are shared."""
