"""Forecasts of a recurrent network in PyTorch, for samples/run bench inference, which starts this script.

Reads numbers of forecasts from standard input, one per line, makes that many, and answers with the milliseconds
of one. The network is one recurrent layer, whose last step goes through a dense layer to one output.

Arguments: kind (RNN or LSTM), batch, inputs, units, steps
"""
import sys
import time

try:
    import torch
    import torch.nn as nn
except ImportError as error:
    print("missing:", error, flush=True)
    sys.exit(0)


def main():
    kind, (batch, inputs, units, steps) = sys.argv[1], map(int, sys.argv[2:])
    torch.set_num_threads(1)
    torch.manual_seed(1)
    layer = (nn.LSTM if kind == "LSTM" else nn.RNN)(inputs, units, batch_first=True)
    head = nn.Linear(units, 1)
    windows = torch.rand(batch, steps, inputs)
    print("torch", torch.__version__, flush=True)
    with torch.inference_mode():
        for line in sys.stdin:
            count = int(line)
            start = time.perf_counter()
            for _ in range(count):
                head(layer(windows)[0][:, -1])
            print((time.perf_counter() - start) * 1000 / count, flush=True)


main()
