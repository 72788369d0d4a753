"""`python -m assetmap.cli`: the same as the `assetmap` command."""

from assetmap.cli import main

main()
