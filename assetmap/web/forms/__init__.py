"""The shape of what people type. The truth of it is checked in services/entries.py."""
