"""Time and memory of reading grow no faster than the page, whatever it contains."""
