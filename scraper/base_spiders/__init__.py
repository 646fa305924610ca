"""What a source inherits: start, callbacks, error callbacks and spider arguments."""
