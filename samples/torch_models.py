"""The forecasters that the benchmarks run in PyTorch, and how a script takes its orders.

PatchTst is io.github.dl4jpruning.samediff.patchtst.PatchTst: channel-independent, RevIN without affine part, residual
attention scores, batch norm after each residual connection, exact GELU, shared flatten head. PatchTransformer is the
class of that name beside it: all columns in one patch, PyTorch's standard encoder layers, the mean over the patches.
"""
import math
import sys
import time

try:
    import torch
    import torch.nn as nn
    import torch.nn.functional as F
except ImportError as error:
    print("missing:", error, flush=True)
    sys.exit(0)


class Recurrent(nn.Module):
    """One recurrent layer, whose last step goes through a dense layer to one output."""

    def __init__(self, layer, inputs, units):
        super().__init__()
        self.layer, self.head = layer(inputs, units, batch_first=True), nn.Linear(units, 1)

    def forward(self, x):
        return self.head(self.layer(x)[0][:, -1])


class PatchTransformer(nn.Module):
    def __init__(self, inputs, look_back, patch, features, heads, hidden, layers, outputs):
        super().__init__()
        self.size, patches = patch * inputs, look_back // patch
        self.embed = nn.Linear(self.size, features)
        self.position = nn.Parameter(torch.empty(patches, features).uniform_(-0.02, 0.02))
        layer = nn.TransformerEncoderLayer(features, heads, hidden, dropout=0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers)
        self.head = nn.Linear(features, outputs)

    def forward(self, x):
        patches = x.reshape(len(x), -1, self.size)
        return self.head(self.encoder(self.embed(patches) + self.position).mean(1))


class ResidualLayer(nn.Module):
    """An encoder layer that adds the attention scores of the one before it to its own."""

    def __init__(self, features, heads, hidden):
        super().__init__()
        self.heads = heads
        self.joint, self.mix = nn.Linear(features, 3 * features), nn.Linear(features, features)
        self.widen, self.narrow = nn.Linear(features, hidden), nn.Linear(hidden, features)
        self.first, self.second = nn.BatchNorm1d(features), nn.BatchNorm1d(features)

    def forward(self, x, before):
        series, patches, features = x.shape
        size = features // self.heads
        q, k, v = self.joint(x).view(series, patches, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(2, 3) / math.sqrt(size)
        if before is not None:
            scores = scores + before
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(series, patches, features)
        x = (x + self.mix(mixed)).view(-1, features)
        x = self.first(x)
        x = self.second(x + self.narrow(F.gelu(self.widen(x))))
        return x.view(series, patches, features), scores


class PatchTst(nn.Module):
    def __init__(self, look_back, patch, features, heads, hidden, layers, horizon):
        super().__init__()
        self.patch, patches = patch, look_back // patch
        self.embed = nn.Linear(patch, features)
        self.position = nn.Parameter(torch.empty(patches, features).uniform_(-0.02, 0.02))
        self.layers = nn.ModuleList(ResidualLayer(features, heads, hidden) for _ in range(layers))
        self.head = nn.Linear(patches * features, horizon)

    def forward(self, x):
        batch, look_back, channels = x.shape
        mean = x.mean(1, keepdim=True)
        deviation = torch.sqrt(x.var(1, keepdim=True, unbiased=False) + 1e-5)
        z = ((x - mean) / deviation).transpose(1, 2).reshape(batch * channels, -1, self.patch)
        u, scores = self.embed(z) + self.position, None
        for layer in self.layers:
            u, scores = layer(u, scores)
        forecast = self.head(u.reshape(batch * channels, -1)).view(batch, channels, -1).transpose(1, 2)
        return forecast * deviation + mean


def start():
    """One thread, and the same weights every time."""
    torch.set_num_threads(1)
    torch.manual_seed(1)


def serve(model, step):
    """Takes as many steps as each line of the standard input says, and answers with the milliseconds of one."""
    print("torch", torch.__version__, sum(p.numel() for p in model.parameters()), flush=True)
    for line in sys.stdin:
        steps = int(line)
        begin = time.perf_counter()
        for _ in range(steps):
            step()
        print((time.perf_counter() - begin) * 1000 / steps, flush=True)
