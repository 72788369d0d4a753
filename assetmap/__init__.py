"""assetmap: a community asset map joined to neighbourhood wellbeing."""
