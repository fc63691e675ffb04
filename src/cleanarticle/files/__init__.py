"""Reading and writing files: compression, encodings, atomic replacement, TOML."""
