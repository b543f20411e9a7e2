"""The program at an e-commerce packing desk: from the shop's order to the shipped parcel."""

__version__ = "0.1.0"
