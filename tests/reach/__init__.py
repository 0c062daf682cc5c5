"""What comes to the user, and that it comes to nobody else."""
