"""Tuning a model of one's own: dataset, recipes, pre-flight, trainers with a watch, export, report."""
