"""Downloader middlewares; one concern a file."""
