"""Word documents: filled from templates, in a sandbox, and nothing else."""
