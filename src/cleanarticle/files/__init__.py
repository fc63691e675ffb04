"""Reading and writing files: compression, atomic replacement, TOML."""
