"""Summaries, spectra, bands, harmonics and envelopes of vibration bursts by scipy, a block at once, and the bursts."""

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
ORDERS = (
    1.0,
    BALLS / 2 * (1 - RATIO),
    BALLS / 2 * (1 + RATIO),
    PITCH_MM / (2 * BALL_MM) * (1 - RATIO**2),
    (1 - RATIO) / 2,
)
FIRST, LAST = int(np.ceil(0.125 * LENGTH)), int(0.4 * LENGTH)
POINTS = 1 << int(np.ceil(np.log2(1.4 * (LAST - FIRST + 1))))
# The fastest of 4, 8, 16, 32 and 64: larger blocks leave the processor's cache.
BLOCK = 4

WINDOW = scipy.signal.windows.hann(LENGTH, sym=False)
ENVELOPE_WINDOW = scipy.signal.windows.hann(POINTS, sym=False)
MOMENTS = np.arange(1.0, BINS)[:, None] ** np.arange(3)
INTEGRATED = 1 / (2 * np.pi * np.arange(10, 1001)) ** 2

# Both sides' numbers of a burst, in order.
NAMES = (
    "rms peak crest_factor kurtosis skewness high_frequency_share"
    " dominant centroid spread roll_off entropy spectral_kurtosis shaft once twice thrice struck_once outer_race inner_race"
    " ball_spin cage velocity zone band_1 band_2 band_3"
).split()


def write(path: Path, bursts: int) -> None:
    """Bursts of one second: an unbalanced shaft, its harmonics, ringing at the rate of a damaged outer race, and noise."""
    random = np.random.default_rng(5)
    t = np.arange(LENGTH) / SAMPLING_HZ
    with path.open("wb") as file:
        for _ in range(bursts):
            hz = SHAFT_HZ * (1 + 0.01 * random.normal())
            struck = np.exp(-300 * np.mod(t, 1 / (ORDERS[1] * hz))) * np.sin(2 * np.pi * 2500 * t)
            burst = 2 * np.sin(2 * np.pi * hz * t) + np.sin(4 * np.pi * hz * t) + random.normal(0, 0.5, LENGTH)
            file.write((burst + random.uniform(0.2, 2) * struck).astype("<f4").tobytes())


def squared(bins: NDArray[np.complex128]) -> Numbers:
    """Squares of the magnitudes."""
    squares = bins.real**2
    squares += bins.imag**2
    return squares


def summits(power: Numbers, bins: NDArray[np.int64]) -> Numbers:
    """Where the lines of peaks lie, in bins, by a parabola through the logarithms."""
    rows = np.arange(len(power))
    left, middle, right = (np.log(power[rows, bins + i]) for i in (-1, 0, 1))
    return bins + np.clip((left - right) / (2 * (left - 2 * middle + right)), -0.5, 0.5)


