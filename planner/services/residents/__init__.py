"""What residents report: taking it, holding it until somebody decides, telling them what became of it, forgetting who they were."""
