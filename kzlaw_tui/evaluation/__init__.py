"""Quality as numbers that anyone can reproduce: question files in, answers measured, a report out.

``bank`` reads questions, ``systems`` asks them of a part of the program (or of a model), ``checks`` looks at what came
back, ``run`` writes it to a file that a killed run goes on from, ``scores`` turns answers into numbers by ``metrics``,
``stats`` says how sure the numbers are, ``report`` shows them.
"""
