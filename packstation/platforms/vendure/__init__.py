"""Vendure: orders in, fulfilments out, over the shop's own Admin API (GraphQL; measured on Vendure 3.7.3)."""
