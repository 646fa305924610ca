"""One portal a module: ``build(base_url)`` gives its WSGI application, its start page and the truth."""
