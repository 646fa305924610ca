"""Turn one page into fields: title, text, authors, dates, pictures, files, other news."""
