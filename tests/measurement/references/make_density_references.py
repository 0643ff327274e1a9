"""Write density_references.json with the Python package `rddensity` (3.0): run once, in an environment of its own.

uv run --no-project --with rddensity==3.0 python tests/measurement/references/make_density_references.py
"""

import json
from pathlib import Path

import numpy as np
from rddensity import rddensity

random = np.random.default_rng(7)
SAMPLES = {
    "normal": (random.normal(1, 2, 500), 0.5),
    "incomes in whole thousands": (np.round(random.gamma(4, 250, 800)), 900.0),
    "bunched below": (np.concatenate([random.normal(size=900), random.uniform(-0.2, 0, 60)]), 0.0),
    "few": (random.exponential(1.0, 90), 0.7),
}
out = []
for name, (drawn, cutoff) in SAMPLES.items():
    values = drawn.round(6)
    spread = float(values.std())
    for widths in (None, [0.9 * spread, 1.1 * spread]):
        for degree in (1, 2, 3):
            options = {} if widths is None else {"h": widths}
            found = rddensity(values, c=cutoff, p=degree, **options)
            out.append(
                {
                    "name": name, "cutoff": cutoff, "degree": degree, "bandwidth": widths,
                    "left": found.hat["left"], "right": found.hat["right"], "std_error": found.sd_jk["diff"],
                    "statistic": found.test["t_jk"], "p_value": found.test["p_jk"],
                    "used": [float(found.h["left"]), float(found.h["right"])],
                }
            )  # fmt: skip
samples = {name: values.round(6).tolist() for name, (values, _) in SAMPLES.items()}
text = json.dumps({"samples": samples, "results": out})
(Path(__file__).parent / "density_references.json").write_text(text + "\n", encoding="utf-8")
