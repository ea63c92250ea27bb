"""The operating year, one part of the terminal a file; labels as in the mathematics page."""
