"""Read archived pages again: the same readers, steps and log as in a crawl, on all cores, without a network.

Two passes. The first goes through the files and lists their pages in a catalogue: what kind of answer each is, and
what other pages say of it. Our own archives say that in metadata records; in others it is read from the lists among
their pages. The second reads the pages, in the order in which they were read or fetched, each for itself.
"""
