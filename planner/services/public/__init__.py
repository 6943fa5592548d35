"""What everybody may read without signing in: deciding it, and reading it as a stranger does."""
