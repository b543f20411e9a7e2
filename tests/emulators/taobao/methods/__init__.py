"""What each method of the gateway answers and does, one file a subject."""
