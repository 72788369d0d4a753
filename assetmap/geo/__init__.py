"""WHERE THINGS ARE. Frames in, frames out; every frame says its coordinate system.

Degrees travel (EPSG:4326), metres measure (the place's own metric system). No database, no web.
"""
