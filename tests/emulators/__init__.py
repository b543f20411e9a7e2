"""Platforms and devices as they behave on the wire, for tests and for people who have no account."""
