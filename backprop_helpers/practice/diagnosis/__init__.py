"""Judges an answer. The words that a learner reads about it are made here and nowhere else."""

from .calculation import CalculationDiagnosis, diagnose_calculation
from .calls import describe_call
from .comparing import compare
from .functions import diagnose_function
from .judging import diagnose, judge, judge_prediction
from .known import known
from .verdict import NOT_GIVEN, Diagnosis

__all__ = [
    "NOT_GIVEN",
    "CalculationDiagnosis",
    "Diagnosis",
    "compare",
    "describe_call",
    "diagnose",
    "diagnose_calculation",
    "diagnose_function",
    "judge",
    "judge_prediction",
    "known",
]
