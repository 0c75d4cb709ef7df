"""Spectra, bands, harmonics and envelopes of vibration bursts by scipy, a block of bursts at once, and the bursts."""

from pathlib import Path

import numpy as np
import scipy.fft
import scipy.signal
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

SAMPLING_HZ = 10_240
LENGTH = 10_240
BINS = LENGTH // 2 + 1
SHAFT_HZ = 50.0
BANDS = ((10, 100), (100, 1000), (1000, 4000))
BALLS, BALL_MM, PITCH_MM = 9, 7.94, 39.04
RATIO = BALL_MM / PITCH_MM
ORDERS = (BALLS / 2 * (1 - RATIO), BALLS / 2 * (1 + RATIO), PITCH_MM / (2 * BALL_MM) * (1 - RATIO**2), (1 - RATIO) / 2)
USABLE = 0.4
BLOCK = 64

# Both sides' last numbers of a burst, in order.
NAMES = (
    "dominant centroid spread roll_off entropy spectral_kurtosis shaft once twice thrice struck_once outer_race inner_race"
    " ball_spin cage velocity zone band_1 band_2 band_3"
).split()


def write(path: Path, bursts: int) -> None:
    """Bursts of one second: an unbalanced shaft, its harmonics, ringing at the rate of a damaged outer race, and noise."""
    random = np.random.default_rng(5)
    t = np.arange(LENGTH) / SAMPLING_HZ
    with path.open("wb") as file:
        for _ in range(bursts):
            hz = SHAFT_HZ * (1 + 0.01 * random.normal())
            struck = np.exp(-300 * np.mod(t, 1 / (ORDERS[0] * hz))) * np.sin(2 * np.pi * 2500 * t)
            burst = 2 * np.sin(2 * np.pi * hz * t) + np.sin(4 * np.pi * hz * t) + random.normal(0, 0.5, LENGTH)
            file.write((burst + random.uniform(0.2, 2) * struck).astype("<f4").tobytes())


def summits(power: Numbers, bins: NDArray[np.int64]) -> Numbers:
    """Where the lines of peaks lie, in bins, by a parabola through the logarithms."""
    rows = np.arange(len(power))
    left, middle, right = (np.log(power[rows, bins + i]) for i in (-1, 0, 1))
    return bins + np.clip((left - right) / (2 * (left - 2 * middle + right)), -0.5, 0.5)


def heights(power: Numbers, hz: Numbers, within: Numbers, around: Numbers) -> Numbers:
    """Strongest bin near each frequency above the median around it, in dB; a bin is 1 Hz wide."""
    result = np.empty(len(power))
    centres = np.rint(hz).astype(int)
    low = np.maximum(1, np.ceil(hz - np.maximum(1, within) - 1e-9)).astype(int)
    high = np.floor(hz + np.maximum(1, within) + 1e-9).astype(int)
    for centre, first, last, reach in np.unique(np.stack([centres, low, high, around.astype(int)]), axis=1).T:
        rows = (centres == centre) & (low == first) & (high == last) & (around.astype(int) == reach)
        near = power[rows, max(3, centre - reach) : centre + reach + 1]
        middle = near.shape[1] // 2
        background = np.partition(near, middle, axis=1)[:, middle]
        result[rows] = 10 * np.log10(power[rows, first : last + 1].max(axis=1) / background)
    return result


def shares(power: Numbers, total: Numbers, hz: Numbers) -> Numbers:
    """Root of the share of the power in the line nearest to each frequency."""
    rows = np.arange(len(power))[:, None]
    near = np.rint(hz).astype(int)[:, None] + np.arange(-1, 2)
    peaks = near[rows[:, 0], power[rows, near].argmax(axis=1)][:, None]
    return np.sqrt(np.minimum(1, power[rows, peaks + np.arange(-2, 3)].sum(axis=1) / total))


def envelopes(spectra: NDArray[np.complex128]) -> tuple[Numbers, Numbers]:
    """Power spectra of the envelopes of the band from 1/8 to 2/5 of the sampling rate, and the band's spectral kurtosis."""
    first, last = int(np.ceil(0.125 * LENGTH)), int(USABLE * LENGTH)
    points = 1 << int(np.ceil(np.log2(1.4 * (last - first + 1))))
    squares = np.abs(scipy.fft.ifft(spectra[:, first : last + 1], n=points, axis=1, norm="forward")) ** 2
    kurtosis = (squares**2).sum(axis=1) / (points * 35 / 128) / (squares.sum(axis=1) / (points * 3 / 8)) ** 2 - 2
    envelope = np.sqrt(squares)
    window = scipy.signal.windows.hann(points, sym=False)
    envelope -= envelope.sum(axis=1, keepdims=True) / (0.5 * points) * window
    bins = scipy.fft.rfft(envelope, axis=1)
    return bins.real**2 + bins.imag**2, kurtosis


def lines(power: Numbers, order: float, turns: Numbers) -> Numbers:
    """Mean height of a line and its second and third harmonic."""
    hz = order * turns
    return np.mean([heights(power, i * hz, 0.01 * i * hz, turns / 2) for i in (1, 2, 3)], axis=0)


def numbers(samples: Numbers, window: Numbers) -> Numbers:
    """One row of :data:`NAMES` a burst."""
    deviations = samples - samples.mean(axis=1, keepdims=True)
    spectra = scipy.fft.rfft(deviations * window, axis=1)
    power = 2 / (0.375 * LENGTH**2) * (spectra.real**2 + spectra.imag**2)
    power[:, -1] /= 2
    above, bins = power[:, 1:], np.arange(1, BINS)
    total = above.sum(axis=1)
    centroid = above @ bins / total
    spread = np.sqrt(above @ bins**2 / total - centroid**2)
    roll_off = (np.cumsum(above, axis=1) < 0.85 * total[:, None]).sum(axis=1) + 1
    entropy = (np.log(total) - (above * np.log(above)).sum(axis=1) / total) / np.log(BINS - 1)
    dominant = summits(power, above.argmax(axis=1) + 1)
    low, high = int(np.ceil(0.92 * SHAFT_HZ)), int(1.08 * SHAFT_HZ)
    turns = summits(power, low + power[:, low : high + 1].argmax(axis=1))
    envelope, kurtosis = envelopes(spectra)
    velocity = 1000 * np.sqrt((power[:, 10:1001] / (2 * np.pi * np.arange(10, 1001)) ** 2).sum(axis=1))
    return np.column_stack(
        [dominant, centroid, spread, roll_off, entropy, kurtosis, turns]
        + [shares(power, total, i * turns) for i in (1, 2, 3)]
        + [lines(envelope, order, turns) for order in (1.0, *ORDERS)]
        + [velocity, np.full(len(power), np.nan)]
        + [np.sqrt(power[:, start:end].sum(axis=1)) for start, end in BANDS]
    )


def run(samples: Path, out: Path) -> None:
    """From a file of samples to a file of numbers."""
    bursts = np.fromfile(samples, dtype="<f4").reshape(-1, LENGTH)
    window = scipy.signal.windows.hann(LENGTH, sym=False)
    blocks = [numbers(bursts[i : i + BLOCK].astype(float), window) for i in range(0, len(bursts), BLOCK)]
    np.concatenate(blocks).tofile(out)
