"""What packing means, as plain values: no screen, no database, no clock, nothing from outside."""
