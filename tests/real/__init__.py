"""Crawls of real content management systems, which are installed, filled with our articles and served on loopback."""
