"""Writes variants.npz: forecasts, losses and gradients of models that patchtst.npz has not, computed with PyTorch.

Run it in this folder with `OMP_NUM_THREADS=1 python3 make_variants.py` (PyTorch >= 1.13, NumPy). Keys are
model__input, __target, __forecast, __loss, __weight__NAME and __gradient__NAME, where NAME is the name of the
variable in the Java graph with __ for a slash; arrays have the layout that they have there. Float32, C order.

Models: "affine", a PatchTST with affine RevIN, individual heads, layer norm, plain attention and no padding at the
end; "relu" and "gelu", the patch transformer on torch.nn.TransformerEncoderLayer.
"""
import math
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

out = {}


def record(model, names, module_input, target, forecast):
    loss = F.mse_loss(forecast, target)
    loss.backward()
    out[model + "__input"], out[model + "__target"] = module_input, target
    out[model + "__forecast"], out[model + "__loss"] = forecast.detach(), loss.detach()
    for name, (parameter, layout) in names.items():
        key = name.replace("/", "__")
        out[f"{model}__weight__{key}"] = layout(parameter.detach())
        out[f"{model}__gradient__{key}"] = layout(parameter.grad)


def same(t):
    return t


def linear(name, module):
    return {name + "/W": (module.weight, torch.t), name + "/b": (module.bias, same)}


def patchtst():
    torch.manual_seed(3)
    batch, channels, length, horizon, patch, stride, d, heads, ff, layers = 4, 2, 24, 4, 8, 4, 8, 2, 12, 2
    n = (length - patch) // stride + 1
    gain = nn.Parameter(1 + 0.2 * torch.randn(channels))
    offset = nn.Parameter(0.2 * torch.randn(channels))
    embed = nn.Linear(patch, d)
    position = nn.Parameter(torch.empty(n, d).uniform_(-0.02, 0.02))
    blocks = [dict(qkv=nn.Linear(d, 3 * d), out=nn.Linear(d, d), norm1=nn.LayerNorm(d), ff1=nn.Linear(d, ff),
                   ff2=nn.Linear(ff, d), norm2=nn.LayerNorm(d)) for _ in range(layers)]
    head = [nn.Linear(n * d, horizon) for _ in range(channels)]
    names = {"revin/gain": (gain, same), "revin/b": (offset, same), "position": (position, same)}
    names.update(linear("embedding", embed))
    for i, block in enumerate(blocks):
        for norm in ("norm1", "norm2"):
            nn.init.uniform_(block[norm].weight, 0.5, 1.5)
            nn.init.uniform_(block[norm].bias, -0.5, 0.5)
            names[f"layer{i}/{norm}/gain"] = (block[norm].weight, same)
            names[f"layer{i}/{norm}/b"] = (block[norm].bias, same)
        names.update(linear(f"layer{i}/attention/qkv", block["qkv"]))
        names.update(linear(f"layer{i}/attention/out", block["out"]))
        names.update(linear(f"layer{i}/ff/in", block["ff1"]))
        names.update(linear(f"layer{i}/ff/out", block["ff2"]))

    x = 3 * torch.randn(batch, length, channels) + torch.tensor([1.0, -4.0])
    y = torch.randn(batch, horizon, channels)
    mean = x.mean(1, keepdim=True)
    std = torch.sqrt(x.var(1, keepdim=True, unbiased=False) + 1e-5)
    z = ((x - mean) / std * gain + offset).transpose(1, 2)
    u = embed(z.unfold(-1, patch, stride).reshape(batch * channels, n, patch)) + position
    for block in blocks:
        q, k, v = (t.reshape(-1, n, heads, d // heads).transpose(1, 2) for t in block["qkv"](u).chunk(3, -1))
        weights = (q @ k.transpose(2, 3) / math.sqrt(d // heads)).softmax(-1)
        u = block["norm1"](u + block["out"]((weights @ v).transpose(1, 2).reshape(-1, n, d)))
        u = block["norm2"](u + block["ff2"](F.gelu(block["ff1"](u))))
    flat = u.reshape(batch, channels, n * d)
    forecast = torch.stack([head[c](flat[:, c]) for c in range(channels)], 2)
    forecast = (forecast - offset) / (gain + 1e-10) * std + mean
    record("affine", names, x, y, forecast)
    for kind in ("weight", "gradient"):
        part = (lambda p: p.detach()) if kind == "weight" else (lambda p: p.grad)
        out[f"affine__{kind}__head__W"] = torch.stack([part(h.weight).t() for h in head])
        out[f"affine__{kind}__head__b"] = torch.stack([part(h.bias) for h in head])


def transformer(activation):
    torch.manual_seed(4)
    batch, inputs, outputs, length, horizon, patch, d, heads, ff, layers = 5, 3, 2, 8, 2, 2, 8, 2, 12, 2
    n = length // patch
    embed = nn.Linear(patch * inputs, d)
    position = nn.Parameter(torch.empty(n, d).uniform_(-0.02, 0.02))
    encoder = [nn.TransformerEncoderLayer(d, heads, ff, dropout=0.0, activation=activation, batch_first=True)
               for _ in range(layers)]
    head = nn.Linear(d, horizon * outputs)
    names = {"position": (position, same)}
    names.update(linear("embedding", embed))
    names.update(linear("head", head))
    for i, layer in enumerate(encoder):
        nn.init.uniform_(layer.self_attn.in_proj_bias, -0.3, 0.3)
        names[f"layer{i}/attention/qkv/W"] = (layer.self_attn.in_proj_weight, torch.t)
        names[f"layer{i}/attention/qkv/b"] = (layer.self_attn.in_proj_bias, same)
        names.update(linear(f"layer{i}/attention/out", layer.self_attn.out_proj))
        names.update(linear(f"layer{i}/ff/in", layer.linear1))
        names.update(linear(f"layer{i}/ff/out", layer.linear2))
        for norm in ("norm1", "norm2"):
            names[f"layer{i}/{norm}/gain"] = (getattr(layer, norm).weight, same)
            names[f"layer{i}/{norm}/b"] = (getattr(layer, norm).bias, same)
    x = torch.randn(batch, length, inputs)
    y = torch.randn(batch, horizon, outputs)
    u = embed(x.reshape(batch, n, patch * inputs)) + position
    for layer in encoder:
        u = layer(u)
    record(activation, names, x, y, head(u.mean(1)).reshape(batch, horizon, outputs))


if __name__ == "__main__":
    torch.set_num_threads(1)
    patchtst()
    transformer("relu")
    transformer("gelu")
    np.savez("variants.npz", **{k: np.ascontiguousarray(v.numpy()) for k, v in out.items()})
