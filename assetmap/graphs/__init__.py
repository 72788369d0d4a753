"""WHO IS TIED TO WHOM. networkx and rustworkx live here and nowhere else. Frames in, frames out.

Law: a frame of nodes and a frame of links (see graphs/frames.py) in; no database, no web, no sentences.
"""
