"""The command line: a second front end over the same desk, with no window at all."""
