"""What a source inherits: start, callbacks and error callbacks, and the arguments that spiders take."""
