"""Taking turns: what is compared is measured in one run, so that what else the machine does meets all alike."""

from statistics import median
from time import perf_counter, process_time


def measure(contenders, seconds):
    """Return the time of each: steps take turns until the time is up, and the medians of its steps are added."""
    times, end = {name: [[] for _ in steps] for name, steps in contenders.items()}, perf_counter() + seconds
    while perf_counter() < end:
        for name, steps in contenders.items():
            for step, measured in zip(steps, times[name], strict=True):
                start = process_time()
                step()
                measured.append(process_time() - start)
    return {name: sum(map(median, measured)) for name, measured in times.items()}


def print_row(first, cells):
    print(f"{first:26}" + "".join(f"{cell:>17}" for cell in cells), flush=True)
