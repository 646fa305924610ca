"""scraper.probe: plans, evidence, and what is said of a site."""
