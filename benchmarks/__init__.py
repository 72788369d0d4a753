"""HOW FAST IT IS. `python -m benchmarks` measures tiles, pages and links beside the least each could take.

Law: everything is made, measured and thrown away in one run; nothing here is imported by the application.
"""
