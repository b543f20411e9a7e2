"""What the worker sees and hears: the only part that knows Qt. It talks to the desk, to nothing behind it."""
