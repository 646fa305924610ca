"""What runs in the environment that has Mezzanine."""
