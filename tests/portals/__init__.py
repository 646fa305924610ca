"""Small portals, written from the facts about such sites alone by people who had not seen the reading rules."""
