"""The frontier: which outlinks of a page are requested, in what order, and when the walk ends."""
