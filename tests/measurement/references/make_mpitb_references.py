"""Write point estimates of the PyPI package `mpitb` 0.2 for the test data, to be compared with ours.

Run with an interpreter that has mpitb and pandas, from this folder; the tests read only the CSV written here. Its
standard errors are not kept: they take no account of strata and clusters.
"""

import csv

import pandas as pd
from mpitb.core import MPIToolbox

NAMES = {"H": "H", "A": "A", "M0": "M0", "hd": "uncensored", "hdk": "censored", "pctb": "contribution"}

data = pd.read_csv("clustered.csv")
tool = MPIToolbox()
tool.svyset(psu="psu", weight="w", strata="stratum")
tool.set(
    name="test", description="", dimensions=[(["d1"], "one"), (["d2"], "two"), (["d3", "d4"], "three")], replace=True
)
tool.setwgts("test", "equal", dimw=[1 / 3, 1 / 3, 1 / 3])
found = tool.est(
    df=data, name="test", klist=[33], weights="equal", svy=True, lframe="found", over=["area"],
    indmeasures=["hdk", "actb", "pctb"], aux=["hd"], measures=["M0", "H", "A"],
)  # fmt: skip
with open("mpitb_references.csv", "w", newline="", encoding="utf-8") as file:  # noqa: PTH123
    out = csv.writer(file)
    out.writerow(["group", "measure", "indicator", "estimate"])
    for row in found:
        if row["measure"] not in NAMES:
            continue
        group = "total" if row["loa"] == "nat" else f"area={row['subg']}"
        out.writerow([group, NAMES[row["measure"]], row.get("indicator") or "", repr(float(row["b"]))])
