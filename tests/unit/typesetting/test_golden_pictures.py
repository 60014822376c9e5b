"""Fresh renderings look like the pictures in docs/typesetting, which people have looked at."""

from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageFilter

from scripts.make_golden import FOLDER, picture
from tests.factories.sample_papers import DOWNWARD, GALLERY, JOINT_UPWARD, PREPRINTED

DIFFERENT = 40
"""Steps of grey, of 255, by which a softened dot must differ to count; the kept pictures have 64 colours."""

TOLERANCE = 0.0001
"""A tenth of a thousandth of all dots; one changed word of a 附注 is about three times that."""


def share_of_difference(first, second):
    """The share of dots that differ, after a little softening; 1 if the pictures have not even the same size."""
    if first.size != second.size:
        return 1.0
    soft = [one.convert("L").filter(ImageFilter.BoxBlur(1)) for one in (first, second)]
    histogram = ImageChops.difference(*soft).histogram()
    return sum(histogram[DIFFERENT:]) / sum(histogram)


@pytest.mark.parametrize("name", GALLERY)
def test_looks_like_the_kept_picture(name):
    with Image.open(FOLDER / f"{name}.png") as kept:
        assert share_of_difference(picture(GALLERY[name]), kept.convert("RGB")) < TOLERANCE


@pytest.mark.parametrize("other", [PREPRINTED, JOINT_UPWARD])
def test_another_document_does_not(other):
    with Image.open(FOLDER / "document.png") as kept:
        assert share_of_difference(picture(other), kept.convert("RGB")) > 10 * TOLERANCE


def test_one_changed_word_is_seen():
    changed = replace(DOWNWARD, note="此件依申请公开")
    with Image.open(FOLDER / "document.png") as kept:
        assert share_of_difference(picture(changed), kept.convert("RGB")) > TOLERANCE


def test_no_picture_is_left_without_its_example():
    assert {path.stem for path in FOLDER.glob("*.png")} == set(GALLERY)
