"""The training step of a PatchTST in PyTorch, for samples/run bench patchtst, which starts this script.

Reads numbers of steps from standard input, one per line, takes that many steps, and answers with the milliseconds
of one. The model is that of io.github.dl4jpruning.samediff.patchtst.PatchTst: channel-independent, RevIN without
affine part, residual attention scores, batch norm after each residual connection, exact GELU, shared flatten head.

Arguments: batch channels look-back patch features heads feed-forward layers horizon
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


class Layer(nn.Module):
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


class Forecaster(nn.Module):
    def __init__(self, look_back, patch, features, heads, hidden, layers, horizon):
        super().__init__()
        self.patch, patches = patch, look_back // patch
        self.embed = nn.Linear(patch, features)
        self.position = nn.Parameter(torch.empty(patches, features).uniform_(-0.02, 0.02))
        self.layers = nn.ModuleList(Layer(features, heads, hidden) for _ in range(layers))
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


def main():
    batch, channels, look_back, patch, features, heads, hidden, layers, horizon = map(int, sys.argv[1:])
    torch.set_num_threads(1)
    torch.manual_seed(1)
    model = Forecaster(look_back, patch, features, heads, hidden, layers, horizon)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    x, y = torch.rand(batch, look_back, channels), torch.rand(batch, horizon, channels)
    print("torch", torch.__version__, sum(p.numel() for p in model.parameters()), flush=True)
    for line in sys.stdin:
        steps = int(line)
        start = time.perf_counter()
        for _ in range(steps):
            optimizer.zero_grad()
            loss = F.mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
        print((time.perf_counter() - start) * 1000 / steps, flush=True)


if __name__ == "__main__":
    main()
