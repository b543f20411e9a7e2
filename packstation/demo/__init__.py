"""A throw-away world to try everything in: orders, goods, pictures, a platform that keeps sending news."""
