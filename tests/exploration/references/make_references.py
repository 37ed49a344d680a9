"""Makes exploration.json, what the tests of lib/exploration compare with.

Not part of the tests: run once, with scikit-learn 1.9.1 and NumPy 2.4.6, as
`python make_references.py`.
"""
import json

import numpy as np
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

COUNT, PIXELS = 60, 784
# The same formula makes the digits in the tests: mostly blank, a few inked pixels, label i mod 7.
i, p = np.meshgrid(np.arange(COUNT), np.arange(PIXELS), indexing="ij")
noise = (i * i * 7919 + p * 104729 + i * p * 31) % 1009
bytes_ = np.where(noise < 200, noise + 5 * (i % 7), 0)
ink = bytes_ / 255
labels = np.arange(COUNT) % 7

pca = PCA(n_components=5, svd_solver="full").fit(ink)
coordinates = pca.transform(ink)
distances, indices = NearestNeighbors(n_neighbors=2, algorithm="brute").fit(coordinates).kneighbors()
with open("exploration.json", "w") as file:
    json.dump({
        "madeBy": "make_references.py",
        "classes": [{
            "label": d,
            "count": int((labels == d).sum()),
            "meanInk": float(ink[labels == d].mean()),
            "meanAt300": float(ink[labels == d, 300].mean()),
            "spreadAt300": float(ink[labels == d, 300].std()),
        } for d in range(7)],
        "histogram": np.histogram(bytes_, bins=np.arange(0, 257, 32))[0].tolist(),
        "variances": pca.explained_variance_.tolist(),
        "explainedVarianceRatio": pca.explained_variance_ratio_.tolist(),
        "absoluteCoordinates": np.abs(coordinates[:3]).tolist(),
        "neighbours": indices[:, 0].tolist(),
        "distances": distances[:, 0].tolist(),
    }, file)
    file.write("\n")
