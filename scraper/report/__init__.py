"""What the runs of all sources say: figures, what needs a person, and reports of them.

:mod:`~scraper.report.figures` and :mod:`~scraper.report.troubles` are pure functions of the runs in the state file;
:mod:`~scraper.report.gather` reads them.
"""
