"""What every connector must hold, tried on each kind of platform alike.

A kind takes part by a ``TriedShop`` in ``KINDS`` (``conftest.py``): a shop that buyers and owner can be played
at, that can be cut off, and whose own books can be read.
"""
