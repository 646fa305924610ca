"""Scrapy's extensions: ledger, archive recorder, field coverage, log filter, collector tuning."""
