"""Legends: what a drawing says its own symbols mean."""
