"""Vietnamese text, one concern a module: normalise, fold, repair, dates, bylines, document numbers.

Every function here takes a string and returns a value. Nothing reads a file, uses the network or depends on web pages;
nothing here imports any other part of the project.
"""
