"""Networks: groups, the assets they use, and the links between them, as somebody may see them."""

from assetmap.services.networks.example import example
from assetmap.services.networks.known import Network, Viewer, known
from assetmap.services.networks.looks import Look, look, whole
from assetmap.services.networks.parts import inside, within

__all__ = ["Look", "Network", "Viewer", "example", "inside", "known", "look", "whole", "within"]
