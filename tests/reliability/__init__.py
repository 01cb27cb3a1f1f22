"""Loses nothing: kills, power cuts, full and vanished disks, damaged files."""
