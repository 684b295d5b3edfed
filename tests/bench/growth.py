"""How the cost of a convolution grows with the batch, the image and the channels, as a picture too."""

from pathlib import Path

from backprop_helpers.display.drawing import CAPTION, LINES, WIDTH, Card, house_style
from backprop_helpers.display.figures.curves import axes_on
from backprop_helpers.tracing.notation import ROLES
from tests.bench.convolution import contenders
from tests.bench.measure import measure, print_row

PICTURE = Path(__file__).parents[2] / "docs" / "speed.webp"
SECONDS = 3
BASE = {"batch": 16, "image": 16, "channels": 8}
GROWTH = {
    "batch": (1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
    "image": (8, 16, 32, 64, 128),
    "channels": (1, 2, 4, 8, 16, 32, 64),
}
SHOWN = {"layers": "feature map", "PyTorch": "delta"}
"""Whose curves are drawn, each in a role's line: solid and dashed."""
HEIGHT, PANEL, LEFT, BETWEEN = 280, 176, 66, 40
TICKS = {0.5: "½", 1: "1", 2: "2", 5: "5", 10: "10", 20: "20"}

WHAT_IS_MEANT = """
How that grows with one of three, the others being {batch} images, {image}×{image} pixels and {channels} channels, with
16 kernels of 3×3, arrays as they flow: milliseconds, and as a multiple of the bare products, whole."""


def report():
    print(WHAT_IS_MEANT.format(**BASE))
    shares = {name: [] for name in GROWTH}
    for name, values in GROWTH.items():
        print()
        print_row(name, ["layers", "bare, whole", "PyTorch", "layers / whole", "PyTorch / whole"])
        for value in values:
            times = timed(**BASE | {name: value})
            shares[name].append([time / times["bare, whole"] for time in (times[who] for who in SHOWN)])
            cells = [f"{1000 * times[who]:.2f}" for who in ("layers", "bare, whole", "PyTorch")]
            print_row(str(value), cells + [f"{share:.2f}" for share in shares[name][-1]])
    PICTURE.write_bytes(picture(shares).image)
    print(f"\nDrawn in {PICTURE.relative_to(PICTURE.parents[1])}.")


def timed(batch, image, channels):
    """Return the times of the layers, of the bare products, and of PyTorch or NaN."""
    asked = contenders((batch, channels, image, image), (16, channels, 3, 3), flowing=True)
    return {
        name: time or float("nan")
        for name, time in measure({name: asked[name] for name in ("layers", "bare, whole", "PyTorch")}, SECONDS).items()
    }


def picture(shares):
    """Draw the shares, {what grows: [one of the layers, one of PyTorch] for each value}."""
    with house_style():
        card = Card(HEIGHT, WIDTH)
        for place, (name, curves) in enumerate(shares.items()):
            left = LEFT + place * (PANEL + BETWEEN)
            axes = axes_on(card, left, left + PANEL, xlabel=name, xscale="log", yscale="log", ylim=(0.2, 40))
            values = GROWTH[name]
            axes.set_xticks(values[::2], map(str, values[::2]))
            axes.set_yticks(*zip(*TICKS.items(), strict=True))
            axes.minorticks_off()
            axes.axhline(1, color=ROLES["activation"].colour, lw=LINES["activation"].width)
            for who, curve in zip(SHOWN, zip(*curves, strict=True), strict=True):
                line = LINES[SHOWN[who]]
                look = {"color": ROLES[SHOWN[who]].colour, "lw": line.width, "ls": line.dashes}
                axes.plot(values, curve, marker=".", label=who, **look)
            if place == 0:
                axes.set_ylabel("time / time of the bare products")
        axes.legend(loc="upper right", frameon=False, fontsize=CAPTION)
        return card.picture("")
