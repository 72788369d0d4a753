"""Networks: the pages on which groups, the assets they use and their links are seen and understood."""
