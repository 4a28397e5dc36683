"""Windows of frames by OpenCV-Python's CAP_PROP_POS_FRAMES, for timing. A line on stdin: path, length, then first frames."""

import sys

import cv2
import numpy as np

BITS = 16


def number(gray):
    height, width = gray.shape
    return sum(1 << bit for bit in range(BITS) if gray[height // 16, (2 * bit + 1) * width // (2 * BITS)] > 127)


def window(capture, first, length):
    capture.set(cv2.CAP_PROP_POS_FRAMES, first)
    frames = np.zeros((length, 72, 128), np.uint8)
    for i in range(length):
        ok, frame = capture.read()
        if ok:
            frames[i] = cv2.cvtColor(cv2.resize(frame, (128, 72)), cv2.COLOR_BGR2GRAY)
    return frames


captures = {}
print(f"OpenCV {cv2.__version__} (Python {sys.version.split()[0]})", flush=True)
for line in sys.stdin:
    path, length, *firsts = line.rstrip("\n").split("\t")
    if path not in captures:
        captures[path] = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    wrong = 0
    for first in map(int, firsts):
        frames = window(captures[path], first, int(length))
        wrong += sum(number(frame) != first + i for i, frame in enumerate(frames))
    print(wrong, flush=True)
