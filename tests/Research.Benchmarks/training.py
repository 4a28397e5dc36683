"""The training steps of TrainingStep.cs in PyTorch, as the documents write their models, one plus one, and a step of live play: a line "NAME COUNT" in, the work done that often, a line out."""

import sys

import control
import torch
import torch.nn.functional as F
from torch import nn

BATCH, PAIRS = 32, 8


def learning(model, loss, lr=1e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss(model).backward()
        optimizer.step()
    return step


def autoencoder(*middle):
    def up(): return nn.Upsample(scale_factor=2)
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        *middle,
        up(), nn.ConvTranspose2d(128, 64, 3, padding=1), nn.ReLU(),
        up(), nn.ConvTranspose2d(64, 32, 3, padding=1), nn.ReLU(),
        up(), nn.Conv2d(32, 1, 3, padding=1), nn.Sigmoid())
    frames = torch.rand(BATCH, 1, 72, 128)
    return learning(model, lambda m: F.mse_loss(m(frames), frames))


def latent(size):
    return lambda: autoencoder(
        nn.Flatten(), nn.Linear(18432, size), nn.ReLU(), nn.Linear(size, 18432), nn.ReLU(), nn.Unflatten(1, (128, 9, 16)))


def baseline():
    return autoencoder(nn.ConvTranspose2d(128, 128, 3, padding=1), nn.ReLU())


class Recurrent(nn.Module):
    def __init__(self, cell, size):
        super().__init__()
        self.first, self.second = cell(size, 128, batch_first=True), cell(128, 64, batch_first=True)
        self.dropout, self.head = nn.Dropout(0.3), nn.Linear(64, 7)

    def forward(self, x):
        return self.head(self.second(self.dropout(self.first(x)[0]))[0][:, -1])


def recurrent(cell, size):
    def make():
        windows, keys = torch.rand(BATCH, 10, size), torch.rand(BATCH, 7).round()
        return learning(Recurrent(cell, size), lambda m: F.binary_cross_entropy_with_logits(m(windows), keys))
    return make


class VqVae(nn.Module):
    def __init__(self, widths=(64, 128, 256, 512, 512), size=64, codes=256):
        super().__init__()
        down, channels = [], 6
        for width in widths:
            down += [nn.Conv2d(channels, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            channels = width
        self.encoder = nn.Sequential(*down, nn.Dropout(0.1), nn.Conv2d(channels, size, 1))
        self.codebook = nn.Embedding(codes, size)
        nn.init.uniform_(self.codebook.weight, -1 / codes, 1 / codes)
        up = [nn.Conv2d(size, channels, 1, bias=False), nn.BatchNorm2d(channels), nn.ReLU()]
        extra = self.extra(210, 160, len(widths))
        for width, more in zip(reversed(widths[:-1]), extra):
            up += [nn.ConvTranspose2d(channels, width, 3, 2, 1, more, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            channels = width
        self.decoder = nn.Sequential(*up, nn.ConvTranspose2d(channels, 3, 3, 2, 1, extra[-1]), nn.Tanh())

    @staticmethod
    def extra(height, width, count):
        sizes = [(height, width)]
        for _ in range(count):
            sizes.append(tuple((s + 1) // 2 for s in sizes[-1]))
        return [tuple((s + 1) % 2 for s in size) for size in reversed(sizes[:-1])]

    def forward(self, current, following):
        grid = self.encoder(torch.cat([current, following], 1)).permute(0, 2, 3, 1)
        vectors = grid.reshape(-1, grid.shape[-1])
        codes = self.codebook.weight
        distances = vectors.pow(2).sum(1, keepdim=True) + codes.pow(2).sum(1) - 2 * vectors @ codes.t()
        chosen = self.codebook(distances.argmin(1))
        loss = F.mse_loss(chosen, vectors.detach()) + 0.25 * F.mse_loss(vectors, chosen.detach())
        passed = (vectors + (chosen - vectors).detach()).view_as(grid).permute(0, 3, 1, 2)
        return self.decoder(passed), loss


def vqvae():
    current, following = torch.rand(PAIRS, 3, 210, 160) * 2 - 1, torch.rand(PAIRS, 3, 210, 160) * 2 - 1

    def loss(model):
        frames, quantization = model(current, following)
        return F.mse_loss(frames, following) + quantization
    return learning(VqVae(), loss, 3e-4)


def dodge():
    layers, channels = [], 48
    for width in (32, 64, 128, 256):
        layers += [nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(channels, width, 3, 2), nn.BatchNorm2d(width), nn.ReLU()]
        channels = width
    model = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 1), nn.Flatten(0))
    frames, labels = torch.rand(BATCH, 48, 144, 256), torch.rand(BATCH).round()
    return learning(model, lambda m: F.binary_cross_entropy_with_logits(m(frames), labels))


def add():
    a, b = torch.ones(1), torch.ones(1)
    return lambda: a + b


WORK = {
    "add": add,
    **{f"autoencoder-{size}": latent(size) for size in (128, 256, 512, 1024)}, "baseline": baseline,
    **{f"{name}-{size}": recurrent(cell, size) for name, cell in (("gru", nn.GRU), ("lstm", nn.LSTM)) for size in (512, 18432)},
    "vqvae": vqvae, "dodge": dodge, "control-transformer": control.train, "live": control.live,
}


def main():
    name, step = None, None
    print(f"PyTorch {torch.__version__} (Python {sys.version.split()[0]}, threads by itself: {torch.get_num_threads()})", flush=True)
    for line in sys.stdin:
        command, count = line.split()
        if command == "threads":
            torch.set_num_threads(int(count))
        else:
            if command != name:
                name, step = command, WORK[command]()
            for _ in range(int(count)):
                step()
        print("done", flush=True)


main()
