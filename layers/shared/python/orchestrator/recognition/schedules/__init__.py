"""Schedules: panel, cable and fixture schedules read from ruled or aligned text."""
