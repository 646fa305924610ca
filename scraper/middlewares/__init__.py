"""What stands between a request and its answer; one concern a file."""
