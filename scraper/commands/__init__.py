"""Commands of this project beside Scrapy's own: ``scrapy crawl``, ``crawlall``, ``read``…."""
