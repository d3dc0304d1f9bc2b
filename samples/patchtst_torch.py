"""The training step of a PatchTST in PyTorch, for samples/run bench patchtst, which starts this script.

Reads numbers of steps from standard input, one per line, takes that many steps, and answers with the milliseconds
of one. The network is the PatchTst of torch_models.py.

Arguments: batch channels look-back patch features heads feed-forward layers horizon
"""
import sys

from torch_models import F, PatchTst, serve, start, torch


def main():
    batch, channels, look_back, *sizes, horizon = map(int, sys.argv[1:])
    start()
    model = PatchTst(look_back, *sizes, horizon)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    x, y = torch.rand(batch, look_back, channels), torch.rand(batch, horizon, channels)

    def step():
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()

    serve(model, step)


if __name__ == "__main__":
    main()
