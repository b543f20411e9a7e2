"""Tests, as the worker at the desk meets the program."""
