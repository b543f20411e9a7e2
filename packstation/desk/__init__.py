"""What can be done at the desk: one gesture, one method, one transaction, one announcement."""
