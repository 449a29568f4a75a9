"""A whole fictional territory written in the official file formats, at any scale, from a fixed seed.

`world/` is one coherent model (relief and density drive everything), held in arrays; `formats/` writes it, one file
per official format, to be read by the very parsers that read the real files; `truth/` keeps the exact answers.
"""
