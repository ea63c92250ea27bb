"""Settings for all tests."""

from hypothesis import settings

settings.register_profile("greenport", deadline=None)  # an example that imports a room takes its time
settings.load_profile("greenport")
