"""Local language models: backends behind one Protocol, the model home, and what fits this machine."""
