"""Introductions: for those who look after networks, whom to bring together, and what came of it."""
