"""Vietnamese text, one concern a module: normalise, fold, repair, dates, bylines, document numbers.

Everything here takes a string and gives a value back. Nothing reads a file, asks a network, or knows
what a web page is; nothing here imports any other part of the project.
"""
