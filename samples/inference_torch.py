"""Forecasts of a network in PyTorch, for samples/run bench inference, which starts this script.

Reads numbers of forecasts from standard input, one per line, makes that many, and answers with the milliseconds
of one. The networks are those of torch_models.py.

Arguments: RNN or LSTM, batch, inputs, steps, units; or
PatchTransformer, batch, inputs, look-back, patch, features, heads, feed-forward, layers, horizon; or
PatchTST, batch, channels, look-back, patch, features, heads, feed-forward, layers, horizon
"""
import sys

from torch_models import PatchTransformer, PatchTst, Recurrent, nn, serve, start, torch


def network(kind, inputs, steps, sizes):
    if kind == "PatchTST":
        return PatchTst(steps, *sizes)
    if kind == "PatchTransformer":
        return PatchTransformer(inputs, steps, *sizes)
    return Recurrent(nn.LSTM if kind == "LSTM" else nn.RNN, inputs, *sizes)


def main():
    kind, (batch, inputs, steps, *sizes) = sys.argv[1], map(int, sys.argv[2:])
    start()
    model = network(kind, inputs, steps, sizes).eval()
    windows = torch.rand(batch, steps, inputs)
    with torch.inference_mode():
        serve(model, lambda: model(windows))


if __name__ == "__main__":
    main()
