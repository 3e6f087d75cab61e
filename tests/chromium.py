"""A headless Chromium that reads files and nothing else."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

WANTED = "chromium", "chromium-browser"
# As root Chromium needs to be told that no sandbox is meant; the others keep it from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def program() -> str:
    return next((path for name in WANTED if (path := shutil.which(name))), "")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program(), args=list(ARGUMENTS))
        try:
            yield opened
        finally:
            opened.close()


# What people see of a page, a sentence for each fault. Contrast: WCAG 2.2, relative luminance.
LOOK = r"""
() => {
  const faults = [];
  const rgba = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const linear = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const paper = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    return layers.reverse().reduce((below, layer) => over(layer, below), canvas);
  };
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth)
    faults.push(`scrolls sideways: ${document.documentElement.scrollWidth} px`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let words = 0;
  while (texts.nextNode()) {
    const said = texts.currentNode.nodeValue.trim();
    const element = texts.currentNode.parentElement;
    if (!said || !element.getClientRects().length) continue;
    words += 1;
    const style = getComputedStyle(element);
    const below = paper(element);
    const [a, b] = [light(over(rgba(style.color), below)), light(below)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faults.push(`contrast ${contrast.toFixed(2)}: ${said.slice(0, 40)}`);
    if (parseFloat(style.fontSize) < 13) faults.push(`${style.fontSize}: ${said.slice(0, 40)}`);
  }
  if (!words) faults.push("says nothing");
  for (const button of document.querySelectorAll("a.button")) {
    const { height, width } = button.getBoundingClientRect();
    if (height < 40 || width < 40) faults.push(`too small for a thumb: ${button.textContent} ${width}x${height}`);
  }
  return faults;
}
"""


def look(page: Page) -> list[str]:
    found: list[str] = page.evaluate(LOOK)
    return found