def heights(power: Numbers, hz: Numbers, within: Numbers, around: Numbers) -> Numbers:
    """Strongest bin near each frequency (bursts x lines) above the median around it, in dB; a bin is 1 Hz wide."""
    low = np.maximum(1, np.ceil(hz - np.maximum(1, within) - 1e-9)).astype(int)
    high = np.floor(hz + np.maximum(1, within) + 1e-9).astype(int)
    near = np.minimum(low[..., None] + np.arange((high - low).max() + 1), high[..., None])
    peaks = power[np.arange(len(power))[:, None, None], near].max(axis=2)
    centres = np.rint(hz).astype(int)
    reach = around.astype(int)
    start = np.maximum(3, centres - reach)
    counts = centres + reach + 1 - start
    background = np.empty(hz.shape)
    for count in np.unique(counts):
        bursts, lines = np.nonzero(counts == count)
        values = power[bursts[:, None], start[bursts, lines][:, None] + np.arange(count)]
        values.partition(count // 2, axis=1)
        background[bursts, lines] = values[:, count // 2]
    return 10 * np.log10(peaks / background)


def shares(power: Numbers, total: Numbers, hz: Numbers) -> Numbers:
    """Root of the share of the power in the line nearest to each frequency."""
    rows = np.arange(len(power))[:, None]
    near = np.rint(hz).astype(int)[:, None] + np.arange(-1, 2)
    peaks = near[rows[:, 0], power[rows, near].argmax(axis=1)][:, None]
    return np.sqrt(np.minimum(1, power[rows, peaks + np.arange(-2, 3)].sum(axis=1) / total))


def envelopes(spectra: NDArray[np.complex128]) -> tuple[Numbers, Numbers]:
    """Power spectra of the envelopes of the band from 1/8 to 2/5 of the sampling rate, and the band's spectral kurtosis."""
    analytic = scipy.fft.ifft(spectra[:, FIRST : LAST + 1], n=POINTS, axis=1, norm="forward")
    squares = squared(analytic)
    fourths = np.einsum("ij,ij->i", squares, squares) / (POINTS * 35 / 128)
    kurtosis = fourths / (squares.sum(axis=1) / (POINTS * 3 / 8)) ** 2 - 2
    envelope = np.sqrt(squares, out=squares)
    envelope -= envelope.sum(axis=1, keepdims=True) / (0.5 * POINTS) * ENVELOPE_WINDOW
    return squared(scipy.fft.rfft(envelope, axis=1)), kurtosis


def lines(power: Numbers, turns: Numbers) -> Numbers:
    """Mean heights of a line of each of :data:`ORDERS` and its second and third harmonic."""
    hz = (turns[:, None, None] * np.array(ORDERS)[:, None] * np.arange(1, 4)).reshape(len(turns), -1)
    around = np.broadcast_to(turns[:, None] / 2, hz.shape)
    return heights(power, hz, 0.01 * hz, around).reshape(len(turns), -1, 3).mean(axis=2)


def summaries(deviations: Numbers) -> list[Numbers]:
    """The numbers of the time domain."""
    squares = deviations * deviations
    m2 = squares.sum(axis=1)
    m3, m4 = (np.einsum("ij,ij->i", squares, powers) for powers in (deviations, squares))
    steps = np.diff(deviations, axis=1)
    rms = np.sqrt(m2 / LENGTH)
    peak = np.sqrt(squares.max(axis=1))
    smooth = np.sqrt(np.einsum("ij,ij->i", steps, steps) / (LENGTH - 1)) / (2 * rms)
    return [rms, peak, peak / rms, LENGTH * m4 / m2**2, np.sqrt(LENGTH) * m3 / m2**1.5, smooth]


def numbers(samples: Numbers) -> Numbers:
    """One row of :data:`NAMES` a burst; the samples are written over."""
    samples -= samples.mean(axis=1, keepdims=True)
    summary = summaries(samples)
    samples *= WINDOW
    spectra = scipy.fft.rfft(samples, axis=1)
    power = squared(spectra)
    power *= 2 / (0.375 * LENGTH**2)
    power[:, -1] /= 2
    above = power[:, 1:]
    total, first, second = (above @ MOMENTS).T
    centroid = first / total
    spread = np.sqrt(second / total - centroid**2)
    roll_off = (np.cumsum(above, axis=1) < 0.85 * total[:, None]).sum(axis=1) + 1
    entropy = (np.log(total) - np.einsum("ij,ij->i", above, np.log(above)) / total) / np.log(BINS - 1)
    dominant = summits(power, above.argmax(axis=1) + 1)
    low, high = int(np.ceil(0.92 * SHAFT_HZ)), int(1.08 * SHAFT_HZ)
    turns = summits(power, low + power[:, low : high + 1].argmax(axis=1))
    envelope, kurtosis = envelopes(spectra)
    velocity = 1000 * np.sqrt(power[:, 10:1001] @ INTEGRATED)
    return np.column_stack(
        summary
        + [dominant, centroid, spread, roll_off, entropy, kurtosis, turns]
        + [shares(power, total, i * turns) for i in (1, 2, 3)]
        + [lines(envelope, turns), velocity, np.full(len(power), np.nan)]
        + [np.sqrt(power[:, start:end].sum(axis=1)) for start, end in BANDS]
    )


def run(samples: Path, out: Path) -> None:
    """From a file of samples to a file of numbers."""
    bursts = np.fromfile(samples, dtype="<f4").reshape(-1, LENGTH)
    np.concatenate([numbers(bursts[i : i + BLOCK].astype(float)) for i in range(0, len(bursts), BLOCK)]).tofile(out)
