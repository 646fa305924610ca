"""Every figure that the README quotes, with its peers measured in the same run."""
