"""The Cuphead report's way of loading a video, for timing: read, resize, gray, /255, a list of frames. One path a line on stdin."""

import resource
import sys

import cv2
import numpy as np


def load(path):
    capture = cv2.VideoCapture(path)
    frames = []
    while True:
        ok, frame = capture.read()
        if not ok:
            break
        frame = cv2.resize(frame, (128, 72))
        frame = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
        frames.append(frame.astype(np.float32) / 255.0)
    capture.release()
    return np.array(frames)


for line in sys.stdin:
    frames = load(line.strip())
    total = int(np.rint(frames * 255.0).astype(np.int64).sum())
    print(len(frames), total, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)
