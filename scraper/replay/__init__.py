"""Replay archived pages: the same readers, steps and log as in a crawl, on all cores, without a network.

Two passes. The first lists the pages of the files in a catalogue, with the kind of each answer and its context from
other pages. Our own archives have that context in metadata records; in others it is read from the lists among their
pages. The second reads the pages independently, in the order in which they were read or fetched.
"""
