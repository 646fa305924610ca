"""The way of a record from the page to the file; one step a file, named by its verb, in the order of settings."""
