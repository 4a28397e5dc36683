"""The control transformer in PyTorch, for training.py: a step of training, and one of live play."""

import torch
import torch.nn.functional as F
from torch import nn

BATCH, FRAMES, INPUTS, D = 64, 30, 671, 256


class ControlTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.input = nn.Linear(INPUTS, D)
        self.positions = nn.Parameter(torch.randn(FRAMES, D) * 0.02)
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(D, 8, 512, 0.3, batch_first=True), 6)
        self.decay = nn.Parameter(torch.tensor([-2.0]))
        self.heads = nn.ModuleList(nn.Sequential(nn.Linear(D, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, n)) for n in (12, 2, 9, 2, 3))

    def forward(self, x, padding):
        x = self.encoder(self.input(x) + self.positions, src_key_padding_mask=padding)
        weights = torch.exp(torch.linspace(1, 0, FRAMES) * self.decay).masked_fill(padding, 0)
        pooled = (x * (weights / weights.sum(1, keepdim=True)).unsqueeze(-1)).sum(1)
        actions, look, hotbar, cursor, inventory = (head(pooled) for head in self.heads)
        return actions, look.tanh(), hotbar, cursor.sigmoid(), inventory


def loss_of(outputs, targets, pos, inv_pos):
    (actions, look, hotbar, cursor, inv), (action_t, look_t, hotbar_t, cursor_t, inv_t, screen) = outputs, targets
    play = 1 - screen
    action = (F.binary_cross_entropy_with_logits(actions, action_t, pos_weight=pos, reduction="none") * play.unsqueeze(1)).mean()
    looking = play * (look_t.abs() > 0.08).any(1).float()
    look = (F.smooth_l1_loss(look, look_t, reduction="none") * looking.unsqueeze(1)).sum() / looking.sum().clamp(min=1)
    changed = hotbar_t >= 0
    hotbar = F.cross_entropy(hotbar[changed], hotbar_t[changed])
    cursor = (F.mse_loss(cursor, cursor_t, reduction="none") * screen.unsqueeze(1)).sum() / screen.sum().clamp(min=1)
    inv = (F.binary_cross_entropy_with_logits(inv, inv_t, pos_weight=inv_pos, reduction="none") * screen.unsqueeze(1)).sum() / screen.sum().clamp(min=1)
    idle = torch.sigmoid(actions[(action_t.sum(1) == 0) & (screen == 0)]).mean()
    return (action * play.mean() + 0.5 * look * play.mean() + 0.3 * hotbar * changed.float().mean()
            + 0.5 * cursor * screen.mean() + 0.3 * inv * screen.mean() + 0.3 * idle)


def train():
    torch.manual_seed(1)
    model = ControlTransformer().train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-4, weight_decay=1e-4)
    x, padding = torch.rand(BATCH, FRAMES, INPUTS), torch.zeros(BATCH, FRAMES, dtype=torch.bool)
    screen = (torch.arange(BATCH) % 4 == 0).float()
    actions = (torch.rand(BATCH, 12) < 0.2).float() * (torch.arange(BATCH) % 3 > 0).unsqueeze(1)
    hotbar = torch.where(torch.arange(BATCH) % 8 == 1, torch.arange(BATCH) % 9, torch.tensor(-1))
    targets = actions, torch.rand(BATCH, 2) * 2 - 1, hotbar, torch.rand(BATCH, 2), (torch.rand(BATCH, 3) < 0.2).float(), screen
    pos, inv_pos = torch.full((12,), 5.0), torch.full((3,), 5.0)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(x, padding), targets, pos, inv_pos)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return step


def live():
    model = ControlTransformer().eval()
    x, padding = torch.rand(1, FRAMES, INPUTS), torch.zeros(1, FRAMES, dtype=torch.bool)

    def step():
        with torch.inference_mode():
            model(x, padding)
    return step
