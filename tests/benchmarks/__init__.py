"""Ratios that matter at the desk, each taken in one run on one machine against a bare yardstick."""
