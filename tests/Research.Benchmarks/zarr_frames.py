"""Reads frames by python3-zarr, for timing. A line in: all PATH, or windows COUNT LENGTH PATH; after "sum" the sum of what was read last comes back."""

import sys

import numcodecs.blosc
import zarr


opened = {}


def read(question):
    command, *numbers, path = question
    array = opened.get(path) or opened.setdefault(path, zarr.open_array(path, mode="r"))
    if command == "all":
        return array[:]
    count, length = map(int, numbers)
    for i in range(count):
        start = i * (array.shape[0] - length) // count
        frames = array[start:start + length]
    return frames


print(f"python3-zarr {zarr.__version__} (Blosc with {numcodecs.blosc.get_nthreads()} threads)", flush=True)
for line in sys.stdin:
    question = line.split()
    if question[0] == "sum":
        print(int(read(question[1:]).astype("int64").sum()), flush=True)
    else:
        read(question)
        print("done", flush=True)
