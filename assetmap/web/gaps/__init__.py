"""Gaps on the web: pages, tables, and the question as an address. The pages are in views.py."""
