"""Ask for pages: front page, menus, lists, pagers, other news, feeds."""
