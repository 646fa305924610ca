"""What watches a run and changes nothing."""
