"""WHAT THE APP DOES. Plain verbs: session first, then who, then what.

The only code that queries and the only code that changes data. It adds, flushes and raises; it never commits.
"""
