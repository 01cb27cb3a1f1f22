"""The ways to train, behind one Protocol."""
