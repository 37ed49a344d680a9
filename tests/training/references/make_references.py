"""Figures of PyTorch's one-cycle schedule and AdamW, to hold lib/training and the optimiser kernel against.

    python make_references.py    # writes torch.json beside itself; made with the version it names
"""

import json
import pathlib

import torch


def one_cycle(steps, peak, warmup_share):
    weight = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight])
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=peak, total_steps=steps, pct_start=warmup_share
    )
    rates = []
    for _ in range(steps):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        if len(rates) < steps:
            schedule.step()
    return dict(steps=steps, peakLearningRate=peak, warmupFraction=warmup_share, rates=rates)


def adamw(count, steps):
    torch.manual_seed(1)
    start = torch.randn(count)
    gradients = torch.randn(steps, count)
    gradients[:, 0] = 0  # a weight that nothing pulls at
    gradients[:, 1] *= 1e-6
    gradients[:, 2] *= 1e4
    rates = [1e-3 * (step + 1) for step in range(steps)]
    settings = dict(weightDecay=0.05, beta1=0.9, beta2=0.99, epsilon=1e-8, emaDecay=0.4)
    weights = torch.nn.Parameter(start.clone())
    optimizer = torch.optim.AdamW(
        [weights],
        betas=(settings["beta1"], settings["beta2"]),
        eps=settings["epsilon"],
        weight_decay=settings["weightDecay"],
    )
    average, after = start.clone(), []
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = rates[step]
        weights.grad = gradients[step].clone()
        optimizer.step()
        keep = min(settings["emaDecay"], (1 + step) / (10 + step))
        average.lerp_(weights.data, 1 - keep)
        after.append(weights.data.tolist())
    return dict(
        start=start.tolist(), gradients=gradients.tolist(), rates=rates, **settings,
        weights=after, average=average.tolist(),
    )


here = pathlib.Path(__file__).parent
references = dict(
    torch=torch.__version__,
    oneCycle=[one_cycle(50, 6e-3, 0.2), one_cycle(37, 0.1, 0.3), one_cycle(10, 1.0, 0.5)],
    adamw=adamw(count=9, steps=12),
)
(here / "torch.json").write_text(json.dumps(references) + "\n")
