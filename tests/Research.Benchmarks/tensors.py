"""The work of TensorBenchmark.cs in PyTorch, for timing: a line "NAME COUNT" in, the work done that often, a line out."""

import sys

import torch
from torch import nn


def autoencoder():
    def up(): return nn.Upsample(scale_factor=2)
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(18432, 512), nn.ReLU(),
        nn.Linear(512, 18432), nn.Unflatten(1, (128, 9, 16)),
        up(), nn.ConvTranspose2d(128, 64, 3, padding=1), nn.ReLU(),
        up(), nn.ConvTranspose2d(64, 32, 3, padding=1), nn.ReLU(),
        up(), nn.Conv2d(32, 1, 3, padding=1), nn.Sigmoid())
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    frames = torch.rand(32, 1, 72, 128)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.mse_loss(model(frames), frames)
        loss.backward()
        optimizer.step()
    return step


def gru():
    cell, head = nn.GRU(512, 128, batch_first=True), nn.Linear(128, 7)
    optimizer = torch.optim.Adam([*cell.parameters(), *head.parameters()], lr=1e-3)
    windows, keys = torch.rand(32, 10, 512), torch.rand(32, 7).round()

    def step():
        optimizer.zero_grad(set_to_none=True)
        states, _ = cell(windows)
        loss = nn.functional.binary_cross_entropy_with_logits(head(states[:, -1]), keys)
        loss.backward()
        optimizer.step()
    return step


def add():
    a, b = torch.ones(1), torch.ones(1)

    def step():
        a + b
    return step


WORK = {"add": add, "autoencoder": autoencoder, "gru": gru}


def main():
    work = {}
    print(f"{torch.__version__} (Python {sys.version.split()[0]})", flush=True)
    for line in sys.stdin:
        name, count = line.split()
        if name == "threads":
            torch.set_num_threads(int(count))
        else:
            if name not in work:
                work[name] = WORK[name]()
            step = work[name]
            for _ in range(int(count)):
                step()
        print("done", flush=True)


main()
