"""The Cuphead report's way of counting active frames, for timing: json.loads a line, a set of keys that are down."""

import json
import sys

ACTIONS = {"Key.up": 0, "Key.down": 1, "Key.left": 2, "Key.right": 3, "Key.space": 4, "f": 5, "d": 6}


def held_frames(event_file, frame_file):
    events = []
    with open(event_file) as lines:
        for line in lines:
            event = json.loads(line)
            if event["event"] in ("keydown", "keyup"):
                key = event["key"].strip("'\"")
                if key in ACTIONS:
                    events.append((event["t"], key, event["event"]))
    events.sort(key=lambda e: e[0])
    with open(frame_file) as lines:
        times = [json.loads(line)["t"] for line in lines]

    counts = dict.fromkeys(ACTIONS, 0)
    down = set()
    position = 0
    for t in times:
        while position < len(events) and events[position][0] <= t:
            _, key, kind = events[position]
            (down.add if kind == "keydown" else down.discard)(key)
            position += 1
        for key in down:
            counts[key] += 1
    return counts


if __name__ == "__main__":
    print(*held_frames(sys.argv[1], sys.argv[2]).values())
